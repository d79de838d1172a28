import { assertEquals } from "@std/assert";
import { hasRunOut, oursOf } from "../../reconciler/part.ts";
import { dndKind, NO_DND } from "../../reconciler/dnd.ts";
import { EMPTY_STATUS, statusKind } from "../../reconciler/status.ts";
import { ENDS_WITH_GRACE, LUNCH, OURS, statusPart } from "./samples.ts";

Deno.test("empty past our own expiry, and nothing else, is Slack's reset", () => {
  const run = (current = EMPTY_STATUS, at = ENDS_WITH_GRACE, ours = OURS) =>
    hasRunOut(statusKind, ours, current, at);
  assertEquals(run(), true);
  assertEquals(run(EMPTY_STATUS, ENDS_WITH_GRACE - 1), false);
  assertEquals(run(LUNCH), false);
  assertEquals(run(OURS), false);
  assertEquals(run(EMPTY_STATUS, 1e10, LUNCH), false);
});

Deno.test("what was empty to begin with cannot run out", () => {
  assertEquals(hasRunOut(statusKind, EMPTY_STATUS, EMPTY_STATUS, 1e10), false);
  assertEquals(hasRunOut(dndKind, NO_DND, NO_DND, 1e10), false);
});

Deno.test("a lease that ran out by itself is not a human's edit", () => {
  const lease = { until_seconds: 1000, indefinite: false };
  assertEquals(hasRunOut(dndKind, lease, NO_DND, 1000), true);
  assertEquals(hasRunOut(dndKind, lease, NO_DND, 999), false);
});

Deno.test("ours is what Slack returned, else what we asked for", () => {
  const returned = { ...OURS, emoji: ":phone:" };
  assertEquals(oursOf(statusPart({ applied: returned })), returned);
  assertEquals(oursOf(statusPart({ applied: null })), OURS);
});
