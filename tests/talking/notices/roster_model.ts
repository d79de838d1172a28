/** Random rosters, random edits of them, and what notices do to a roster. */
import fc from "fast-check";
import type { Notice } from "../../../talking/notices/notice.ts";
import type {
  AssignedTime,
  ScheduleState,
} from "../../../talking/notices/schedule_state.ts";
import {
  difference,
  intersection,
  type Span,
  union,
} from "../../../talking/notices/spans.ts";
import { NOON } from "../answer_samples.ts";

export const HOUR = 3600;

export const PAYMENTS = { source: "pd", schedule: "P1", name: "Payments" };

/** @param start In hours from noon, like the end. */
export function time(
  name: string,
  start: number,
  end: number | null,
  more: Partial<AssignedTime> = {},
): AssignedTime {
  return {
    identity: `pd:${name.toLowerCase()}`,
    name,
    level: 1,
    start: NOON + start * HOUR,
    end: end === null ? null : NOON + end * HOUR,
    ...more,
  };
}

export const anyTime = fc.record({
  name: fc.constantFrom("Ann", "Bob", "Cy", "Di"),
  level: fc.constantFrom(1, 1, 1, 2),
  start: fc.integer({ min: -10, max: 60 }),
  hours: fc.option(fc.integer({ min: 1, max: 16 }), { freq: 12 }),
}).map(({ name, level, start, hours }) =>
  time(name, start, hours === null ? null : start + hours, { level })
);

export const anyRoster = fc.array(anyTime, { maxLength: 10 });

/** A change that somebody makes: of which shift, what, and how far. */
export const anyEdit = fc.record({
  what: fc.constantFrom(
    ...["add", "remove", "move", "end", "give", "exchange", "override"],
  ),
  at: fc.nat(30),
  other: fc.nat(30),
  by: fc.integer({ min: -8, max: 8 }).filter((hours) => hours !== 0),
  added: anyTime,
});

export type Edit = typeof anyEdit extends fc.Arbitrary<infer E> ? E : never;

export function edited(
  roster: readonly AssignedTime[],
  { what, at, other, by, added }: Edit,
): AssignedTime[] {
  const chosen = roster[at % roster.length];
  if (chosen === undefined || what === "add") return [...roster, added];
  const partner = roster[other % roster.length]!;
  const rest = roster.filter((each) => each !== chosen && each !== partner);
  const others = roster.filter((each) => each !== chosen);
  const { start, end } = chosen;
  const moved = (at: number | null) => at === null ? null : at + by * HOUR;
  const who = ({ identity, name }: AssignedTime) => ({ identity, name });
  switch (what) {
    case "remove":
      return others;
    case "move":
      return [...others, {
        ...chosen,
        start: start + by * HOUR,
        end: moved(end),
      }];
    case "end": {
      const later = moved(end) ?? start + 8 * HOUR;
      return later > start ? [...others, { ...chosen, end: later }] : others;
    }
    case "give":
      return [...others, { ...chosen, ...who(added) }];
    case "exchange":
      return chosen === partner ? [...roster] : [
        ...rest,
        { ...chosen, ...who(partner) },
        { ...partner, ...who(chosen) },
      ];
    default: {
      // Somebody else takes an hour in the middle.
      const from = start + Math.abs(by) * HOUR;
      const until = from + HOUR;
      if (until >= (end ?? Infinity)) return [...roster];
      return [
        ...others,
        { ...chosen, end: from },
        { ...chosen, ...who(added), start: from, end: until },
        { ...chosen, start: until },
      ];
    }
  }
}

/** The same shifts in other pieces. @param at Hours from noon. */
export function cut(roster: readonly AssignedTime[], at: number) {
  const instant = NOON + at * HOUR + 1234;
  return roster.flatMap((each) => {
    const { start, end } = each;
    return start < instant && instant < (end ?? Infinity)
      ? [{ ...each, start: instant }, { ...each, end: instant }]
      : [each];
  });
}

/** Who has which time, by level and identity. */
export type Painted = Map<string, Span[]>;

export function painted({ times }: Pick<ScheduleState, "times">): Painted {
  const all: Painted = new Map();
  for (const { level, identity, start, end } of times) {
    paint(all, level, identity, { start, end: end ?? Infinity });
  }
  return all;
}

/** Applies what notices say: what was goes, what is comes. */
export function apply(roster: Painted, notices: readonly Notice[]): Painted {
  const all = new Map(roster);
  for (const { name, level, who, start, end, was } of notices) {
    if (!name.startsWith("Assignment")) continue;
    const gone = name === "AssignmentCancelled" ? { who, start, end } : was;
    if (gone) erase(all, level!, gone.who!.identity, spanOf(gone));
    if (name === "AssignmentCancelled") continue;
    paint(all, level!, who!.identity, spanOf({ start, end }));
  }
  return all;
}

function spanOf({ start, end }: { start: number; end: number | null }): Span {
  return { start, end: end ?? Infinity };
}

function paint(all: Painted, level: number, identity: string, span: Span) {
  const key = `${level} ${identity}`;
  all.set(key, union([...all.get(key) ?? [], span]));
}

function erase(all: Painted, level: number, identity: string, span: Span) {
  const key = `${level} ${identity}`;
  all.set(key, difference(all.get(key) ?? [], [span]));
}

/** What of it lies between two instants, without people who have no time. */
export function within(all: Painted, start: number, end: number): Painted {
  const found = [...all].map(([key, spans]): [string, Span[]] => [
    key,
    intersection(spans, [{ start, end }]),
  ]).filter(([, spans]) => spans.length > 0);
  return new Map(found.sort(([a], [b]) => a < b ? -1 : 1));
}

/** One roster until an instant, and another one from there on. */
export function joinedAt(first: Painted, then: Painted, at: number): Painted {
  const all: Painted = new Map();
  for (const key of new Set([...first.keys(), ...then.keys()])) {
    all.set(
      key,
      union([
        ...intersection(first.get(key) ?? [], [{ start: -Infinity, end: at }]),
        ...intersection(then.get(key) ?? [], [{ start: at, end: Infinity }]),
      ]),
    );
  }
  return all;
}
