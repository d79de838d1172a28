import { assert, assertEquals } from "@std/assert";
import fc from "fast-check";
import { RRuleTemporal } from "rrule-temporal";
import { Budget } from "../../../rosters/ical/budget.ts";
import { headOf } from "../../../rosters/ical/event.ts";
import { timesOf } from "../../../rosters/ical/event_times.ts";
import { occurrencesOf } from "../../../rosters/ical/occurrences.ts";
import { wallsOf } from "../../../rosters/ical/expand.ts";
import { ruleOf } from "../../../rosters/ical/rule.ts";
import { stampOf } from "../../../rosters/ical/date_time.ts";
import { Zones } from "../../../rosters/ical/zones.ts";
import {
  instantIn,
  offsetAt,
  wallTimeAt,
} from "../../../rosters/zoned_time.ts";
import { type RandomRule, randomRules } from "./rule_model.ts";

/*
 * Where this app and rrule-temporal 2.2.7 differ, and who is right:
 *
 * - A time that the clocks leave out: RFC 5545, 3.3.10, drops it, and so does
 *   rrule-temporal. Here it is as much later, as a DTSTART is (3.3.5) and as
 *   calendars show it: the next person on call would have no shift at
 *   all. Compared without those times.
 * - A DTSTART that the clocks leave out: rrule-temporal moves all of the series
 *   by as much, this app that one. Not compared.
 * - A DTSTART that its rule does not have is undefined by RFC 5545; here it is
 *   always the first, in rrule-temporal not in every window. Not compared.
 * - Periods below a day: rrule-temporal counts hours that pass, this app hours
 *   of the wall clock, so that a shift of twelve hours keeps its time of day.
 *   Compared where no clocks change.
 * - BYWEEKNO without BYDAY: by RFC 5545 the weekday is DTSTART's;
 *   rrule-temporal takes another. Only compared with BYDAY.
 * - BYWEEKNO with INTERVAL: the second of January 2027 is in a week of 2026,
 *   and which of the years an interval skips takes it along RFC 5545 leaves
 *   open; here it is the date's own. Only compared without INTERVAL.
 * - An UNTIL before DTSTART: no times at all here, DTSTART there. Programs end
 *   a series so whose first instance was removed with all that follow.
 * - YEARLY with BYDAY=MO,-1MO: each Monday, as the one part says. To
 *   rrule-temporal the other takes from it. Only compared unmixed.
 * - YEARLY with BYMONTHDAY=-1;BYDAY=1MO: never, as the first Monday of a year
 *   ends no month (RFC 5545, 3.3.10, note 2); rrule-temporal leaves BYMONTHDAY
 *   out. Only compared with weekdays that are not counted.
 */

/** Around changes of clocks, by day; of each zone of the model some. */
const CHANGES = [
  ...["2018-11-04", "2019-02-17", "2026-03-08", "2026-03-29", "2026-04-05"],
  ...["2026-04-24", "2026-10-04", "2026-10-25", "2026-10-30", "2026-11-01"],
  ...["2028-02-29", "2026-12-31"],
];

const windows = fc.tuple(
  fc.constantFrom(...CHANGES),
  fc.integer({ min: 1, max: 20 }),
  fc.integer({ min: 1, max: 20 }),
).map(([day, before, after]) => {
  const at = Date.parse(day) / 1000;
  return { since: at - before * 86_400, until: at + after * 86_400 };
});

const RUNS = Number(Deno.env.get("RUNS") ?? 1_000);
const cases = fc.tuple(randomRules, windows);

function seedOf(name: string): number {
  const seed = Number(Deno.env.get("SEED") ?? Math.floor(Math.random() * 2e9));
  console.log(`${name}: SEED=${seed}`);
  return seed;
}

/** Where the two mean the same, see above. */
function comparable({ rule, start, zone }: RandomRule): string {
  const subDaily = /FREQ=(HOURLY|MINUTELY|SECONDLY)/.test(rule);
  const counts = /COUNT|BYSETPOS/.test(rule);
  const atNight = !start.endsWith("T090000") || rule.includes("BYHOUR");
  const { wall } = stampOf(start, null, "DTSTART");
  const at = firstOf({ start }, zone);
  const exists = at + offsetAt(at, zone) === wall;
  return subDaily || (counts && atNight) || !exists ? "UTC" : zone;
}

function firstOf({ start }: Pick<RandomRule, "start">, zone: string): number {
  const { wall } = stampOf(start, null, "DTSTART");
  return instantIn(new Zones("UTC", [], new Budget()).of(zone), wall);
}

function iso(at: number): string {
  return new Date(at * 1000).toISOString();
}

function ours(
  { rule, start }: RandomRule,
  zone: string,
  window: { since: number; until: number },
): number[] {
  const lines = [`DTSTART;TZID=${zone}:${start}`, `RRULE:${rule}`];
  const head = headOf({ name: "VEVENT", line: 1, lines, parts: [] });
  const budget = new Budget();
  const zones = new Zones("UTC", [], budget);
  const found = occurrencesOf(timesOf(head), [], window, zones, budget)
    .map(({ start }) => start)
    .filter((at) => window.since <= at && at <= window.until)
    .filter((at) => exists(at, rule, start, zone));
  return found.sort((a, b) => a - b);
}

/** Not moved by a gap: what the clocks show then is what the rule can say. */
function exists(at: number, rule: string, start: string, zone: string) {
  if (!isAfterGap(at, zone)) return true;
  const { hour, minute } = wallTimeAt(at, zone);
  const hours = /BYHOUR=([\d,]+)/.exec(rule)?.[1]?.split(",").map(Number) ??
    [Number(start.slice(9, 11))];
  const minutes = /BYMINUTE=([\d,]+)/.exec(rule)?.[1]?.split(",").map(Number) ??
    [Number(start.slice(11, 13))];
  return hours.includes(hour) && minutes.includes(minute);
}

function isAfterGap(at: number, zone: string): boolean {
  return offsetAt(at - 2 * 3600, zone) < offsetAt(at, zone);
}

function theirs(
  { rule, start }: RandomRule,
  zone: string,
  { since, until }: { since: number; until: number },
): number[] {
  const dtstart = zone === "UTC"
    ? `DTSTART:${start}Z`
    : `DTSTART;TZID=${zone}:${start}`;
  const oracle = new RRuleTemporal({
    rruleString: `${dtstart}\nRRULE:${rule}`,
    includeDtstart: true,
    maxIterations: 10_000_000,
    maxCandidateEvaluations: 100_000_000,
  });
  return oracle.between(new Date(since * 1000), new Date(until * 1000), true)
    .map((time) => Math.floor(time.epochMilliseconds / 1000))
    .sort((a, b) => a - b);
}

Deno.test("rules give the same times as rrule-temporal, in every zone", () => {
  let times = 0;
  let changing = 0;
  const property = fc.property(cases, ([random, window]) => {
    const zone = comparable(random);
    const first = firstOf(random, zone);
    const later = (at: number) => at !== first;
    const mine = ours(random, zone, window).filter(later);
    assertEquals(
      mine.map(iso),
      theirs(random, zone, window).filter(later).map(iso),
      `${zone} ${random.start} ${random.rule}`,
    );
    times += mine.length;
    if (zone !== "UTC" && mine.length > 0) changing++;
  });
  fc.assert(property, { seed: seedOf("expansion"), numRuns: RUNS });
  assert(times > 1_000 && changing > 50, `only ${times} and ${changing} times`);
});

Deno.test("a window gives the same times as a longer one: skipping loses nothing", () => {
  const soon = fc.tuple(
    randomRules,
    fc.integer({ min: 1, max: 60 }),
    fc.integer({ min: 0, max: 60 * 24 }),
  );
  let counted = 0;
  const property = fc.property(soon, ([{ rule, start }, count, hours]) => {
    const text = rule.replace(/;(COUNT|UNTIL)=[^;]*/, "");
    const dtstart = stampOf(start, null, "DTSTART");
    const read = ruleOf(`${text};COUNT=${count}`, dtstart)!;
    const from = dtstart.wall;
    const since = from + hours * 3600;
    const to = since + 30 * 86_400;
    const all = wallsOf(read, from, { from, to }, () => {});
    const some = wallsOf(read, from, { from: since, to }, () => {});
    assertEquals(some, all.filter((wall) => wall >= since), `${start} ${text}`);
    if (some.length > 0 && all.length === count) counted++;
  });
  fc.assert(property, { seed: seedOf("windows"), numRuns: RUNS });
  assert(counted > 20, `only ${counted} ended within their window`);
});
