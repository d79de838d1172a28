import { assert, assertEquals } from "@std/assert";
import fc from "fast-check";
import { shownTogether } from "../../../app/roster/map_readings.ts";
import { wantedFor } from "../../../reconciler/wanted.ts";
import { rosterDigest } from "../../../rosters/digest.ts";
import { lookupKeysBy } from "../../../rosters/lookup_key.ts";
import { mapPeople } from "../../../rosters/map_people.ts";
import type { RosterShift } from "../../../rosters/port.ts";
import { spanOf } from "../../../rosters/zoned_time.ts";
import { consent } from "../../reconciler/samples.ts";
import { openBench } from "../../functions/step_bench.ts";

const HOUR = 3600;
const AT = Date.parse("2026-03-03T16:00:00Z") / 1000;

const bench = openBench([], [], {
  config: {
    states: {
      on_call: {
        text: "On call for {label} until {until}",
        level_texts: { "2": "Backup for {label} until {until}" },
        emoji: ":pager:",
        priority: 2,
      },
      pto: { text: "Off until {until}", emoji: ":x:", priority: 1 },
    },
  },
});
const { config } = bench.execution();
bench.close();

/** Ann lives in Tokyo, Bea in Los Angeles. */
const ZONES = { ann: "Asia/Tokyo", bea: "America/Los_Angeles" };

const identity = fc.record({
  name: fc.constantFrom("ann" as const, "bea" as const),
  source: fc.constantFrom("a", "b"),
}).map(({ name, source }) => ({
  key: `${source}:${name}`,
  email: `${name}@example.com`,
  name,
}));

const timed = fc.record({
  from: fc.integer({ min: -6, max: 12 }),
  length: fc.option(fc.integer({ min: 1, max: 6 }), { freq: 10 }),
}).map(({ from, length }) => ({
  start: AT + from * HOUR,
  end: length === null ? null : AT + (from + length) * HOUR,
}));

const DAYS = ["02", "03", "04", "05", "06"].map((day) => `2026-03-${day}`);

const whole = fc.record({
  from: fc.integer({ min: 0, max: 3 }),
  length: fc.integer({ min: 1, max: 3 }),
}).map(({ from, length }) => {
  const days = { from: DAYS[from]!, until: DAYS[Math.min(4, from + length)]! };
  return { ...spanOf(days, "UTC"), days };
});

const shift: fc.Arbitrary<RosterShift> = fc.tuple(
  fc.record({
    identity,
    state: fc.constantFrom("on_call", "pto"),
    schedule: fc.constantFrom("P", "S"),
    label: fc.constantFrom("Payments", "Search"),
    level: fc.integer({ min: 1, max: 2 }),
  }),
  fc.oneof({ weight: 4, arbitrary: timed }, { weight: 1, arbitrary: whole }),
).map(([who, when]) => {
  return { ...who, ...when, source: who.identity.key.slice(0, 1) };
});

/** What each of the two is shown. */
function shownTo(shifts: RosterShift[]) {
  const handleOf = lookupKeysBy(config);
  const lookUps = new Map(
    shifts.map(({ identity: { key, name } }) => {
      const time_zone = ZONES[name as keyof typeof ZONES];
      return [key, {
        ok: true as const,
        person: { id: name, name, time_zone },
      }];
    }),
  );
  const mapped = mapPeople(shifts, handleOf, lookUps, "UTC");
  return Object.keys(ZONES).map((person) => {
    const own = mapped.shifts.filter((each) => each.person === person);
    const given = consent({ person });
    const none = { unreadable: [], unmapped: [] };
    const wanted = wantedFor(own, given, null, none, config.states, AT);
    if (wanted.kind !== "shift") return wanted.kind;
    const { state, label, labels, end, level, joined } = wanted.shift;
    return { state, label, labels, end, level, joined };
  });
}

/** One shift more, less, under another name or until another hour. */
const EDITS: ((shifts: RosterShift[], other: RosterShift) => RosterShift[])[] =
  [
    (shifts, other) => [...shifts, other],
    (shifts) => shifts.slice(1),
    ([first, ...rest], { label }) => [{ ...first!, label }, ...rest],
    ([first, ...rest], { end }) =>
      first!.days || first!.start >= (end ?? Infinity)
        ? rest
        : [{ ...first!, end }, ...rest],
  ];

Deno.test("property: equal digests mean that nobody is shown anything else", () => {
  let alike = 0;
  const edits = fc.record({
    shifts: fc.array(shift, { minLength: 1, maxLength: 8 }),
    other: shift,
    edit: fc.constantFrom(...EDITS),
  });
  fc.assert(
    fc.property(edits, ({ shifts, other, edit }) => {
      const edited = edit(shifts, other);
      const [before, after] = [shifts, edited].map((each) =>
        rosterDigest(each, [], AT, shownTogether(config))
      );
      if (before !== after) return;
      alike++;
      assertEquals(shownTo(edited), shownTo(shifts));
    }),
    { numRuns: 6000 },
  );
  assert(alike > 600, `only ${alike} pairs had the same digest`);
});
