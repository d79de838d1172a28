import {
  SECONDS_PER_DAY,
  SECONDS_PER_HOUR,
  SECONDS_PER_MINUTE,
} from "../../time.ts";
import {
  dateOf,
  dayOfWall,
  type Stamp,
  stampOf,
  weekdayOf,
} from "./date_time.ts";
import { excerpt, MalformedEvent } from "./errors.ts";

const FREQUENCIES = [
  ...["YEARLY", "MONTHLY", "WEEKLY", "DAILY"] as const,
  ...["HOURLY", "MINUTELY", "SECONDLY"] as const,
];
type Frequency = typeof FREQUENCIES[number];

/** A weekday, such as `-1FR` for the last Friday. */
interface ByDay {
  /** 0 for Sunday. */
  weekday: number;
  /** Negative numbers count from the end; 0 means every one. */
  nth: number;
}

/**
 * A recurrence rule (RFC 5545, 3.3.10). Days and times that the rule leaves to
 * the first start are filled in. In a list of numbers, `null` means any.
 */
export interface Rule {
  frequency: Frequency;
  interval: number;
  count: number | null;
  until: Stamp | null;
  months: number[] | null;
  weeks: number[] | null;
  yearDays: number[] | null;
  monthDays: number[] | null;
  days: ByDay[] | null;
  /** Whether `nth` counts within the month; otherwise within the year. */
  nthOfMonth: boolean;
  hours: number[] | null;
  minutes: number[] | null;
  seconds: number[] | null;
  positions: number[] | null;
  /** 0 for Sunday. */
  weekStart: number;
}

const WEEKDAYS = ["SU", "MO", "TU", "WE", "TH", "FR", "SA"];

/** Parts that are lists of numbers, with the largest number that each may hold. */
const LISTS = {
  BYMONTH: 12,
  BYWEEKNO: 53,
  BYYEARDAY: 366,
  BYMONTHDAY: 31,
  BYHOUR: 23,
  BYMINUTE: 59,
  BYSECOND: 60,
  BYSETPOS: 366,
};
/** Of these a negative number counts from the end. */
const FROM_END = ["BYWEEKNO", "BYYEARDAY", "BYMONTHDAY", "BYSETPOS"];
const PARTS = new Set([
  ...["FREQ", "INTERVAL", "COUNT", "UNTIL", "WKST", "BYDAY", "RSCALE", "SKIP"],
  ...Object.keys(LISTS),
]);

/**
 * Reads a rule, in any spelling of its parts: with spaces, in small letters, with
 * empty parts and semicolons too many.
 *
 * @param text The rule as it is written.
 * @param start The first start.
 * @returns `null` for an empty rule.
 * @throws {MalformedEvent} if it is not a valid rule.
 */
export function ruleOf(text: string, start: Stamp): Rule | null {
  const refuse = (why: string) =>
    new MalformedEvent(
      `its rule of recurrence "${excerpt(text)}" is not valid: ${why}`,
    );
  const parts = partsOf(text);
  if (parts.size === 0) return null;
  const unknown = [...parts.keys()].find((name) =>
    !PARTS.has(name) && !name.startsWith("X-")
  );
  if (unknown !== undefined) throw refuse(`${excerpt(unknown)} is not known`);
  if ((parts.get("RSCALE") ?? "GREGORIAN") !== "GREGORIAN") {
    throw refuse("only the Gregorian calendar is known");
  }
  if ((parts.get("SKIP") ?? "OMIT") !== "OMIT") {
    throw refuse("SKIP is not known");
  }
  const frequency = FREQUENCIES.find((name) => name === parts.get("FREQ"));
  if (frequency === undefined) {
    throw refuse(
      parts.has("FREQ") ? "its FREQ is not known" : "it has no FREQ",
    );
  }
  const numbers = (name: keyof typeof LISTS) => numbersOf(name, parts, refuse);
  const ofDay = (name: "BYHOUR" | "BYMINUTE" | "BYSECOND") =>
    start.dated ? null : numbers(name);
  const count = numberOf("COUNT", parts, refuse);
  const until = parts.get("UNTIL");
  const rule: Rule = {
    frequency,
    interval: Math.max(1, numberOf("INTERVAL", parts, refuse) ?? 1),
    // Some programs write -1 or 0 for "without".
    count: count === null || count < 1 ? null : count,
    until: until === undefined ? null : stampOf(until, null, "UNTIL"),
    months: numbers("BYMONTH"),
    weeks: numbers("BYWEEKNO"),
    yearDays: numbers("BYYEARDAY"),
    monthDays: numbers("BYMONTHDAY"),
    days: byDaysOf(parts, refuse),
    nthOfMonth: frequency === "MONTHLY" || parts.has("BYMONTH"),
    hours: ofDay("BYHOUR"),
    minutes: ofDay("BYMINUTE"),
    seconds: withoutLeapSeconds(ofDay("BYSECOND")),
    positions: numbers("BYSETPOS"),
    weekStart: weekStartOf(parts, refuse),
  };
  const objection = objectionTo(rule, start);
  if (objection !== null) throw refuse(objection);
  return withDefaults(rule, start.wall);
}

type Parts = ReadonlyMap<string, string>;
type Refuse = (why: string) => MalformedEvent;

/** The parts that have a value, in upper case and without spaces. */
function partsOf(text: string): Parts {
  const parts = new Map<string, string>();
  const bare = text.replace(/\s+/g, "").toUpperCase()
    // Some programs write the name twice.
    .replace(/^(RRULE|EXRULE):/, "");
  for (const part of bare.split(";")) {
    const [name = "", ...value] = part.split("=");
    const joined = value.join("=").replace(/^,+|,+$/g, "");
    if (joined !== "" || (value.length === 0 && name !== "")) {
      parts.set(name, joined);
    }
  }
  return parts;
}

function numberOf(name: string, parts: Parts, refuse: Refuse): number | null {
  const text = parts.get(name);
  if (text === undefined) return null;
  if (!/^[+-]?\d{1,15}$/.test(text)) throw refuse(`${name} is no number`);
  return Number(text);
}

/** A list of numbers, sorted and without duplicates. */
function numbersOf(
  name: keyof typeof LISTS,
  parts: Parts,
  refuse: Refuse,
): number[] | null {
  const text = parts.get(name);
  if (text === undefined) return null;
  const most = LISTS[name];
  const least = FROM_END.includes(name) ? -most : 0;
  const numbers = text.split(",").filter((each) => each !== "").map((each) => {
    const number = /^[+-]?\d{1,3}$/.test(each) ? Number(each) : NaN;
    if (number >= least && number <= most) return number;
    throw refuse(`${name} may not be ${excerpt(each)}`);
  });
  return sortedSet(numbers);
}

function sortedSet(numbers: readonly number[]): number[] {
  return [...new Set(numbers)].sort((a, b) => a - b);
}

/** No clock here has a leap second: it becomes the second before it. */
function withoutLeapSeconds(seconds: number[] | null): number[] | null {
  return seconds && sortedSet(seconds.map((second) => Math.min(second, 59)));
}

function byDaysOf(parts: Parts, refuse: Refuse): ByDay[] | null {
  const text = parts.get("BYDAY");
  if (text === undefined) return null;
  const texts = new Set(text.split(",").filter((each) => each !== ""));
  return [...texts].map((each) => {
    const [matched, nth, name = ""] =
      /^([+-]?\d{1,2})?([A-Z]{2})$/.exec(each) ??
        [];
    const weekday = WEEKDAYS.indexOf(name);
    if (matched === undefined || weekday === -1) {
      throw refuse(`BYDAY may not be ${excerpt(each)}`);
    }
    return { weekday, nth: Number(nth ?? 0) };
  });
}

/** Weeks begin on Monday by default. */
function weekStartOf(parts: Parts, refuse: Refuse): number {
  const name = parts.get("WKST") ?? "MO";
  const weekday = WEEKDAYS.indexOf(name);
  if (weekday === -1) throw refuse(`WKST may not be ${excerpt(name)}`);
  return weekday;
}

/** The first mistake in a rule by RFC 5545, or `null`. */
function objectionTo(rule: Rule, start: Stamp): string | null {
  const { frequency, days } = rule;
  const zero = [rule.monthDays, rule.yearDays, rule.weeks, rule.positions]
    .some((numbers) => numbers?.includes(0));
  if (zero) return "there is no day, week or position 0";
  if (start.dated && isSubDaily(frequency)) {
    return `${frequency} does not fit whole days`;
  }
  if (rule.weeks && frequency !== "YEARLY") {
    return `BYWEEKNO does not fit ${frequency}`;
  }
  if (rule.yearDays && ["MONTHLY", "WEEKLY", "DAILY"].includes(frequency)) {
    return `BYYEARDAY does not fit ${frequency}`;
  }
  if (rule.monthDays && frequency === "WEEKLY") {
    return "BYMONTHDAY does not fit WEEKLY";
  }
  const counted = days?.some(({ nth }) => nth !== 0) ?? false;
  const countable = frequency === "MONTHLY" ||
    (frequency === "YEARLY" && !rule.weeks);
  return counted && !countable ? "BYDAY may not count weekdays here" : null;
}

export function isSubDaily(frequency: Frequency): boolean {
  return frequency === "HOURLY" || frequency === "MINUTELY" ||
    frequency === "SECONDLY";
}

/** Fills in, from the first start, the days and times that the rule leaves open. */
function withDefaults(rule: Rule, start: number): Rule {
  const day = dayOfWall(start);
  const date = dateOf(day);
  const ofDay = start - day * SECONDS_PER_DAY;
  const filled = { ...rule };
  const open = !rule.days && !rule.monthDays && !rule.yearDays;
  if (open && rule.frequency === "WEEKLY" || open && rule.weeks) {
    filled.days = [{ weekday: weekdayOf(day), nth: 0 }];
  } else if (open && rule.frequency === "MONTHLY") {
    filled.monthDays = [date.day];
  } else if (open && rule.frequency === "YEARLY") {
    filled.months = rule.months ?? [date.month];
    filled.monthDays = [date.day];
  }
  if (!isSubDaily(rule.frequency)) {
    filled.hours ??= [Math.floor(ofDay / SECONDS_PER_HOUR)];
  }
  if (!isSubDaily(rule.frequency) || rule.frequency === "HOURLY") {
    filled.minutes ??= [Math.floor(ofDay / SECONDS_PER_MINUTE) % 60];
  }
  if (rule.frequency !== "SECONDLY") filled.seconds ??= [ofDay % 60];
  return filled;
}
