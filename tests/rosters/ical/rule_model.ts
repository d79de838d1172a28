import fc from "fast-check";

/** A rule at random, and where it begins, by the wall clock of a zone. */
export interface RandomRule {
  rule: string;
  /** `20260302T090000` */
  start: string;
  zone: string;
}

/** Zones whose clocks change by an hour, by half of one, formerly, never. */
export const ZONES = [
  "UTC",
  "Europe/London",
  "America/New_York",
  "Australia/Lord_Howe",
  "America/Sao_Paulo",
  "Asia/Kathmandu",
  "Africa/Cairo",
  "Pacific/Apia",
];

const DAYS = ["MO", "TU", "WE", "TH", "FR", "SA", "SU"];

/** Some of the numbers, none of them twice; mostly one or two. */
function some(min: number, max: number): fc.Arbitrary<number[]> {
  return fc.uniqueArray(fc.integer({ min, max }).filter((n) => n !== 0), {
    minLength: 1,
    maxLength: 3,
  });
}

/** The part in half of the rules. */
function maybe<T>(part: fc.Arbitrary<T>): fc.Arbitrary<T | null> {
  return fc.option(part, { freq: 2 });
}

function rarely<T>(part: fc.Arbitrary<T>): fc.Arbitrary<T | null> {
  return fc.oneof(
    { weight: 3, arbitrary: fc.constant(null) },
    { weight: 1, arbitrary: part },
  );
}

const plainDays = fc.uniqueArray(fc.constantFrom(...DAYS), {
  minLength: 1,
  maxLength: 4,
});

/** Each of some weekdays, or counted ones; rrule-temporal cannot mix them. */
const someDays = fc.oneof(
  plainDays,
  fc.uniqueArray(
    fc.tuple(
      fc.constantFrom(1, 2, 3, 4, 5, -1, -2, -5),
      fc.constantFrom(...DAYS),
    )
      .map(([nth, day]) => `${nth}${day}`),
    { minLength: 1, maxLength: 3 },
  ),
);

const times = {
  BYHOUR: rarely(some(0, 23)),
  BYMINUTE: rarely(some(0, 59)),
  BYSECOND: rarely(some(0, 59)),
};
const always = {
  INTERVAL: maybe(fc.integer({ min: 1, max: 5 })),
  WKST: rarely(fc.constantFrom(...DAYS)),
};
const BYMONTH = rarely(some(1, 12));
const BYMONTHDAY = maybe(
  fc.oneof(some(1, 31), some(-31, -1), fc.constant([31]), fc.constant([-1])),
);
const BYSETPOS = rarely(fc.oneof(some(-3, 3), fc.constant([-1])));

type Parts = Record<string, unknown>;

function parts(
  FREQ: string,
  own: Record<string, fc.Arbitrary<unknown>>,
): fc.Arbitrary<Parts> {
  return fc.record({ FREQ: fc.constant(FREQ), ...always, ...own });
}

const rules: fc.Arbitrary<Parts> = fc.oneof(
  parts("YEARLY", {
    BYMONTH,
    BYMONTHDAY,
    BYDAY: maybe(plainDays),
    BYSETPOS,
    ...times,
  }),
  parts("YEARLY", { BYMONTH, BYDAY: someDays, BYSETPOS, ...times }),
  parts("YEARLY", { BYYEARDAY: some(-366, 366), BYSETPOS, ...times }),
  parts("YEARLY", {
    INTERVAL: fc.constant(null),
    BYWEEKNO: some(-53, 53),
    BYDAY: plainDays,
  }),
  parts("MONTHLY", {
    BYMONTH,
    BYMONTHDAY,
    BYDAY: maybe(someDays),
    BYSETPOS,
    ...times,
  }),
  parts("WEEKLY", { BYMONTH, BYDAY: maybe(plainDays), BYSETPOS, ...times }),
  parts("DAILY", { BYMONTH, BYMONTHDAY, BYDAY: rarely(plainDays), ...times }),
  parts("HOURLY", {
    BYMONTH,
    BYDAY: rarely(plainDays),
    ...times,
  }),
  parts("MINUTELY", {
    BYDAY: rarely(plainDays),
    BYHOUR: some(0, 23),
    BYMINUTE: maybe(some(0, 59)),
  }),
  parts("SECONDLY", {
    BYDAY: rarely(plainDays),
    BYHOUR: some(0, 23),
    BYMINUTE: some(0, 59),
    BYSECOND: maybe(some(0, 59)),
  }),
);

const start = fc.tuple(
  fc.oneof(fc.integer({ min: 2012, max: 2026 }), fc.constant(2026)),
  fc.integer({ min: 1, max: 12 }),
  fc.oneof(fc.integer({ min: 1, max: 28 }), fc.constantFrom(29, 30, 31)),
  fc.constantFrom("000000", "013000", "023000", "090000", "235959"),
).filter(([year, month, day]) => {
  const date = new Date(Date.UTC(year, month - 1, day));
  return date.getUTCDate() === day;
}).map(([year, month, day, time]) =>
  `${year}${String(month).padStart(2, "0")}${
    String(day).padStart(2, "0")
  }T${time}`
);

/** `DTSTART` and, for some, how many days later `UNTIL` is. */
const span = fc.tuple(start, maybe(fc.integer({ min: 0, max: 6000 })));

/** All frequencies and parts. */
export const randomRules: fc.Arbitrary<RandomRule> = fc.record({
  rule: rules,
  span,
  count: maybe(
    fc.oneof(
      fc.integer({ min: 1, max: 60 }),
      fc.integer({ min: 60, max: 4000 }),
    ),
  ),
  zone: fc.constantFrom(...ZONES),
}).map(({ rule, span: [start, days], count, zone }) => {
  const texts = Object.entries(rule)
    .filter(([, value]) => value !== null)
    .map(([name, value]) => `${name}=${[value].flat().join(",")}`);
  if (days !== null) texts.push(`UNTIL=${later(start, days)}`);
  else if (count !== null) texts.push(`COUNT=${count}`);
  return { rule: texts.join(";"), start, zone };
});

/** The same time of UTC some days later, and another for what zones add. */
function later(start: string, days: number): string {
  const [, year, month, day] = /(\d{4})(\d\d)(\d\d)/.exec(start)!.map(Number);
  const at = new Date(Date.UTC(year!, month! - 1, day! + days + 1));
  return `${at.toISOString().slice(0, 10).replaceAll("-", "")}T120000Z`;
}
