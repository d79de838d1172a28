import { assert, assertEquals } from "@std/assert";
import type { ReadRoster, RosterReading } from "../../rosters/port.ts";
import {
  readRosters,
  rosterOf,
  withKnownStates,
  withoutPlaceholders,
} from "../../rosters/read_rosters.ts";
import { SOURCE, TOKEN, WINDOW } from "./fake_pagerduty.ts";
import { fakeClock } from "./fake_vendor.ts";
import { BOB, rosterShift } from "./roster_shift.ts";

const STATES = ["on_call", "pto"];
const CONTEXT = {
  stopAtMs: Infinity,
  env: { PAGERDUTY_TOKEN: TOKEN },
  timeZone: "UTC",
  clock: fakeClock(),
};

function reading(changes: Partial<RosterReading>): RosterReading {
  return {
    shifts: [],
    unreadable: [],
    rejected: [],
    schedules: [],
    ...changes,
  };
}

/** Reads the sources `a`, `b`, … with the adapters given. */
function readAll(adapters: Record<string, ReadRoster>) {
  const sources = Object.keys(adapters).map((id) => ({ ...SOURCE, id }));
  return readRosters(sources, STATES, WINDOW, CONTEXT, ({ id }) => {
    const adapter = adapters[id];
    assert(adapter);
    return adapter;
  });
}

Deno.test("a schedule with an unknown state is unreadable; other schedules count", async () => {
  const shift = rosterShift();
  const gone = { source: "a", schedule: "P9", reason: "gone" };
  const all = await readAll({
    a: () =>
      Promise.resolve(reading({
        shifts: [shift, rosterShift({ state: "holiday", source: "a" })],
        unreadable: [gone],
      })),
  });
  assertEquals(all.shifts, [shift]);
  assertEquals(all.unreadable.map(({ schedule }) => schedule), ["P9", "PS1"]);
  const { reason } = all.unreadable[1]!;
  assert(reason.includes(`"holiday"`) && reason.includes("(on_call, pto)"));
});

Deno.test("all sources are read at the same time and sorted", async () => {
  const waiting: (() => void)[] = [];
  const meet = () =>
    new Promise<void>((resolve) => {
      if (waiting.push(resolve) === 2) { for (const go of waiting) go(); }
    });
  const late = rosterShift({ identity: BOB, start: 500, end: null });
  const all = await readAll({
    b: async () => {
      await meet();
      return reading({
        shifts: [late],
        unreadable: [
          { source: "b", schedule: "P2", reason: "gone" },
          { source: "b", schedule: "P1", reason: "gone" },
        ],
        rejected: [{ source: "b", reason: "backwards" }],
        schedules: [{ source: "b", schedule: "P3", name: "Third" }],
      });
    },
    a: async () => {
      await meet();
      return reading({
        shifts: [rosterShift()],
        rejected: [{ source: "a", reason: "backwards" }],
      });
    },
  });
  assertEquals(all, {
    shifts: [rosterShift(), late],
    unreadable: [
      { source: "b", schedule: "P1", reason: "gone" },
      { source: "b", schedule: "P2", reason: "gone" },
    ],
    rejected: [
      { source: "a", reason: "backwards" },
      { source: "b", reason: "backwards" },
    ],
    schedules: [{ source: "b", schedule: "P3", name: "Third" }],
  });
});

Deno.test("if an adapter throws, only its source is unreadable and no secret is shown", async () => {
  const { shifts, unreadable } = await readAll({
    a: () => Promise.reject(new Error(`broken: ${TOKEN}`)),
    b: () => Promise.resolve(reading({ shifts: [rosterShift()] })),
    c: () => {
      throw "just text";
    },
  });
  assertEquals(shifts, [rosterShift()]);
  const failed = "reading it failed unexpectedly: ";
  assertEquals(unreadable, [
    { source: "a", schedule: null, reason: `${failed}Error: broken: …` },
    { source: "c", schedule: null, reason: `${failed}just text` },
  ]);
});

Deno.test("a source of type pagerduty is read from PagerDuty", async () => {
  const { unreadable } = await readRosters([SOURCE], STATES, WINDOW, {
    ...CONTEXT,
    env: {},
  });
  const [only] = unreadable;
  assertEquals(only?.source, "pd");
  assert(only?.reason.includes("PAGERDUTY_TOKEN is not set"));
  assertEquals(typeof rosterOf(SOURCE), "function");
});

Deno.test("an unknown state is reported once for a schedule", () => {
  const known = rosterShift();
  const unknown = rosterShift({ state: "holiday", source: "hr" });
  const { shifts, unreadable } = withKnownStates(
    [known, unknown, { ...unknown, start: 150 }],
    ["on_call", "pto"],
  );
  assertEquals(shifts, [known]);
  assertEquals(unreadable, [{
    source: "hr",
    schedule: unknown.schedule,
    reason: `it gives the state "holiday", which is not among those of ` +
      "shiftlight.config.ts (on_call, pto)",
  }]);
});

Deno.test("shifts of placeholders are left out, by name or e-mail", () => {
  const shift = (name: string, email: string | null) =>
    rosterShift({ identity: { key: "pagerduty:P1", name, email } });
  const real = [
    rosterShift({ identity: BOB }),
    shift("Nobody Knows", "nobody.knows@example.com"),
  ];
  const gone = [
    shift(" nobody ", null),
    shift("NOBODY", "x@example.com"),
    shift("Filler", "filler@example.com"),
  ];
  const placeholders = ["Nobody", " Filler@Example.com "];
  assertEquals(withoutPlaceholders([...gone, ...real], placeholders), real);
  assertEquals(withoutPlaceholders(gone, []), gone);
});

Deno.test("gaps of a minute or less are closed across sources, of one person and state each", async () => {
  const first = rosterShift({ source: "a", start: 0, end: 600 });
  const next = { source: "b", start: 660, end: 900 };
  const cases: [Partial<typeof first>, number][] = [
    [{}, 660],
    [{ level: 2, schedule: "PS2" }, 660],
    [{ start: 661 }, 600],
    [{ state: "pto" }, 600],
    [{ identity: BOB }, 600],
  ];
  for (const [changes, end] of cases) {
    const second = rosterShift({ ...next, ...changes });
    const all = await readAll({
      a: () => Promise.resolve(reading({ shifts: [first] })),
      b: () => Promise.resolve(reading({ shifts: [second] })),
    });
    assertEquals(all.shifts, [{ ...first, end }, second]);
  }
});
