import { assertEquals } from "@std/assert";
import fc from "fast-check";
import type { Claim } from "../../reconciler/claim.ts";
import type { Consent } from "../../reconciler/consent.ts";
import { joinedShift, type Shift } from "../../reconciler/shift.ts";
import {
  priorityOf,
  wantedFor,
  winningShift,
} from "../../reconciler/wanted.ts";
import {
  ALL_READ,
  type Blindness,
  claim,
  consent,
  END,
  HOUR,
  NOW,
  RULES,
  shift,
  SOURCE_UNREADABLE,
  unmapped,
} from "./samples.ts";

Deno.test("precedence: state, level, latest end and start, source, label and the rest", () => {
  const base = shift({
    state: "pto",
    level: 2,
    start: 100,
    source: "b",
    label: "b",
    schedule: "b",
    identity: "b",
  });
  const better: [why: string, shift: Shift][] = [
    ["state", shift({ state: "on_call", level: 9, start: 0 })],
    ["level", { ...base, level: 1, start: 0, source: "z" }],
    ["later end", { ...base, end: END + 1, start: 0, source: "z" }],
    ["no end", { ...base, end: null, start: 0, source: "z" }],
    ["later start", { ...base, start: 101, source: "z" }],
    ["source", { ...base, source: "a", label: "z" }],
    ["label", { ...base, label: "a", schedule: "z" }],
    ["schedule", { ...base, schedule: "a", identity: "z" }],
    ["identity", { ...base, identity: "a" }],
  ];
  for (const [why, winner] of better) {
    assertEquals(winningShift([base, winner], RULES), winner, why);
    assertEquals(winningShift([winner, base], RULES), winner, why);
  }
});

Deno.test("no shift wins among none, nor one whose state is not configured", () => {
  assertEquals(winningShift([], RULES), null);
  const gone = shift({ state: "gone" });
  assertEquals(winningShift([gone], RULES), null);
  assertEquals(winningShift([gone, shift()], RULES), shift());
  assertEquals(priorityOf(gone, RULES), -Infinity);
});

const anyShift: fc.Arbitrary<Shift> = fc.record({
  person: fc.constant("UALICE"),
  state: fc.constantFrom("on_call", "pto", "focus", "gone"),
  start: fc.constantFrom(0, 100, 200),
  end: fc.constantFrom(null, 300, 400),
  source: fc.constantFrom("a", "b"),
  schedule: fc.constantFrom("S1", "S2"),
  identity: fc.constantFrom("email:a", "email:b"),
  label: fc.constantFrom("x", "y"),
  level: fc.integer({ min: 1, max: 2 }),
});

Deno.test("property: the winning shift is independent of the order", () => {
  const orders = fc.array(anyShift, { maxLength: 12 }).chain((shifts) =>
    fc.tuple(
      fc.constant(shifts),
      fc.shuffledSubarray(shifts, { minLength: shifts.length }),
    )
  );
  fc.assert(
    fc.property(orders, ([shifts, shuffled]) => {
      const before = structuredClone(shifts);
      const winner = winningShift(shifts, RULES);
      assertEquals(winningShift(shuffled, RULES), winner);
      assertEquals(shifts, before, "the list was changed");
    }),
    { numRuns: 500 },
  );
});

Deno.test("property: nothing configured outranks the winner", () => {
  fc.assert(fc.property(fc.array(anyShift), (shifts) => {
    const winner = winningShift(shifts, RULES);
    const known = shifts.filter(({ state }) => state in RULES);
    assertEquals(winner === null, known.length === 0);
    const highest = Math.max(
      ...known.map(({ state }) => RULES[state]!.priority),
    );
    if (winner) assertEquals(RULES[winner.state]!.priority, highest);
  }));
});

interface Case {
  name: string;
  shifts?: Shift[];
  consent?: Consent | null;
  claim?: Claim | null;
  blindness?: Blindness;
  now?: number;
  kind: string;
  state?: string;
  reason?: string;
}

const PTO = shift({ state: "pto", source: "hr", label: "", schedule: "" });

const ONE_SCHEDULE: Blindness = {
  unreadable: [{ source: "pd", schedule: "PS1", reason: "HTTP 404" }],
  unmapped: [],
};

const OTHER_SCHEDULE: Blindness = {
  unreadable: [{ source: "pd", schedule: "PS2", reason: "HTTP 404" }],
  unmapped: [],
};

const OTHER_SOURCE: Blindness = {
  unreadable: [{ source: "hr", schedule: null, reason: "HTTP 500" }],
  unmapped: [],
};

/** What somebody has on a schedule. */
function onSchedule(identity: string, schedule = "PS1"): Blindness {
  const reason = "an event makes no sense";
  return {
    unreadable: [{ source: "pd", schedule, identity, reason }],
    unmapped: [],
  };
}

const onlyPto = consent({ states: ["pto"] });
const withdrawn = consent({ withdrawn_at: NOW });
const leave = claim({ shift: PTO });

/** On call came over leave that had been left to the person. */
function declining(phase: "yielded" | "skipped"): Claim {
  return claim({ suppressed: [{ shift: PTO, phase }] });
}

const CASES: Case[] = [
  { name: "no shift", shifts: [], kind: "nothing", reason: "no shift" },
  {
    name: "consented",
    kind: "shift",
    state: "on_call",
    reason: "on_call: Payments",
  },
  { name: "without label", shifts: [PTO], kind: "shift", reason: "pto" },
  { name: "not begun", now: shift().start - 1, kind: "nothing" },
  { name: "just over", now: END, kind: "nothing" },
  {
    name: "never asked",
    consent: null,
    kind: "unconsented",
    reason: "not opted in for on_call",
  },
  {
    name: "state not ticked",
    consent: onlyPto,
    kind: "unconsented",
    state: "on_call",
    reason: "not opted in for on_call",
  },
  {
    name: "withdrawn",
    consent: withdrawn,
    kind: "unconsented",
    reason: "opted out",
  },
  {
    name: "the ticked one of two",
    shifts: [shift(), PTO],
    consent: onlyPto,
    kind: "shift",
    state: "pto",
  },
  {
    name: "over, as recorded",
    claim: claim(),
    shifts: [],
    now: END,
    kind: "nothing",
    reason: "shift over",
  },
  {
    name: "gone before its end",
    claim: claim(),
    shifts: [],
    kind: "nothing",
    reason: "no longer on the roster",
  },
  {
    name: "gone without an end",
    claim: claim({ shift: shift({ end: null }) }),
    shifts: [],
    kind: "nothing",
    reason: "no longer on the roster",
  },
  {
    name: "gone, and unticked",
    claim: claim(),
    shifts: [],
    consent: onlyPto,
    kind: "nothing",
    reason: "opted out",
  },
  {
    name: "source unreadable",
    claim: claim(),
    shifts: [],
    blindness: SOURCE_UNREADABLE,
    kind: "unknown",
    reason: "pd could not be read",
  },
  {
    name: "source unreadable past the recorded end",
    claim: claim(),
    shifts: [],
    now: END + HOUR,
    blindness: SOURCE_UNREADABLE,
    kind: "unknown",
  },
  {
    name: "its schedule unreadable",
    claim: claim(),
    shifts: [],
    blindness: ONE_SCHEDULE,
    kind: "unknown",
  },
  {
    name: "another schedule unreadable",
    claim: claim(),
    shifts: [],
    blindness: OTHER_SCHEDULE,
    kind: "nothing",
  },
  {
    name: "another source unreadable",
    claim: claim(),
    shifts: [],
    blindness: OTHER_SOURCE,
    kind: "nothing",
  },
  {
    name: "what they have on its schedule unreadable",
    claim: claim(),
    shifts: [],
    blindness: onSchedule(shift().identity),
    kind: "unknown",
    reason: "email:alice@example.com on pd could not be read",
  },
  {
    name: "the same past the recorded end",
    claim: claim(),
    shifts: [],
    now: END,
    blindness: onSchedule(shift().identity),
    kind: "nothing",
    reason: "shift over",
  },
  {
    name: "the same while all that is recorded can be read",
    claim: claim(),
    shifts: [shift()],
    blindness: onSchedule(shift().identity),
    kind: "shift",
  },
  {
    name: "the same while a part of it can be read",
    claim: claim(),
    shifts: [shift({ end: END - 1 })],
    blindness: onSchedule(shift().identity),
    kind: "unknown",
  },
  {
    name: "the same while another's can be read",
    claim: claim(),
    shifts: [shift({ schedule: "PS2" })],
    blindness: onSchedule(shift().identity),
    kind: "unknown",
  },
  {
    name: "its schedule unreadable but for the shift",
    claim: claim(),
    shifts: [shift()],
    blindness: ONE_SCHEDULE,
    kind: "unknown",
  },
  {
    name: "the same of a shift without an end",
    claim: claim({ shift: shift({ end: null }) }),
    shifts: [],
    now: END + HOUR,
    blindness: onSchedule(shift().identity),
    kind: "unknown",
  },
  {
    name: "what they have on another schedule unreadable",
    claim: claim(),
    shifts: [],
    blindness: onSchedule(shift().identity, "PS2"),
    kind: "nothing",
  },
  {
    name: "what another has on its schedule unreadable",
    claim: claim(),
    shifts: [],
    blindness: onSchedule("email:bob@example.com"),
    kind: "nothing",
  },
  {
    name: "identity not mapped",
    claim: claim(),
    shifts: [],
    blindness: unmapped(shift().identity),
    kind: "unknown",
    reason: "email:alice@example.com could not be mapped to Slack",
  },
  {
    name: "another's identity not mapped",
    claim: claim(),
    shifts: [],
    blindness: unmapped("email:bob@example.com"),
    kind: "nothing",
  },
  {
    name: "unreadable, but higher elsewhere",
    claim: leave,
    shifts: [shift()],
    blindness: OTHER_SOURCE,
    kind: "shift",
    state: "on_call",
  },
  {
    name: "unreadable, and lower elsewhere",
    claim: claim(),
    shifts: [PTO],
    blindness: SOURCE_UNREADABLE,
    kind: "unknown",
  },
  {
    name: "unreadable, and the same state elsewhere",
    claim: claim(),
    shifts: [shift({ source: "ical" })],
    blindness: SOURCE_UNREADABLE,
    kind: "unknown",
  },
  {
    name: "unreadable, higher elsewhere but not ticked",
    claim: leave,
    shifts: [shift()],
    consent: onlyPto,
    blindness: OTHER_SOURCE,
    kind: "unknown",
  },
  {
    name: "not mapped, but higher elsewhere",
    claim: leave,
    shifts: [shift({ identity: "U" })],
    blindness: unmapped(PTO.identity),
    kind: "shift",
    state: "on_call",
  },
  {
    name: "unreadable, consent withdrawn",
    claim: claim(),
    shifts: [],
    consent: withdrawn,
    blindness: SOURCE_UNREADABLE,
    kind: "nothing",
    reason: "opted out",
  },
  {
    name: "unreadable, state unticked",
    claim: claim(),
    shifts: [],
    consent: onlyPto,
    blindness: SOURCE_UNREADABLE,
    kind: "nothing",
    reason: "opted out",
  },
  {
    name: "unreadable, state unticked, another wanted",
    claim: claim(),
    shifts: [PTO],
    consent: onlyPto,
    blindness: SOURCE_UNREADABLE,
    kind: "shift",
    state: "pto",
  },
  {
    name: "unreadable, consent deleted",
    claim: claim(),
    shifts: [],
    consent: null,
    blindness: SOURCE_UNREADABLE,
    kind: "nothing",
    reason: "opted out",
  },
  {
    name: "suppressed by a change",
    claim: declining("yielded"),
    shifts: [PTO],
    kind: "nothing",
  },
  {
    name:
      "suppressed by a change, but they chose resume: another one shows first",
    claim: declining("yielded"),
    shifts: [PTO],
    consent: consent({ after_manual_change: "resume" }),
    kind: "nothing",
  },
  {
    name: "suppressed by a change, but they chose resume: none shows any more",
    claim: { ...declining("yielded"), status: null },
    shifts: [PTO],
    consent: consent({ after_manual_change: "resume" }),
    kind: "shift",
    state: "pto",
  },
  {
    name: "suppressed by their answer",
    claim: declining("skipped"),
    shifts: [PTO],
    consent: consent({ on_own_status: "skip" }),
    kind: "nothing",
  },
  {
    name: "suppressed by an answer they changed",
    claim: declining("skipped"),
    shifts: [PTO],
    kind: "shift",
    state: "pto",
  },
  {
    name: "another shift than the suppressed one",
    claim: declining("yielded"),
    shifts: [{ ...PTO, start: END, end: null }],
    now: END,
    kind: "shift",
    state: "pto",
  },
  {
    name: "a lower one beside the suppressed one",
    claim: declining("yielded"),
    shifts: [PTO, shift({ state: "focus" })],
    kind: "shift",
    state: "focus",
  },
  {
    name: "one suppressed, the other not ticked",
    claim: declining("yielded"),
    shifts: [shift(), PTO],
    consent: onlyPto,
    kind: "unconsented",
    state: "on_call",
  },
  {
    name: "unreadable, and nothing is ours",
    shifts: [],
    blindness: SOURCE_UNREADABLE,
    kind: "nothing",
    reason: "no shift",
  },
];

Deno.test("what is wanted, by rosters, consent, claim and what is unknown", async (t) => {
  for (const one of CASES) {
    await t.step(one.name, () => {
      const wanted = wantedFor(
        one.shifts ?? [shift()],
        one.consent === undefined ? consent() : one.consent,
        one.claim ?? null,
        one.blindness ?? ALL_READ,
        RULES,
        one.now ?? NOW,
      );
      assertEquals(wanted.kind, one.kind);
      if (one.reason) assertEquals(wanted.reason, one.reason);
      const state = "shift" in wanted ? wanted.shift.state : undefined;
      if (one.state) assertEquals(state, one.state);
    });
  }
});

const SEARCH = shift({ source: "ical", schedule: "", label: "Search" });
const BOTH = claim({ shift: joinedShift(shift(), [SEARCH], NOW) });
const level_texts = { "2": "Backup until {until}" };
const LEVELS = { ...RULES, on_call: { ...RULES.on_call!, level_texts } };

function wants(
  shifts: Shift[],
  held: Claim | null = null,
  blindness: Blindness = ALL_READ,
  rules = RULES,
) {
  const wanted = wantedFor(shifts, consent(), held, blindness, rules, NOW);
  return wanted.kind === "shift"
    ? [wanted.shift.label, wanted.shift.end]
    : wanted.kind;
}

Deno.test("shifts of one state that touch or overlap are wanted as one", () => {
  const next = shift({ start: END, end: END + HOUR, label: "Next" });
  const gap = shift({ start: END + 2 * HOUR, end: null });
  const leave = { ...PTO, start: END, end: null };
  const shifts = [gap, SEARCH, leave, next, shift()];
  assertEquals(wants(shifts), ["Payments, Search", END + HOUR]);
});

Deno.test("another text keeps levels apart, the same joins them", () => {
  const backup = shift({ level: 2, label: "Search", end: END + HOUR });
  assertEquals(wants([backup, shift()]), ["Payments, Search", END + HOUR]);
  const apart = wants([backup, shift()], null, ALL_READ, LEVELS);
  assertEquals(apart, ["Payments", END]);
  const third = { ...backup, level: 3, label: "Core", end: null };
  const behind = wants([backup, third], null, ALL_READ, LEVELS);
  assertEquals(behind, ["Search, Core", null]);
});

Deno.test("a person who left one part of a joined shift alone left all of it", () => {
  const left = shift({ start: NOW - HOUR, end: NOW });
  const other = claim({
    shift: PTO,
    suppressed: [{ shift: left, phase: "put_back" }],
  });
  // Under way now is what touches it, by way of another.
  const between = shift({ start: NOW - HOUR / 2, end: NOW, schedule: "P2" });
  const touching = shift({ start: NOW, end: END, schedule: "P3" });
  assertEquals(wants([between, touching], other), "nothing");
  const apart = shift({ start: NOW, end: END, schedule: "P3" });
  assertEquals(wants([apart], other), ["Payments", END]);
});

Deno.test("a joined shift stays as it is while one of its origins is unknown", () => {
  const blind: Blindness[] = [
    SOURCE_UNREADABLE,
    {
      unreadable: [{ source: "ical", schedule: null, reason: "" }],
      unmapped: [],
    },
    unmapped(SEARCH.identity),
  ];
  for (const blindness of blind) {
    assertEquals(wants([shift()], BOTH, blindness), "unknown");
    assertEquals(wants([], BOTH, blindness), "unknown");
  }
  assertEquals(wants([shift()], BOTH, OTHER_SOURCE), ["Payments", END]);
  // Made of one that can be read, it stands.
  const payments = claim();
  assertEquals(wants([shift()], payments, blind[1]), ["Payments", END]);
});

Deno.test("the reason says that an operator put a shift back", () => {
  const held = claim();
  const suppressed = [{ shift: held.shift, phase: "put_back" as const }];
  const wanted = wantedFor(
    [held.shift],
    consent(),
    { ...held, suppressed: suppressed },
    ALL_READ,
    RULES,
    NOW,
  );
  assertEquals(wanted, {
    kind: "nothing",
    reason: "an operator restored this person",
  });
});

Deno.test("a claim ends for its own reason, even if a shift that is not allowed goes on", () => {
  const held = claim({ shift: shift({ start: NOW - HOUR, end: NOW }) });
  const leave = shift({ state: "pto", start: NOW - HOUR, end: null });
  const only = consent({ states: [held.shift.state] });
  const wanted = wantedFor([leave], only, held, ALL_READ, RULES, NOW);
  assertEquals([wanted.kind, wanted.reason], ["unconsented", "shift over"]);
  const fresh = wantedFor([leave], only, null, ALL_READ, RULES, NOW);
  assertEquals(fresh.reason, "not opted in for pto");
});
