import { assertEquals } from "@std/assert";
import { isShowing, newClaim } from "../../reconciler/claim.ts";
import type { Part, Phase } from "../../reconciler/part.ts";
import { shift } from "./samples.ts";

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
    const stranded = { ...claim, status, orphaned_at: 1 };
    assertEquals(isShowing(stranded), false);
  }
});
