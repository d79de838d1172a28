import { difference, show } from "./difference.ts";
import { equal } from "./equal.ts";

/** The error that every assertion of this package throws. */
export class AssertionError extends Error {
  constructor(message: string, options?: ErrorOptions) {
    super(message, options);
    this.name = "AssertionError";
  }
}

/** The end of a message: the caller's own words, or a full stop. */
function ending(msg?: string): string {
  return msg ? `: ${msg}` : ".";
}

export function assert(expr: unknown, msg = ""): asserts expr {
  if (!expr) throw new AssertionError(msg);
}

/** Deeply equal. */
export function assertEquals<T>(actual: T, expected: T, msg?: string): void {
  if (equal(actual, expected)) return;
  throw new AssertionError(
    `Values are not equal${ending(msg)}${difference(actual, expected)}`,
  );
}

/** Not deeply equal. */
export function assertNotEquals<T>(actual: T, expected: T, msg?: string): void {
  if (!equal(actual, expected)) return;
  throw new AssertionError(
    `Expected actual: ${show(actual)} not to be: ${show(expected)}${
      ending(msg)
    }`,
  );
}

/** The very same value, as `Object.is` has it. */
export function assertStrictEquals<T>(
  actual: unknown,
  expected: T,
  msg?: string,
): asserts actual is T {
  if (Object.is(actual, expected)) return;
  const what = equal(actual, expected)
    ? `Values have the same structure but are not reference-equal${
      ending(msg)
    }\n\n    ${show(actual)}\n`
    : `Values are not strictly equal${ending(msg)}${
      difference(actual, expected)
    }`;
  throw new AssertionError(what);
}

/** Less, and not equal. */
export function assertLess<T>(actual: T, expected: T, msg?: string): void {
  if (actual < expected) return;
  throw new AssertionError(
    `Expect ${show(actual)} < ${show(expected)}${msg ? ending(msg) : ""}`,
  );
}

export function assertStringIncludes(
  actual: string,
  expected: string,
  msg?: string,
): void {
  if (actual.includes(expected)) return;
  throw new AssertionError(
    `Expected actual: "${actual}" to contain: "${expected}"${ending(msg)}`,
  );
}

export function assertMatch(
  actual: string,
  expected: RegExp,
  msg?: string,
): void {
  if (expected.test(actual)) return;
  throw new AssertionError(
    `Expected actual: "${actual}" to match: "${expected}"${ending(msg)}`,
  );
}

// deno-lint-ignore no-explicit-any
type ErrorClass<E> = abstract new (...args: any[]) => E;

/** The function throws. Returns what it threw. */
export function assertThrows(fn: () => unknown, msg?: string): unknown;
export function assertThrows<E extends Error = Error>(
  fn: () => unknown,
  ErrorClass: ErrorClass<E>,
  msgIncludes?: string,
  msg?: string,
): E;
export function assertThrows<E extends Error = Error>(
  fn: () => unknown,
  classOrMsg?: ErrorClass<E> | string,
  msgIncludes?: string,
  msg?: string,
): unknown {
  const expected = expectedError(classOrMsg, msgIncludes, msg);
  try {
    fn();
  } catch (error) {
    checkError(error, expected, "thrown");
    return error;
  }
  throw new AssertionError(
    `Expected function to throw${ending(expected.msg)}`,
  );
}

/** The function's promise rejects. Returns the promise of the reason. */
export function assertRejects(
  fn: () => PromiseLike<unknown>,
  msg?: string,
): Promise<unknown>;
export function assertRejects<E extends Error = Error>(
  fn: () => PromiseLike<unknown>,
  ErrorClass: ErrorClass<E>,
  msgIncludes?: string,
  msg?: string,
): Promise<E>;
export async function assertRejects<E extends Error = Error>(
  fn: () => PromiseLike<unknown>,
  classOrMsg?: ErrorClass<E> | string,
  msgIncludes?: string,
  msg?: string,
): Promise<unknown> {
  const expected = expectedError(classOrMsg, msgIncludes, msg);
  const promise = promiseOf(fn, expected.msg);
  try {
    await promise;
  } catch (error) {
    checkError(error, expected, "rejected");
    return error;
  }
  throw new AssertionError(
    `Expected function to reject${ending(expected.msg)}`,
  );
}

/** Fails for a function that throws at once or returns no promise. */
function promiseOf(
  fn: () => PromiseLike<unknown>,
  msg: string | undefined,
): PromiseLike<unknown> {
  let promise: PromiseLike<unknown> | undefined;
  let cause: unknown;
  try {
    promise = fn();
  } catch (error) {
    cause = error;
  }
  if (typeof promise?.then === "function") return promise;
  throw new AssertionError(
    `Function throws when expected to reject${ending(msg)}`,
    { cause },
  );
}

interface Expected<E> {
  errorClass: ErrorClass<E> | undefined;
  msgIncludes: string | undefined;
  msg: string | undefined;
}

/** Tells the two overloads apart: `(fn, msg)` and `(fn, class, includes, msg)`. */
function expectedError<E>(
  classOrMsg: ErrorClass<E> | string | undefined,
  msgIncludes: string | undefined,
  msg: string | undefined,
): Expected<E> {
  return typeof classOrMsg === "string"
    ? { errorClass: undefined, msgIncludes: undefined, msg: classOrMsg }
    : { errorClass: classOrMsg, msgIncludes, msg };
}

/** Without a class any value will do. */
function checkError<E>(
  error: unknown,
  { errorClass, msgIncludes, msg }: Expected<E>,
  how: "thrown" | "rejected",
): void {
  if (!errorClass) return;
  if (!(error instanceof Error)) {
    throw new AssertionError(`A non-Error object was ${how}${ending(msg)}`);
  }
  if (!(error instanceof errorClass)) {
    const was = (error as Error).constructor?.name;
    throw new AssertionError(
      `Expected error to be instance of "${errorClass.name}", but was "${was}"${
        ending(msg)
      }`,
      { cause: error },
    );
  }
  if (msgIncludes && !error.message.includes(msgIncludes)) {
    throw new AssertionError(
      `Expected error message to include ${JSON.stringify(msgIncludes)}, ` +
        `but got ${JSON.stringify(error.message)}${ending(msg)}`,
      { cause: error },
    );
  }
}
