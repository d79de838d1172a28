import { assert, assertEquals, assertNotEquals } from "@std/assert";
import { changesBetween } from "../../../talking/notices/changes.ts";
import type { Notice } from "../../../talking/notices/notice.ts";
import {
  type AssignedTime,
  stateOf,
} from "../../../talking/notices/schedule_state.ts";
import { NOON } from "../answer_samples.ts";
import { HOUR, PAYMENTS, time } from "./roster_model.ts";

/** A reading at some hours after noon of the next two days. */
function read(shifts: AssignedTime[], hours = 0) {
  const from = NOON + hours * HOUR;
  return stateOf(shifts, { from, until: from + 48 * HOUR });
}

interface Compared {
  told: AssignedTime[];
  last: AssignedTime[];
  /** When it is read, in hours from noon. */
  at?: number;
}

function notices({ told, last, at = 0 }: Compared): Notice[] {
  return changesBetween(
    PAYMENTS,
    read(told),
    { state: read(last, at) },
    NOON + at * HOUR,
  ).notices;
}

const hours = (at: number | null) => at === null ? "…" : (at - NOON) / HOUR;

/** `Swapped Bob 8-16, was Ann 8-16`, in hours from noon. */
function shown({ name, who, start, end, was }: Notice): string {
  const before = was
    ? `, was ${was.who!.name} ${hours(was.start)}-${hours(was.end)}`
    : "";
  const whose = who ? `${who.name} ` : "";
  return `${name.replace("Assignment", "")} ${whose}${hours(start)}-${
    hours(end)
  }${before}`;
}

const ANN = time("Ann", 8, 16);
const BOB = time("Bob", 16, 24);

const CASES: [what: string, compared: Compared, expected: string[]][] = [
  ["a shift is added", { told: [], last: [ANN] }, ["Confirmed Ann 8-16"]],
  [
    "a shift without an end is added",
    { told: [], last: [time("Ann", 8, null)] },
    ["Confirmed Ann 8-…"],
  ],
  [
    "a shift is removed",
    { told: [ANN, BOB], last: [BOB] },
    ["Cancelled Ann 8-16", "CoverageLost 8-16"],
  ],
  [
    "a shift is moved",
    { told: [ANN], last: [time("Ann", 9, 17)] },
    ["Moved Ann 9-17, was Ann 8-16", "CoverageLost 8-9"],
  ],
  [
    "a shift is moved to another day",
    { told: [ANN], last: [time("Ann", 32, 40)] },
    ["CoverageLost 8-16", "Moved Ann 32-40, was Ann 8-16"],
  ],
  [
    "a shift is given to somebody",
    { told: [ANN], last: [time("Bob", 8, 16)] },
    ["Swapped Bob 8-16, was Ann 8-16"],
  ],
  [
    "a shift is given to somebody and moved",
    { told: [ANN], last: [time("Bob", 9, 17)] },
    ["CoverageLost 8-9", "Swapped Bob 9-17, was Ann 8-16"],
  ],
  [
    "two people exchange their shifts",
    { told: [ANN, BOB], last: [time("Bob", 8, 16), time("Ann", 16, 24)] },
    ["Swapped Bob 8-16, was Ann 8-16", "Swapped Ann 16-24, was Bob 16-24"],
  ],
  [
    "a handoff is moved",
    { told: [ANN, BOB], last: [time("Ann", 8, 17), time("Bob", 17, 24)] },
    ["Moved Ann 8-17, was Ann 8-16", "Moved Bob 17-24, was Bob 16-24"],
  ],
  [
    "somebody takes a part",
    {
      told: [ANN],
      last: [time("Ann", 8, 10), time("Cy", 10, 12), time("Ann", 12, 16)],
    },
    ["Swapped Cy 10-12, was Ann 10-12"],
  ],
  [
    "somebody takes the shift before their own",
    { told: [ANN, BOB], last: [time("Bob", 8, 24)] },
    ["Swapped Bob 8-16, was Ann 8-16"],
  ],
  [
    "three people share a shift",
    {
      told: [time("Ann", 0, 30)],
      last: [time("Bob", 0, 10), time("Cy", 10, 20), time("Di", 20, 30)],
    },
    [
      "Swapped Bob 0-10, was Ann 0-10",
      "Swapped Cy 10-20, was Ann 10-20",
      "Swapped Di 20-30, was Ann 20-30",
    ],
  ],
  [
    "one shift is removed and another one added, which overlaps it a little",
    { told: [time("Ann", 0, 16)], last: [time("Bob", 15, 31)] },
    ["Moved Ann 0-0, was Ann 0-16", "CoverageLost 0-15", "Confirmed Bob 15-31"],
  ],
  [
    "a level is left without anyone, another one is not",
    {
      told: [ANN, time("Bob", 8, 16, { level: 2 })],
      last: [time("Bob", 8, 16, { level: 2 })],
    },
    ["Cancelled Ann 8-16"],
  ],
  [
    "a gap is widened: only what was covered is lost",
    { told: [ANN, time("Bob", 20, 24)], last: [time("Bob", 20, 24)] },
    ["Cancelled Ann 8-16", "CoverageLost 8-16"],
  ],
];

Deno.test("what changed is told as what people would call it", () => {
  for (const [what, compared, expected] of CASES) {
    const sorted = notices(compared).map(shown).sort();
    assertEquals(sorted, [...expected].sort(), what);
  }
});

const QUIET: [what: string, compared: Compared][] = [
  ["nothing changed", { told: [ANN, BOB], last: [ANN, BOB] }],
  ["time moved on", { told: [ANN], last: [ANN, time("Bob", 50, 58)], at: 12 }],
  [
    "the end came into view",
    { told: [time("Ann", 40, null)], last: [time("Ann", 40, 60)], at: 24 },
  ],
  ["what is over is not listed", { told: [ANN, BOB], last: [BOB], at: 17 }],
  ["what is over was changed", {
    told: [ANN],
    last: [time("Bob", 8, 16)],
    at: 17,
  }],
  ["an override by the same person", {
    told: [ANN],
    last: [ANN, time("Ann", 10, 12)],
  }],
  ["the shift is cut in two", {
    told: [ANN],
    last: [time("Ann", 8, 12), time("Ann", 12, 16)],
  }],
  ["the end is written as a minute before", {
    told: [ANN, time("Ann", 16, 20)],
    last: [{ ...ANN, end: ANN.end! - 60 }, time("Ann", 16, 20)],
  }],
  ["the shift under way began earlier than was told", {
    told: [ANN],
    last: [time("Ann", 7, 16)],
    at: 9,
  }],
];

Deno.test("what changes nothing for anyone is not told", () => {
  for (const [what, compared] of QUIET) {
    assertEquals(notices(compared).map(shown), [], what);
  }
});

Deno.test("of a shift under way the end moves, or somebody takes over", () => {
  const cases: [last: AssignedTime[], expected: string[]][] = [
    [[time("Ann", 8, 14)], [
      "Moved Ann 8-14, was Ann 8-16",
      "CoverageLost 14-16",
    ]],
    [[time("Ann", 8, 18)], ["Moved Ann 8-18, was Ann 8-16"]],
    [[time("Ann", 9, 18)], ["Moved Ann 8-18, was Ann 8-16"]],
    [[], ["Moved Ann 8-10, was Ann 8-16", "CoverageLost 10-16"]],
    [[time("Bob", 8, 16)], ["Swapped Bob 8-16, was Ann 8-16"]],
    [[time("Ann", 8, 10), time("Bob", 10, 16)], [
      "Swapped Bob 10-16, was Ann 8-16",
    ]],
    [[time("Ann", 8, 12), time("Bob", 12, 16)], [
      "Swapped Bob 12-16, was Ann 12-16",
    ]],
    [[time("Ann", 20, 28)], [
      "Moved Ann 8-10, was Ann 8-16",
      "CoverageLost 10-16",
      "Confirmed Ann 20-28",
    ]],
  ];
  for (const [last, expected] of cases) {
    assertEquals(
      notices({ told: [ANN], last, at: 10 }).map(shown).sort(),
      expected.sort(),
    );
  }
});

Deno.test("a first reading tells nothing, and is what is compared with", () => {
  const state = read([ANN]);
  assertEquals(changesBetween(PAYMENTS, null, { state }, NOON), {
    notices: [],
    next: state,
  });
  assertEquals(
    changesBetween(PAYMENTS, null, { state: null }, NOON),
    { notices: [], next: null },
  );
});

Deno.test("an unreadable schedule is compared with the same state once it is back", () => {
  const told = read([ANN, BOB]);
  const away = changesBetween(PAYMENTS, told, { state: null }, NOON + 9 * HOUR);
  assertEquals(away, { notices: [], next: told });
  const back = (last: AssignedTime[]) =>
    changesBetween(
      PAYMENTS,
      away.next,
      { state: read(last, 10) },
      NOON + 10 * HOUR,
    ).notices.map(shown);
  assertEquals(back([ANN, BOB]), []);
  assertEquals(back([ANN]).sort(), [
    "Cancelled Bob 16-24",
    "CoverageLost 16-24",
  ]);
});

Deno.test("after an outage longer than what was known it starts afresh", () => {
  const told = read([ANN]);
  const state = read([time("Bob", 50, 60)], 49);
  assertEquals(
    changesBetween(PAYMENTS, told, { state }, NOON + 49 * HOUR),
    { notices: [], next: state },
  );
});

Deno.test("somebody who could not be read keeps their shifts, and the others are told", () => {
  const told = read([ANN, BOB]);
  const unread = new Set([BOB.identity]);
  const first = changesBetween(
    PAYMENTS,
    told,
    { state: read([time("Ann", 8, 15)], 4), unread },
    NOON + 4 * HOUR,
  );
  assertEquals(first.notices.map(shown).sort(), [
    "CoverageLost 15-16",
    "Moved Ann 8-15, was Ann 8-16",
  ]);
  const back = (...shifts: AssignedTime[]) =>
    changesBetween(
      PAYMENTS,
      first.next,
      { state: read([time("Ann", 8, 15), ...shifts], 5) },
      NOON + 5 * HOUR,
    ).notices.map(shown);
  // What came into view meanwhile was not known of them.
  assertEquals(back(BOB, time("Bob", 49, 51)), []);
  assertEquals(back(time("Bob", 16, 22)).sort(), [
    "CoverageLost 22-24",
    "Moved Bob 16-22, was Bob 16-24",
  ]);
});

Deno.test("an id is the same until it was told, and another one afterwards", () => {
  const told = read([BOB]);
  const idsAt = (at: number, from = told, last = [ANN, BOB]) =>
    changesBetween(
      PAYMENTS,
      from,
      { state: read(last, at) },
      NOON + at * HOUR,
    );
  const first = idsAt(1);
  assertEquals(first.notices.map(({ id }) => id), [
    idsAt(3).notices[0]!.id,
  ]);
  const without = idsAt(2, first.next!, [BOB]);
  const again = idsAt(3, without.next!);
  assertEquals(again.notices.map(shown), first.notices.map(shown));
  assertNotEquals(again.notices[0]!.id, first.notices[0]!.id);
});

Deno.test("the id of what ended early, or of an end out of view, does not say when it was found", () => {
  const idsAt = (at: number, told: AssignedTime[], last: AssignedTime[]) =>
    notices({ told, last, at }).map(({ id }) => id);
  assertEquals(idsAt(9, [ANN], []), idsAt(10, [ANN], []));
  // The end is known only to the later reading.
  const open = idsAt(1, [], [time("Ann", 40, null)]);
  assertEquals(open, idsAt(20, [], [time("Ann", 40, 60)]));
  assert(open.length === 1);
});

Deno.test("a rename between two tries gives the same ids", () => {
  const idOf = (name: string, schedule: string) =>
    changesBetween(
      { ...PAYMENTS, name: schedule },
      read([]),
      { state: read([{ ...ANN, name }]) },
      NOON,
    ).notices[0]!.id;
  assertEquals(idOf("Ann", "Payments"), idOf("Ann B.", "Pay"));
});
