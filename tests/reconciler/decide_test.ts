import { assertEquals, assertThrows } from "@std/assert";
import type { Part, PartView, PartWant, Phase } from "../../reconciler/part.ts";
import { afterWrite, decide } from "../../reconciler/decide.ts";
import { resolveDoubt } from "../../reconciler/doubt.ts";
import { decisionFor, needsRead } from "../../reconciler/decision_table.ts";
import {
  EMPTY_STATUS,
  type Status,
  statusKind,
} from "../../reconciler/status.ts";
import {
  ENDS_WITH_GRACE,
  LUNCH,
  NOW,
  OUR_LEAVE,
  OURS,
  statusPart,
} from "./samples.ts";

const WISHES = [
  "absent",
  "unknown",
  "same",
  "renew",
  "changed",
  "other_shift",
] as const;

type Wish = (typeof WISHES)[number];

/** At first sight, in the order of the wishes; `.` is *leave*. */
const FIRST: Record<"none" | Phase, string> = {
  none: ". . start start start start",
  held: "end . . renew change change",
  yielded: "drop . . . . start",
  skipped: "drop . . . . start",
  deferred: "drop . start start start start",
  intent: "",
  restoring: "",
};

function wanting(desired: Wish): PartWant<Status> {
  const reason = "because";
  return desired === "absent" || desired === "unknown"
    ? { kind: desired, reason }
    : { kind: "present", value: OUR_LEAVE, reason, relation: desired };
}

function view(
  part: Part<Status> | null,
  desired: Wish,
  changes: Partial<PartView<Status>> = {},
): PartView<Status> {
  return {
    part,
    want: wanting(desired),
    read: null,
    resolveConflict: () => ({ action: "start" }),
    retrySkipped: false,
    resume: false,
    ...changes,
  };
}

function partIn(phase: "none" | Phase): Part<Status> | null {
  return phase === "none" ? null : statusPart({ phase });
}

Deno.test("the decision table, by phase and what is desired", () => {
  for (
    const [phase, row] of Object.entries(FIRST) as ["none" | Phase, string][]
  ) {
    if (row === "") continue;
    row.split(" ").forEach((look, i) => {
      const one = view(partIn(phase), WISHES[i]!);
      const expected = look === "." ? "noop" : look;
      assertEquals(decisionFor(one), expected, `${phase}, ${WISHES[i]}`);
      const reads = !["noop", "drop"].includes(expected);
      assertEquals(needsRead(one), reads, `${phase}, ${WISHES[i]}`);
    });
  }
});

Deno.test("a part in doubt always needs a read", () => {
  for (const phase of ["intent", "restoring"] as const) {
    for (const desired of WISHES) {
      const one = view(partIn(phase), desired);
      assertEquals(needsRead(one), true);
      assertThrows(() => decide(statusKind, one), Error, "needs a read");
    }
  }
});

Deno.test("a changed answer tries a skipped part again, unless nothing is wanted", () => {
  const cases: [Phase, "retrySkipped" | "resume", string][] = [
    ["skipped", "retrySkipped", "drop . start start start start"],
    ["yielded", "resume", "drop . start start start start"],
    ["yielded", "retrySkipped", FIRST.yielded],
    ["skipped", "resume", FIRST.skipped],
    ["held", "resume", "end . check renew change change"],
    ["held", "retrySkipped", FIRST.held],
  ];
  for (const [phase, answer, row] of cases) {
    const looks = WISHES.map((desired) =>
      decisionFor(view(partIn(phase), desired, { [answer]: true }))
    );
    const expected = row.replaceAll(".", "noop").split(" ");
    assertEquals(looks, expected, `${phase}, ${answer}`);
  }
});

Deno.test("a decision that needs a read throws without one", () => {
  const left = decide(statusKind, view(partIn("held"), "same"));
  assertEquals([left.action, left.reason], ["noop", "because"]);
  assertEquals([left.record, left.write], [false, null]);
  const forgotten = decide(statusKind, view(partIn("skipped"), "absent"));
  assertEquals([forgotten.action, forgotten.part], ["drop", null]);
  assertEquals(forgotten.record, true);
  assertThrows(
    () => decide(statusKind, view(null, "same")),
    Error,
    "needs a read",
  );
});

Deno.test("a policy to leave it writes and records nothing", () => {
  const decision = decide(
    statusKind,
    view(null, "other_shift", {
      read: { value: LUNCH, at: NOW },
      resolveConflict: () => ({ action: "noop", reason: "not now" }),
    }),
  );
  assertEquals(decision, {
    action: "noop",
    reason: "not now",
    part: null,
    record: false,
    write: null,
    before: null,
    after: null,
  });
});

Deno.test("an empty value is never asked about", () => {
  const decision = decide(
    statusKind,
    view(null, "other_shift", {
      read: { value: EMPTY_STATUS, at: NOW },
      resolveConflict: () => ({ action: "skip", reason: "never" }),
    }),
  );
  assertEquals(decision.action, "start");
});

const TEA: Status = { text: "Tea", emoji: ":tea:", expiration: 0 };
const intent = statusPart({
  phase: "intent",
  prior: TEA,
  before: LUNCH,
  applied: null,
});
const switching = statusPart({
  phase: "intent",
  prior: TEA,
  before: OURS,
  wanted: OUR_LEAVE,
});
const restoring = statusPart({
  phase: "restoring",
  prior: TEA,
  before: OURS,
  wanted: TEA,
});
const RETURNED: Status = { ...OURS, emoji: ":bell:" };

interface Doubt {
  name: string;
  part: Part<Status>;
  current: Status;
  at?: number;
  outcome: "done" | "undone" | "theirs";
  becomes?: Partial<Part<Status>> | null;
}

const SETTLED: Doubt[] = [
  {
    name: "set",
    part: intent,
    current: OURS,
    outcome: "done",
    becomes: { ...intent, phase: "held", applied: OURS },
  },
  {
    name: "set, normalised",
    part: intent,
    current: RETURNED,
    outcome: "done",
    becomes: { ...intent, phase: "held", applied: RETURNED },
  },
  {
    name: "not set",
    part: intent,
    current: LUNCH,
    outcome: "undone",
    becomes: null,
  },
  {
    name: "not set, before has expired",
    part: { ...intent, before: { ...LUNCH, expiration: NOW } },
    current: EMPTY_STATUS,
    outcome: "undone",
    becomes: null,
  },
  {
    name: "the prior is not what it replaces",
    part: intent,
    current: TEA,
    outcome: "theirs",
  },
  {
    name: "set and run out",
    part: intent,
    current: EMPTY_STATUS,
    at: ENDS_WITH_GRACE,
    outcome: "done",
    becomes: { ...intent, phase: "held", applied: OURS },
  },
  {
    name: "set over nothing and run out",
    part: { ...intent, before: EMPTY_STATUS },
    current: EMPTY_STATUS,
    at: ENDS_WITH_GRACE,
    outcome: "done",
    becomes: { phase: "held", applied: OURS },
  },
  { name: "cleared", part: intent, current: EMPTY_STATUS, outcome: "theirs" },
  {
    name: "switched",
    part: switching,
    current: OUR_LEAVE,
    outcome: "done",
    becomes: { ...switching, phase: "held", applied: OUR_LEAVE },
  },
  {
    name: "not switched: what was applied is ours",
    part: switching,
    current: OURS,
    outcome: "undone",
    becomes: { ...switching, phase: "held", wanted: OURS, applied: OURS },
  },
  {
    name: "not switched, the prior is there",
    part: switching,
    current: TEA,
    outcome: "theirs",
  },
  {
    name: "restored",
    part: restoring,
    current: TEA,
    outcome: "done",
    becomes: null,
  },
  {
    name: "not restored",
    part: restoring,
    current: OURS,
    outcome: "undone",
    becomes: { ...restoring, phase: "held" },
  },
  {
    name: "not restored, run out",
    part: restoring,
    current: EMPTY_STATUS,
    at: ENDS_WITH_GRACE,
    outcome: "undone",
    becomes: { phase: "held", applied: OURS },
  },
  {
    name: "run out before, written over nothing",
    part: { ...restoring, before: EMPTY_STATUS },
    current: EMPTY_STATUS,
    at: ENDS_WITH_GRACE - 1,
    outcome: "undone",
    becomes: { phase: "held" },
  },
  {
    name: "restored, expired since",
    part: { ...restoring, wanted: { ...TEA, expiration: NOW } },
    current: EMPTY_STATUS,
    outcome: "done",
    becomes: null,
  },
  { name: "neither", part: restoring, current: LUNCH, outcome: "theirs" },
  {
    name: "cleared after the restore",
    part: restoring,
    current: EMPTY_STATUS,
    outcome: "theirs",
  },
];

Deno.test("the outcome of a write in doubt", async (t) => {
  for (const { name, part, current, at, outcome, becomes } of SETTLED) {
    await t.step(name, () => {
      const read = { value: current, at: at ?? NOW };
      const found = resolveDoubt(statusKind, part, read);
      assertEquals(found.outcome, outcome);
      if (found.outcome === "theirs") return;
      if (becomes === null) assertEquals(found.part, null);
      else assertEquals({ ...found.part!, ...becomes }, found.part);
    });
  }
});

Deno.test("after a write, what Slack returned is ours; after a restore, nothing is", () => {
  assertEquals(afterWrite(intent, RETURNED), {
    ...intent,
    phase: "held",
    applied: RETURNED,
  });
  assertEquals(afterWrite(restoring, TEA), null);
});

Deno.test("an outcome that was found out is recorded, even if nothing else is done", () => {
  const read = { value: OURS, at: NOW };
  const confirmed = decide(statusKind, view(intent, "same", { read }));
  assertEquals([confirmed.action, confirmed.record], ["confirm", true]);
  const ruleStart = () => ({ action: "noop", reason: "not now" }) as const;
  const lunch = { value: LUNCH, at: NOW };
  const undone = decide(
    statusKind,
    view(intent, "same", { read: lunch, resolveConflict: ruleStart }),
  );
  assertEquals([undone.action, undone.part, undone.record], [
    "confirm",
    null,
    true,
  ]);
});
