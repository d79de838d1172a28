import { AssertionError, ending } from "./assertion_error.ts";
import { show } from "./difference.ts";

/** What counts as false. */
export type Falsy = false | 0 | 0n | "" | null | undefined;

/** True, or anything that counts as true. */
export function assert(expr: unknown, msg = ""): asserts expr {
  if (!expr) throw new AssertionError(msg);
}

/** False, or anything that counts as false. */
export function assertFalse(expr: unknown, msg = ""): asserts expr is Falsy {
  if (expr) throw new AssertionError(msg);
}

/** Neither `null` nor `undefined`. */
export function assertExists<T>(
  actual: T,
  msg?: string,
): asserts actual is NonNullable<T> {
  if (actual !== undefined && actual !== null) return;
  throw new AssertionError(
    `Expected actual: "${actual}" to not be null or undefined${ending(msg)}`,
  );
}

/** Greater, and not equal. */
export function assertGreater<T>(actual: T, expected: T, msg?: string): void {
  if (actual > expected) return;
  throw new AssertionError(
    `Expect ${show(actual)} > ${show(expected)}${msg ? ending(msg) : ""}`,
  );
}

/** Less, and not equal. */
export function assertLess<T>(actual: T, expected: T, msg?: string): void {
  if (actual < expected) return;
  throw new AssertionError(
    `Expect ${show(actual)} < ${show(expected)}${msg ? ending(msg) : ""}`,
  );
}

/** Fails always: for a place that a test must not reach. */
export function fail(msg?: string): never {
  throw new AssertionError(`Failed assertion${ending(msg)}`);
}
