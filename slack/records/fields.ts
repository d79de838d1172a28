/**
 * Fields that many records have. A value outside of them does not parse, so that
 * no step fails on it later: the record is reported and left alone.
 */
import * as v from "valibot";
import { isInstant, isTimeZone } from "../../time.ts";

/** Unix seconds; 0 for none. */
export const instant = v.pipe(
  v.number(),
  v.check(isInstant, "expected Unix seconds, 0 to the end of the year 9999"),
);

/** The name of a time zone, or `""` if it is unknown. */
export const zone = v.pipe(
  v.string(),
  v.check(
    (name) => name === "" || isTimeZone(name),
    "expected the name of a time zone",
  ),
);

/** More than any of these texts has: a name, a label, an id. */
const LONGEST_TEXT = 10_000;

export const text = v.pipe(
  v.string(),
  v.check(
    ({ length }) => length <= LONGEST_TEXT,
    `expected at most ${LONGEST_TEXT} characters`,
  ),
);

const MOST = 1_000_000;

/** How many of something there are. */
export const count = v.pipe(
  v.number(),
  v.check(
    (value) => Number.isInteger(value) && value >= 0 && value <= MOST,
    `expected a whole number from 0 to ${MOST}`,
  ),
);
