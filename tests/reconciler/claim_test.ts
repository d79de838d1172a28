import { assertEquals } from "@std/assert";
import {
  type Claim,
  hasDoubt,
  holdsNothing,
  isDeletable,
  isShowing,
  mayBeWrittenElsewhere,
  newClaim,
  ORPHANED_KEPT_SECONDS,
} from "../../reconciler/claim.ts";
import { type Dnd, NO_DND } from "../../reconciler/dnd.ts";
import { isInDoubt, type Part, type Phase } from "../../reconciler/part.ts";
import { ALICE, claim, DAY, NOW, shift, statusPart } from "./samples.ts";

const PHASES: Record<Phase, boolean> = {
  intent: true,
  held: false,
  restoring: true,
  yielded: false,
  skipped: false,
  deferred: false,
};

function dndPart(phase: Phase): Part<Dnd> {
  const [prior, before, wanted] = [NO_DND, NO_DND, NO_DND];
  return { phase, prior, before, wanted, applied: null };
}

function away(phase: Phase): Part<boolean> {
  return { phase, prior: false, before: false, wanted: true, applied: null };
}

Deno.test("an intent and a restore in progress are in doubt, nothing else is", () => {
  assertEquals(isInDoubt(null), false);
  for (const [phase, doubt] of Object.entries(PHASES) as [Phase, boolean][]) {
    assertEquals(isInDoubt(statusPart({ phase })), doubt, phase);
    assertEquals(hasDoubt(claim({ status: statusPart({ phase }) })), doubt);
    assertEquals(hasDoubt(claim({ dnd: dndPart(phase) })), doubt, phase);
    assertEquals(hasDoubt(claim({ presence: away(phase) })), doubt, phase);
  }
});

Deno.test("a claim in doubt may be written elsewhere for 90 s after another execution wrote it", () => {
  const doubtful = claim({ status: statusPart({ phase: "intent" }) });
  const cases: [
    name: string,
    claim: Claim,
    by: string,
    at: number,
    is: boolean,
  ][] = [
    ["just written", doubtful, "Fx2", NOW, true],
    ["89 s old", doubtful, "Fx2", NOW + 89, true],
    ["90 s old: its writer is dead", doubtful, "Fx2", NOW + 90, false],
    ["our own", doubtful, "Fx1", NOW, false],
    ["certain", claim(), "Fx2", NOW, false],
  ];
  for (const [name, one, by, at, is] of cases) {
    assertEquals(mayBeWrittenElsewhere(one, by, at), is, name);
  }
});

Deno.test("a claim can be deleted if it has no part left", () => {
  const none = { status: null, dnd: null, presence: null };
  assertEquals(isDeletable(claim(none)), true);
  assertEquals(isDeletable(claim({ ...none, status: statusPart() })), false);
  assertEquals(isDeletable(claim({ ...none, dnd: dndPart("held") })), false);
  assertEquals(
    isDeletable(claim({ ...none, presence: away("skipped") })),
    false,
  );
});

Deno.test("a shift left to the person is kept, although nothing is held", () => {
  const nothing = claim({ status: null });
  const suppressed = [{ shift: nothing.shift, phase: "yielded" as const }];
  assertEquals(holdsNothing(nothing), true);
  assertEquals(holdsNothing({ ...nothing, suppressed: suppressed }), true);
  assertEquals(isDeletable({ ...nothing, suppressed: suppressed }), false);
  assertEquals(holdsNothing(claim()), false);
  assertEquals(holdsNothing({ ...nothing, dnd: dndPart("held") }), false);
  assertEquals(holdsNothing({ ...nothing, presence: away("held") }), false);
});

Deno.test("a new claim is on its shift and holds nothing", () => {
  const fresh = newClaim(ALICE, shift(), NOW);
  assertEquals(holdsNothing(fresh) && isDeletable(fresh), true);
  assertEquals([fresh.person, fresh.name, fresh.time_zone], [
    ALICE.id,
    ALICE.name,
    ALICE.time_zone,
  ]);
  assertEquals([fresh.shift, fresh.rendered_at], [shift(), NOW]);
});

Deno.test("the prior of an orphaned claim is kept for 30 days", () => {
  assertEquals(ORPHANED_KEPT_SECONDS, 30 * DAY);
});

const PERSON = { id: "UANN", name: "ann", time_zone: "UTC" };

function part<V>(phase: Phase, value: V): Part<V> {
  const each = { prior: value, before: value, wanted: value };
  return { phase, ...each, applied: null };
}

Deno.test("what is ours, or may be, shows; what is theirs does not", () => {
  const claim = newClaim(PERSON, shift(), 0);
  assertEquals(isShowing(claim), false);
  const cases: [Phase, boolean][] = [
    ["intent", true],
    ["held", true],
    ["restoring", true],
    ["yielded", false],
    ["skipped", false],
    ["deferred", false],
  ];
  for (const [phase, shows] of cases) {
    const status = part(phase, { text: "", emoji: "", expiration: 0 });
    const dnd = part(phase, { until_seconds: 0, indefinite: false });
    const presence = part(phase, false);
    for (const one of [{ status }, { dnd }, { presence }]) {
      assertEquals(isShowing({ ...claim, ...one }), shows, phase);
    }
    const orphaned = { ...claim, status, orphaned_at: 1 };
    assertEquals(isShowing(orphaned), false);
  }
});
