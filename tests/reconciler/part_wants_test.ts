import { assertEquals } from "@std/assert";
import { joinedShift } from "../../reconciler/shift.ts";
import type { Relation } from "../../reconciler/part.ts";
import {
  dndWant,
  ownClaim,
  presenceWant,
  statusWant,
} from "../../reconciler/part_wants.ts";
import {
  claim,
  consent,
  contextIn,
  DAY,
  END,
  HOUR,
  MINUTE,
  NOW,
  OUR_LEAVE,
  OURS,
  RULES,
  shift,
  SOURCE_UNREADABLE,
  statusPart,
  type World,
} from "./samples.ts";

const PTO = shift({ state: "pto", label: "" });
const BOTH = joinedShift(shift(), [shift({ schedule: "PS2" })], NOW);
const onLeave = claim({
  shift: PTO,
  status: statusPart({ wanted: OUR_LEAVE, applied: OUR_LEAVE }),
});
const blind: World = {
  claim: claim(),
  shifts: [],
  blindness: SOURCE_UNREADABLE,
};

Deno.test("how what is wanted relates to the claim", () => {
  const cases: [name: string, world: World, relation: Relation][] = [
    ["no claim", {}, "other_shift"],
    ["no status in it", { claim: claim({ status: null }) }, "other_shift"],
    ["the same", { claim: claim() }, "same"],
    ["another state", { claim: onLeave }, "other_shift"],
    [
      "a later end",
      { claim: claim(), shifts: [shift({ end: END + 60 })] },
      "changed",
    ],
    [
      "no end any more",
      { claim: claim(), shifts: [shift({ end: null })] },
      "changed",
    ],
    [
      "another start",
      { claim: claim(), shifts: [shift({ start: 0 })] },
      "same",
    ],
    [
      "another level",
      { claim: claim(), shifts: [shift({ level: 2 })] },
      "same",
    ],
    [
      "another label",
      { claim: claim(), shifts: [shift({ label: "X" })] },
      "changed",
    ],
    ["another emoji", {
      claim: claim({
        status: statusPart({ wanted: { ...OURS, emoji: ":x:" } }),
      }),
    }, "changed"],
    [
      "the same from elsewhere",
      { claim: claim(), shifts: [shift({ source: "ical" })] },
      "regrouped",
    ],
    ["two of one name", {
      claim: claim(),
      shifts: [shift(), shift({ schedule: "PS2" })],
    }, "regrouped"],
    ["two of one name, as before", {
      claim: claim({ shift: BOTH }),
      shifts: [shift({ schedule: "PS2" }), shift()],
    }, "same"],
    ["one of two is over", { claim: claim({ shift: BOTH }) }, "regrouped"],
    ["two names", {
      claim: claim(),
      shifts: [shift(), shift({ schedule: "PS2", label: "Search" })],
    }, "changed"],
    ["of what is theirs the text does not count", {
      claim: claim({ status: statusPart({ phase: "yielded" }) }),
      shifts: [shift({ label: "X" })],
    }, "same"],
    ["but the end", {
      claim: claim({ status: statusPart({ phase: "deferred" }) }),
      shifts: [shift({ end: END + 60 })],
    }, "regrouped"],
    ["begins where the claim's ends", {
      claim: claim(),
      now: END,
      shifts: [shift({ start: END, end: null })],
    }, "other_shift"],
  ];
  for (const [name, world, relation] of cases) {
    const want = statusWant(contextIn(world));
    assertEquals(want.kind === "present" && want.relation, relation, name);
  }
});

Deno.test("a text or emoji that Slack normalised is not written again", () => {
  const applied = { ...OURS, emoji: ":bell:", text: "On call" };
  const normalised = claim({ status: statusPart({ applied }) });
  const want = statusWant(contextIn({ claim: normalised }));
  assertEquals(want.kind === "present" && want.relation, "same");
});

Deno.test("the reason says what is wanted, and that its end moved", () => {
  const reason = (world: World) => statusWant(contextIn(world)).reason;
  const moved = { claim: claim(), shifts: [shift({ end: END + HOUR })] };
  assertEquals(reason({}), "on call: Payments");
  assertEquals(reason(moved), "on call: Payments, end moved");
  assertEquals(
    reason({ ...moved, shifts: [shift({ label: "X" })] }),
    "on call: X",
  );
  assertEquals(
    reason({ claim: onLeave, shifts: moved.shifts }),
    "on call: Payments",
  );
});

Deno.test("what is not a shift is absent, and what is unknown stays unknown", () => {
  const worlds: [World, kind: "absent" | "unknown"][] = [
    [{ shifts: [] }, "absent"],
    [{ consent: null }, "absent"],
    [{ claim: claim(), shifts: [] }, "absent"],
    [blind, "unknown"],
  ];
  for (const [world, kind] of worlds) {
    const context = contextIn(world);
    assertEquals(statusWant(context).kind, kind);
    assertEquals(dndWant(context).kind, kind);
    assertEquals(presenceWant(context).kind, kind);
    assertEquals(statusWant(context).reason, context.wanted.reason);
    assertEquals(dndWant(context).reason, context.wanted.reason);
  }
});

Deno.test("the expiry follows the state's rule, the crowd and the poll", () => {
  const context = contextIn({});
  const expiration = (changes: Partial<typeof context>) => {
    const want = statusWant({ ...context, ...changes });
    return want.kind === "present" ? want.value.expiration : null;
  };
  assertEquals(expiration({}), END + 21 * MINUTE);
  assertEquals(expiration({ endingTogether: 51 }), END + 22 * MINUTE);
  assertEquals(expiration({ graceSeconds: 65 * MINUTE }), END + 66 * MINUTE);
  const freeze = shift({ state: "deploy_freeze", end: NOW + 9 * DAY });
  const frozen = statusWant(contextIn({ shifts: [freeze] }));
  assertEquals(frozen.kind === "present" && frozen.value.expiration, NOW + DAY);
});

Deno.test("a claim stands only for the same shift", () => {
  assertEquals(ownClaim({ claim: null }, shift()), null);
  assertEquals(ownClaim({ claim: onLeave }, shift()), null);
  assertEquals(ownClaim({ claim: onLeave }, PTO), onLeave);
});

Deno.test("DND and presence wait for the status", () => {
  const expected = {
    held: "present",
    intent: "unknown",
    restoring: "unknown",
    yielded: "unknown",
    skipped: "absent",
    deferred: "absent",
  } as const;
  for (const [phase, kind] of Object.entries(expected)) {
    const status = statusPart({ phase: phase as keyof typeof expected });
    const context = contextIn({
      claim: claim({ shift: PTO, status }),
      shifts: [PTO],
    });
    assertEquals(dndWant(context).kind, kind, phase);
    assertEquals(presenceWant(context).kind, kind, phase);
  }
  const none = contextIn({ shifts: [PTO] });
  assertEquals(dndWant(none).kind, "absent");
  assertEquals(presenceWant(none).kind, "absent");
});

Deno.test("DND and presence need the state's rule and the person's consent", () => {
  const kinds = (world: World) => {
    const context = contextIn({ claim: onLeave, shifts: [PTO], ...world });
    return [dndWant(context).kind, presenceWant(context).kind];
  };
  const focus = shift({ state: "focus" });
  assertEquals(kinds({}), ["present", "present"]);
  assertEquals(kinds({ consent: consent({ dnd: false }) }), [
    "absent",
    "present",
  ]);
  assertEquals(kinds({ consent: consent({ presence: false }) }), [
    "present",
    "absent",
  ]);
  assertEquals(kinds({ shifts: [focus] }), ["present", "absent"]);
  assertEquals(kinds({ shifts: [shift()] }), ["absent", "absent"]);
});

Deno.test("DND and presence say why", () => {
  const context = contextIn({ claim: onLeave, shifts: [PTO] });
  assertEquals(dndWant(context).reason, "notifications off during time off");
  assertEquals(presenceWant(context).reason, "away during time off");
});

Deno.test("the text depends on the level", () => {
  const level_texts = { "2": "Backup for {label} until {until}" };
  const rules = { ...RULES, on_call: { ...RULES.on_call!, level_texts } };
  const textAt = (level: number) => {
    const world = { shifts: [shift({ level })] };
    const want = statusWant({ ...contextIn(world), rules });
    return want.kind === "present" && want.value.text;
  };
  assertEquals(textAt(1), "On call for Payments until 17:00");
  assertEquals(textAt(2), "Backup for Payments until 17:00");
});

Deno.test("the text names all joined schedules that fit", () => {
  const textFor = (...labels: string[]) => {
    const shifts = labels.map((label) => shift({ label, schedule: label }));
    const want = statusWant(contextIn({ shifts }));
    return want.kind === "present" && want.value.text;
  };
  const two = textFor("Search", "Payments");
  assertEquals(two, "On call for Payments, Search until 17:00");
  const long = textFor("A".repeat(60), "B".repeat(60), "C".repeat(60));
  assertEquals(long, `On call for ${"A".repeat(60)} +2 until 17:00`);
});
