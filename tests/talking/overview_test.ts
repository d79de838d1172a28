import { assert, assertEquals } from "@std/assert";
import fc from "fast-check";
import { overviewAt, type Rosters } from "../../talking/overview.ts";
import type { ToldShift } from "../../talking/told_shifts.ts";

/** 2026-03-02 12:00 UTC. */
const NOON = 1_772_452_800;
const HOUR = 3600;
const MINUTE = 60;

const PAYMENTS = { source: "pd", schedule: "P1", name: "Payments" };
const MAIL = { source: "pd", schedule: "P2", name: "Mail" };

/** A shift of Payments, in hours from noon. */
function shift(
  name: string,
  from: number,
  until: number | null,
  more: Partial<ToldShift> = {},
): ToldShift {
  return {
    name,
    person: `U${name.toUpperCase()}`,
    state: "on_call",
    source: "pd",
    schedule: "P1",
    identity: `pd:${name}`,
    level: 1,
    start: NOON + from * HOUR,
    end: until === null ? null : NOON + until * HOUR,
    ...more,
  };
}

function rosters(
  shifts: ToldShift[],
  more: Partial<Rosters> = {},
): Rosters {
  return {
    readAt: NOON,
    pollSeconds: 15 * MINUTE,
    shifts,
    unread: [],
    ...more,
  };
}

/** Payments at noon: names with hours from noon. */
function at(shifts: ToldShift[], hour = 0) {
  const [coverage] =
    overviewAt([PAYMENTS], rosters(shifts), NOON + hour * HOUR).schedules;
  const { now, next, gap } = coverage!;
  const hours = (seconds: number | null) =>
    seconds === null ? null : (seconds - NOON) / HOUR;
  return {
    now: now.map(({ name, end }) => [name, hours(end)]),
    next: next.map(({ name, start }) => [name, hours(start)]),
    gap: gap && [hours(gap.start), hours(gap.end)],
  };
}

Deno.test("who is on call, until when, and who is next", () => {
  const shifts = [
    shift("Ann", -3, 5),
    shift("Bob", 5, 10),
    shift("Cy", 10, 12),
  ];
  assertEquals(at(shifts), {
    now: [["Ann", 5]],
    next: [["Bob", 5]],
    gap: null,
  });
  assertEquals(at(shifts, 5), {
    now: [["Bob", 10]],
    next: [["Cy", 10]],
    gap: null,
  });
  assertEquals(at(shifts, 12), { now: [], next: [], gap: null });
  assertEquals(at(shifts, -4), { now: [], next: [["Ann", -3]], gap: null });
});

Deno.test("somebody who is not in Slack is on call like others", () => {
  const shifts = [
    shift("Ann", -3, 5, { person: null }),
    shift("Bob", 5, 10, { person: null }),
  ];
  assertEquals(at(shifts).now, [["Ann", 5]]);
  assertEquals(at(shifts).next, [["Bob", 5]]);
  // Two people may have one name.
  const other = shift("Ann", 5, 9, { person: null, identity: "pd:Ann2" });
  assertEquals(at([shifts[0]!, other]), {
    now: [["Ann", 5]],
    next: [["Ann", 5]],
    gap: null,
  });
});

Deno.test("several people are told by level, then by name", () => {
  const shifts = [
    shift("Cy", -1, 3, { level: 2 }),
    shift("Bob", -1, 2),
    shift("Ann", -1, 4),
    shift("Ed", 6, 7),
    shift("Di", 6, 8),
    shift("Flo", 7, 8),
  ];
  assertEquals(at(shifts), {
    now: [["Ann", 4], ["Bob", 2], ["Cy", 3]],
    next: [["Di", 6], ["Ed", 6]],
    gap: [4, 6],
  });
});

Deno.test("a person's shifts that touch are one, and so are those a minute apart", () => {
  const minute = MINUTE / HOUR;
  const shifts = [
    shift("Ann", -3, 1 - minute),
    shift("Ann", 1, 5),
    shift("Ann", 4, 6),
    shift("Bob", 6, 7),
  ];
  assertEquals(at(shifts), {
    now: [["Ann", 6]],
    next: [["Bob", 6]],
    gap: null,
  });
  // On another level it is another duty.
  const levels = [shift("Ann", -3, 1), shift("Ann", 1, 5, { level: 2 })];
  assertEquals(at(levels), {
    now: [["Ann", 1]],
    next: [["Ann", 1]],
    gap: null,
  });
});

Deno.test("a gap is longer than a minute, and ends when somebody starts", () => {
  const gapAfter = (hours: number) =>
    at([shift("Ann", -3, 5), shift("Bob", 5 + hours, 9)]).gap;
  assertEquals(gapAfter(1), [5, 6]);
  assertEquals(gapAfter(MINUTE / HOUR), null);
  assertEquals(gapAfter(0), null);
  assertEquals(at([shift("Ann", -3, 5)]).gap, null);
});

Deno.test("a shift without a known end has no gap after it", () => {
  const shifts = [shift("Ann", -3, null), shift("Bob", 5, 9)];
  assertEquals(at(shifts), {
    now: [["Ann", null]],
    next: [["Bob", 5]],
    gap: null,
  });
  // PagerDuty's permanent on call has no start either.
  const [coverage] = overviewAt(
    [PAYMENTS],
    rosters([shift("Ann", 0, null, { start: 0 })]),
    NOON,
  ).schedules;
  assertEquals(coverage!.now.map(({ start, end }) => [start, end]), [[
    0,
    null,
  ]]);
});

Deno.test("each schedule has its own people", () => {
  const shifts = [
    shift("Ann", -1, 1),
    shift("Bob", -1, 1, { schedule: "P2" }),
    shift("Cy", -1, 1, { source: "og" }),
  ];
  const { schedules } = overviewAt([MAIL, PAYMENTS], rosters(shifts), NOON);
  assertEquals(
    schedules.map(({ schedule, now }) => [
      schedule.name,
      ...now.map(({ name }) => name),
    ]),
    [["Mail", "Bob"], ["Payments", "Ann"]],
  );
});

Deno.test("what could not be read is said of the schedules it concerns", () => {
  const unread = { source: "pd", schedule: "P1", reason: "404", since: NOON };
  const one = overviewAt(
    [PAYMENTS, MAIL],
    rosters([], { unread: [unread] }),
    NOON,
  );
  assertEquals(one.schedules.map((each) => each.unread), [unread, null]);
  const person = { ...unread, identity: "pd:Ann" };
  const both = overviewAt(
    [PAYMENTS, MAIL],
    rosters([], { unread: [person, unread] }),
    NOON,
  );
  assertEquals(both.schedules.map((each) => each.unread), [unread, null]);
  const whole = { ...unread, schedule: null };
  const other = { ...whole, source: "og" };
  const all = overviewAt(
    [PAYMENTS, MAIL],
    rosters([], { unread: [other, whole] }),
    NOON,
  );
  assertEquals(all.schedules.map((each) => each.unread), [whole, whole]);
});

Deno.test("rosters that were not read for two polls are old", () => {
  const oldSince = (seconds: number) =>
    overviewAt([], rosters([]), NOON + seconds).oldSince;
  assertEquals(oldSince(30 * MINUTE), null);
  assertEquals(oldSince(30 * MINUTE + 1), NOON);
});

Deno.test("a person whose shift is under way is on call until its end at least", () => {
  const anyShift = fc.record({
    name: fc.constantFrom("Ann", "Bob", "Cy"),
    inSlack: fc.boolean(),
    level: fc.integer({ min: 1, max: 3 }),
    start: fc.integer({ min: -20, max: 20 }),
    hours: fc.option(fc.integer({ min: 1, max: 20 })),
  }).map(({ name, inSlack, level, start, hours }) =>
    shift(name, start, hours === null ? null : start + hours, {
      level,
      ...(inSlack ? {} : { person: null }),
    })
  );
  fc.assert(fc.property(fc.array(anyShift), (shifts) => {
    const [coverage] = overviewAt([PAYMENTS], rosters(shifts), NOON).schedules;
    const { now, next, gap } = coverage!;
    const active = shifts.filter(({ start, end }) =>
      start <= NOON && NOON < (end ?? Infinity)
    );
    assertEquals(now.length === 0, active.length === 0);
    for (const { person, name, level, end } of active) {
      const told = now.filter((each) =>
        each.person === person && each.name === name && each.level === level
      );
      assertEquals(told.length, 1);
      assert((told[0]!.end ?? Infinity) >= (end ?? Infinity));
    }
    for (const { start } of next) assert(start > NOON);
    if (gap) {
      const covered = shifts.some(({ start, end }) =>
        start < gap.end && (end ?? Infinity) > gap.start
      );
      assert(!covered);
    }
  }));
});
