import { assertEquals } from "@std/assert";
import type { Claim } from "../../reconciler/claim.ts";
import type { Action, Part, Phase } from "../../reconciler/part.ts";
import type { Decision } from "../../reconciler/decide.ts";
import {
  claimWith,
  dndPlan,
  isConcerned,
  planPart,
  statusPlan,
  withPart,
} from "../../reconciler/plan_part.ts";
import { type Dnd, NO_DND } from "../../reconciler/dnd.ts";
import { EMPTY_STATUS, type Status } from "../../reconciler/status.ts";
import {
  claim,
  consent,
  contextIn,
  END,
  HOUR,
  LUNCH,
  NOW,
  OTHER_UNREADABLE,
  OURS,
  shift,
  SOURCE_UNREADABLE,
  statusPart,
  type World,
} from "./samples.ts";

const PTO = shift({ state: "pto", label: "" });
const PHASES: Phase[] = [
  "intent",
  "held",
  "restoring",
  "yielded",
  "skipped",
  "deferred",
];

function dndPart(phase: Phase): Part<Dnd> {
  const wanted = { until_seconds: NOW + HOUR, indefinite: false };
  return {
    phase,
    prior: NO_DND,
    before: NO_DND,
    wanted,
    applied: wanted,
  };
}

function away(phase: Phase): Part<boolean> {
  return { phase, prior: false, before: false, wanted: true, applied: true };
}

function left(phase: Phase): Claim {
  return claim({ status: statusPart({ phase }) });
}

Deno.test("what the step that restores has work on, and the step that applies", () => {
  const blind = { shifts: [], blindness: SOURCE_UNREADABLE };
  const cases: [name: string, world: World, off: boolean, on: boolean][] = [
    ["a start", {}, false, true],
    ["nothing", { shifts: [] }, false, false],
    ["held, the same", { claim: left("held") }, false, false],
    ["held, another", { claim: left("held"), shifts: [PTO] }, false, true],
    ["held, over", { claim: left("held"), shifts: [] }, true, false],
    ["held, unknown", { claim: left("held"), ...blind }, false, false],
    ["yielded, the same", { claim: left("yielded") }, false, false],
    ["yielded, over", { claim: left("yielded"), shifts: [] }, true, false],
    ["deferred, the same", { claim: left("deferred") }, false, true],
    ["deferred, over", { claim: left("deferred"), shifts: [] }, true, false],
    ["intent, the same", { claim: left("intent") }, true, true],
    ["intent, over", { claim: left("intent"), shifts: [] }, true, false],
    ["intent, unknown", { claim: left("intent"), ...blind }, true, false],
    ["restoring, over", { claim: left("restoring"), shifts: [] }, true, false],
  ];
  for (const [name, world, off, on] of cases) {
    const context = contextIn(world);
    assertEquals(isConcerned(statusPlan, context, "absent"), off, name);
    assertEquals(isConcerned(statusPlan, context, "present"), on, name);
  }
});

function recorded(
  world: World,
  action: Action,
  part: Part<Status> | null,
): Claim | null {
  return claimWith(
    contextIn(world),
    "status",
    { action, part },
    "Fx2",
    NOW + 1,
  );
}

Deno.test("a first claim says whose it is, for which shift, and who wrote it", () => {
  const override = { text: "X", emoji: null };
  const part = statusPart({ phase: "intent" });
  const write = `Fx2:UALICE:status:${NOW + 1}`;
  const status = { ...part, write };
  assertEquals(
    recorded({ override }, "start", part),
    claim({ status, override, written_by: "Fx2", written_at: NOW + 1 }),
  );
});

Deno.test("a claim for a person connected by the environment names no token", () => {
  const world = { consent: consent({ external_token_id: null }) };
  const first = recorded(world, "start", statusPart());
  assertEquals(first?.external_token_id, null);
  const later = recorded({ ...world, claim: claim() }, "switch", statusPart());
  assertEquals(later?.external_token_id, "Et1");
});

Deno.test("if nothing is claimed and nothing wanted, nothing is recorded", () => {
  assertEquals(recorded({ shifts: [] }, "noop", null), null);
  assertEquals(recorded({ shifts: [] }, "noop", statusPart()), null);
  assertEquals(recorded({}, "noop", null), null);
});

Deno.test("a claim follows its own shift, and keeps override and zone", () => {
  const own = claim({
    override: { text: "X", emoji: null },
    time_zone: "Asia/Tokyo",
    rendered_at: 5,
    orphaned_at: 7,
    external_token_id: "Et0",
  });
  const longer = shift({ end: END + HOUR });
  const world: World = {
    claim: own,
    shifts: [longer],
    override: { text: "Y", emoji: null },
  };
  for (const action of ["switch", "start", "yield", "renew"] as const) {
    const moved = recorded(world, action, statusPart());
    assertEquals(moved?.shift, longer, action);
    assertEquals(moved?.override, own.override, action);
    assertEquals(moved?.time_zone, "Asia/Tokyo", action);
    assertEquals(moved?.orphaned_at, null, action);
    assertEquals(moved?.external_token_id, "Et1", action);
    const renders = action === "switch" || action === "start";
    if (renders) assertEquals(moved?.rendered_at, NOW, action);
  }
  assertEquals(recorded(world, "yield", statusPart())?.rendered_at, 5);
});

Deno.test("a claim that moves to another shift takes its override, name and time zone", () => {
  const own = claim({
    override: { text: "X", emoji: null },
    time_zone: "Asia/Tokyo",
    name: "Ali",
  });
  const world: World = {
    claim: own,
    shifts: [PTO],
    override: { text: "Y", emoji: null },
  };
  const moved = recorded(world, "switch", statusPart());
  assertEquals(moved?.shift, PTO);
  assertEquals(moved?.override, world.override);
  assertEquals(moved?.time_zone, "Europe/London");
  assertEquals(moved?.name, "Alice");
});

Deno.test("rebasing changes nothing of a claim but its shift", () => {
  const other = shift({ schedule: "PS2", end: END - 60 });
  const held = claim({ rendered_at: NOW - HOUR, dnd: dndPart("held") });
  const context = contextIn({ claim: held, shifts: [shift(), other] });
  const decision = planPart(statusPlan, context, null);
  assertEquals([decision.action, decision.write], ["rebase", null]);
  assertEquals(isConcerned(statusPlan, context, "present"), true);
  const joined = [shift(), other].map(({ source, schedule, identity }) => ({
    source,
    schedule,
    identity,
  }));
  const after = claimWith(context, "status", decision, "Fx2", NOW);
  assertEquals(after, {
    ...held,
    shift: { ...shift(), joined },
    written_by: "Fx2",
    written_at: NOW,
  });
  const again = contextIn({ claim: after, shifts: [other, shift()] });
  assertEquals(isConcerned(statusPlan, again, "present"), false);
});

Deno.test("confirming and restoring leave the claim on its shift", () => {
  const own = claim({ rendered_at: 5, orphaned_at: 7 });
  for (const action of ["confirm", "restore"] as const) {
    const kept = recorded({ claim: own, shifts: [PTO] }, action, statusPart());
    const signed = { ...own, written_by: "Fx2", written_at: NOW + 1 };
    assertEquals(kept, signed, action);
  }
  const over = recorded({ claim: own, shifts: [] }, "yield", statusPart());
  assertEquals(over?.shift, own.shift);
});

Deno.test("DND is recorded without moving the claim", () => {
  const own = claim({ rendered_at: 5 });
  const decision = { action: "start" as const, part: dndPart("intent") };
  const context = contextIn({ claim: own, shifts: [PTO] });
  assertEquals(claimWith(context, "dnd", decision, "Fx2", NOW), {
    ...own,
    dnd: { ...decision.part, write: `Fx2:UALICE:dnd:${NOW}` },
    written_by: "Fx2",
  });
});

Deno.test("a write has an id: execution, person, part and instant", () => {
  const names = (["intent", "restoring"] as const).flatMap((phase) =>
    ["Fx1", "Fx2"].flatMap((by) =>
      [NOW, NOW + 1].map((at) => {
        const decision = { action: "switch", part: statusPart({ phase }) };
        const context = contextIn({ claim: claim() });
        return claimWith(context, "status", decision as never, by, at)
          ?.status?.write;
      })
    )
  );
  const expected = ["Fx1", "Fx2"].flatMap((by) =>
    [NOW, NOW + 1].map((at) => `${by}:UALICE:status:${at}`)
  );
  assertEquals(names, [...expected, ...expected]);
});

Deno.test("a decision without a write has no such id", () => {
  for (const phase of ["held", "yielded", "skipped", "deferred"] as const) {
    const kept = recorded({ claim: claim() }, "yield", statusPart({ phase }));
    assertEquals(kept?.status?.write, undefined, phase);
  }
});

Deno.test("a yielded shift stays theirs when another state comes over it", () => {
  const before = {
    shift: shift({ state: "deploy_freeze" }),
    phase: "yielded" as const,
  };
  const focus = shift({ state: "focus" });
  for (const phase of PHASES) {
    const own = { ...left(phase), shift: focus, suppressed: [before] };
    const kept = phase === "yielded" || phase === "skipped"
      ? [before, { shift: focus, phase }]
      : [before];
    const both = { claim: own, shifts: [focus, PTO] };
    const moved = recorded(both, "start", statusPart());
    assertEquals(moved?.suppressed, kept, phase);
    const gone = { claim: own, shifts: [PTO] };
    const alone = recorded(gone, "start", statusPart());
    assertEquals(alone?.suppressed, [before], phase);
    const unread = { ...gone, blindness: OTHER_UNREADABLE };
    const hidden = recorded(unread, "start", statusPart());
    assertEquals(hidden?.suppressed, kept, phase);
    const same = recorded(
      { claim: own, shifts: [focus] },
      "start",
      statusPart(),
    );
    assertEquals(same?.suppressed, [before], phase);
  }
});

Deno.test("a shift that they changed unseen is theirs when another state comes over it", () => {
  const focus = shift({ state: "focus" });
  const own = { ...claim(), shift: focus };
  const world = { claim: own, shifts: [focus, PTO] };
  const context = contextIn(world);
  const read = { value: EMPTY_STATUS, at: NOW };
  const decision = planPart(statusPlan, context, read);
  const next = claimWith(context, "status", decision, "Fx2", NOW + 1);
  assertEquals(decision.action, "start");
  assertEquals(next?.shift, PTO);
  assertEquals(next?.suppressed, [{ shift: focus, phase: "yielded" }]);
});

const NOTHING_WANTED = {
  consent: consent(),
  wanted: { kind: "nothing", reason: "no shift" },
} as const;

Deno.test("without a status, what they chose of the rest is kept while the shift may go on unread", () => {
  const wanted = { ...NOTHING_WANTED.wanted, claimLasts: true } as const;
  for (const phase of PHASES) {
    const own = claim({ dnd: dndPart(phase), presence: away(phase) });
    const ended = withPart({ ...NOTHING_WANTED, wanted }, own, "status", null);
    assertEquals(ended, { ...own, status: null }, phase);
  }
});

Deno.test("if the status ends or moves to another shift, only parts that are ours stay", () => {
  for (const phase of PHASES) {
    const own = claim({ dnd: dndPart(phase), presence: away(phase) });
    const ours = ["held", "intent", "restoring"].includes(phase);
    const ended = withPart(NOTHING_WANTED, own, "status", null);
    const rest = { ...own, status: null };
    assertEquals(ended, ours ? rest : null, phase);
    const moved = recorded(
      { claim: own, shifts: [PTO] },
      "switch",
      statusPart(),
    );
    const carried = { carried: true } as const;
    assertEquals(moved?.dnd, ours ? { ...own.dnd!, ...carried } : null, phase);
    assertEquals(
      moved?.presence,
      ours ? { ...own.presence!, ...carried } : null,
      phase,
    );
    const same = recorded({ claim: own }, "switch", statusPart());
    assertEquals([same?.dnd, same?.presence], [own.dnd, own.presence], phase);
  }
});

Deno.test("a claim ends with its last part, unless a shift is suppressed", () => {
  assertEquals(withPart(NOTHING_WANTED, claim(), "status", null), null);
  const only = claim({ status: null, dnd: dndPart("held") });
  assertEquals(withPart(NOTHING_WANTED, only, "dnd", null), null);
  const both = claim({ dnd: dndPart("held") });
  assertEquals(withPart(NOTHING_WANTED, both, "dnd", null), claim());
  const suppressed = [{ shift: PTO, phase: "yielded" as const }];
  const declining = claim({ suppressed: suppressed });
  assertEquals(
    withPart(NOTHING_WANTED, declining, "status", null)?.status,
    null,
  );
});

Deno.test("a yielded shift does not start again when the other state ends", () => {
  const worldAt = (standing: Claim | null, shifts = [shift(), PTO]): World => ({
    claim: standing,
    shifts,
    consent: consent({ on_own_status: "replace" }),
  });
  const read = { value: LUNCH, at: NOW };
  const yielded = claim({
    shift: PTO,
    status: statusPart({ phase: "yielded" }),
  });
  const over = contextIn(worldAt(yielded));
  const start: Decision<Status> = planPart(statusPlan, over, read);
  assertEquals([start.action, start.write?.value], ["start", OURS]);
  const held = claimWith(
    over,
    "status",
    { ...start, part: statusPart({ prior: LUNCH }) },
    "Fx1",
    NOW,
  );
  const end = contextIn(worldAt(held, [PTO]));
  const back = planPart(statusPlan, end, { value: OURS, at: NOW });
  assertEquals([back.action, back.write?.value], ["restore", LUNCH]);
  const rest = claimWith(
    end,
    "status",
    { action: "close", part: null },
    "Fx1",
    NOW,
  );
  const after = planPart(statusPlan, contextIn(worldAt(rest, [PTO])), null);
  assertEquals([after.action, after.write], ["noop", null]);
});

Deno.test("without a consent, a status of their own is waited for", () => {
  const context = { ...contextIn({}), consent: null };
  const read = { value: LUNCH, at: NOW };
  assertEquals(planPart(statusPlan, context, read).action, "defer");
});

Deno.test("DND that nothing asks for never starts", () => {
  const context = contextIn({ shifts: [] });
  const want = dndPlan.want(context);
  const policy = dndPlan.resolveConflict(context, want, NO_DND);
  assertEquals(policy.action, "noop");
  assertEquals(
    statusPlan.resolveConflict(context, { kind: "absent", reason: "" }, {
      ...EMPTY_STATUS,
      text: "x",
    }).action,
    "defer",
  );
});
