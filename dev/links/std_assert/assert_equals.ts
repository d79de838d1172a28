import { AssertionError, ending } from "./assertion_error.ts";
import { difference, show } from "./difference.ts";
import { equal } from "./equal.ts";

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
