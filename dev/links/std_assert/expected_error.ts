import { AssertionError, ending } from "./assertion_error.ts";

// deno-lint-ignore no-explicit-any
export type ErrorClass<E> = abstract new (...args: any[]) => E;

/** What a caller of `assertThrows` or `assertRejects` asked for. */
export interface Expected<E> {
  errorClass: ErrorClass<E> | undefined;
  msgIncludes: string | undefined;
  msg: string | undefined;
}

/** Tells the two overloads apart: `(fn, msg)` and `(fn, class, includes, msg)`. */
export function expectedError<E>(
  classOrMsg: ErrorClass<E> | string | undefined,
  msgIncludes: string | undefined,
  msg: string | undefined,
): Expected<E> {
  return typeof classOrMsg === "string"
    ? { errorClass: undefined, msgIncludes: undefined, msg: classOrMsg }
    : { errorClass: classOrMsg, msgIncludes, msg };
}

/** Without a class anything will do, even what is no `Error`. */
export function checkError<E>(
  error: unknown,
  expected: Expected<E>,
  how: "thrown" | "rejected",
): void {
  const { errorClass, msgIncludes, msg } = expected;
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
