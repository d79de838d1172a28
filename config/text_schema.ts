import * as v from "valibot";
import { repeatedGroup } from "./repeated_group.ts";

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
  v.check(
    (pattern) => !compiles(pattern) || repeatedGroup(pattern) === -1,
    ({ input }) =>
      `${quoted(input)} repeats a group that itself ends in a quantifier ` +
      `(at character ${repeatedGroup(input) + 1}): on some texts it would ` +
      `take for ever; take one of the two quantifiers out, as in ` +
      `"[\\w\\s]+" for "(\\w+\\s?)+"`,
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
