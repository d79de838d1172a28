import { assertEquals } from "@std/assert";
import {
  type Dnd,
  dndKind,
  NO_DND,
  resolveDndConflict,
} from "../../reconciler/dnd.ts";
import { HOUR, NOW } from "./samples.ts";

const until = (end: number): Dnd => ({ until_seconds: end, indefinite: false });
const INDEFINITE: Dnd = { until_seconds: 0, indefinite: true };

Deno.test("a prior snooze is given back if a minute of it can be set", () => {
  const { valueToRestore: toGiveBack } = dndKind;
  assertEquals(toGiveBack(until(NOW + HOUR), NOW), until(NOW + HOUR));
  assertEquals(toGiveBack(until(NOW + 30), NOW), until(NOW + 30));
  assertEquals(toGiveBack(until(NOW + 29), NOW), NO_DND);
  assertEquals(toGiveBack(until(NOW - HOUR), NOW), NO_DND);
  assertEquals(toGiveBack(NO_DND, NOW), NO_DND);
  assertEquals(toGiveBack(INDEFINITE, NOW), INDEFINITE);
});

Deno.test("a snooze of their own is left alone if it outlasts ours", () => {
  const ours = until(NOW + 2 * HOUR);
  const cases: [name: string, current: Dnd, action: string][] = [
    ["shorter", until(NOW + HOUR), "start"],
    ["as long", until(NOW + 2 * HOUR), "start"],
    ["longer", until(NOW + 2 * HOUR + 1), "defer"],
    ["without an end", INDEFINITE, "skip"],
  ];
  for (const [name, current, action] of cases) {
    assertEquals(resolveDndConflict(current, ours).action, action, name);
  }
});

Deno.test("a write of unknown outcome is told by the end of the snooze", () => {
  const wanted = until(NOW + HOUR);
  assertEquals(dndKind.isAsIntended(until(NOW + HOUR + 90), wanted), true);
  assertEquals(dndKind.isAsIntended(until(NOW + HOUR + 91), wanted), false);
  assertEquals(dndKind.isAsIntended(NO_DND, wanted), false);
});

Deno.test("a snooze as a person reads it", () => {
  assertEquals(dndKind.describe(NO_DND), "notifications on");
  assertEquals(dndKind.describe(INDEFINITE), "notifications snoozed");
  assertEquals(
    dndKind.describe(until(NOW)),
    "notifications snoozed until 10:00 UTC",
  );
});
