import * as v from "valibot";

export const quoted = (value: unknown): string => JSON.stringify(value);

/** Text of a pattern; `message` says what is wrong with one that is not. */
export function text(
  pattern: RegExp,
  message: (value: string) => string,
) {
  return v.pipe(
    v.string(),
    v.check((value) => pattern.test(value), ({ input }) => message(input)),
  );
}

export const isRegularExpression = v.pipe(
  v.string(),
  v.check(
    compiles,
    ({ input }) => `${quoted(input)} is not a regular expression`,
  ),
);

function compiles(pattern: string): boolean {
  try {
    new RegExp(pattern, "iu");
    return pattern !== "";
  } catch {
    return false;
  }
}
