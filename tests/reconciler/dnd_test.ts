import { assertEquals } from "@std/assert";
import {
  type Dnd,
  dndAt,
  dndKind,
  dndLeaseFor,
  isDndOn,
  isSameDnd,
  minutesLeft,
  NO_DND,
  resolveDndConflict,
} from "../../reconciler/dnd.ts";
import { HOUR, NOW } from "./samples.ts";

const until = (end: number): Dnd => ({ until_seconds: end, indefinite: false });
const INDEFINITE: Dnd = { until_seconds: 0, indefinite: true };

Deno.test("DND has an end, or is without one", () => {
  assertEquals(isDndOn(NO_DND), false);
  assertEquals(isDndOn(until(1)), true);
  assertEquals(isDndOn(INDEFINITE), true);
});

Deno.test("DND values that end within 90 s of each other are the same", () => {
  assertEquals(isSameDnd(until(1000), until(1090)), true);
  assertEquals(isSameDnd(until(1090), until(1000)), true);
  assertEquals(isSameDnd(until(1000), until(1091)), false);
  assertEquals(isSameDnd(until(1091), until(1000)), false);
});

Deno.test("an absent or endless DND is the same as none but its like", () => {
  assertEquals(isSameDnd(NO_DND, NO_DND), true);
  assertEquals(isSameDnd(INDEFINITE, INDEFINITE), true);
  assertEquals(
    isSameDnd(INDEFINITE, { until_seconds: 5, indefinite: true }),
    true,
  );
  for (const other of [INDEFINITE, until(50), until(1000)]) {
    assertEquals(isSameDnd(NO_DND, other), false);
    assertEquals(isSameDnd(other, NO_DND), false);
  }
  assertEquals(isSameDnd(INDEFINITE, until(50)), false);
});

Deno.test("DND runs out in the second of its end, an endless one never", () => {
  assertEquals(dndAt(until(1000), 999), until(1000));
  assertEquals(dndAt(until(1000), 1000), NO_DND);
  assertEquals(dndAt(INDEFINITE, 1e10), INDEFINITE);
});

Deno.test("what is left of DND is counted to the nearest minute", () => {
  assertEquals(minutesLeft(until(1000), 1000), 0);
  assertEquals(minutesLeft(until(1000), 2000), 0);
  assertEquals(minutesLeft(until(1000), 971), 0);
  assertEquals(minutesLeft(until(1000), 970), 1);
  assertEquals(minutesLeft(until(1000), 911), 1);
  assertEquals(minutesLeft(until(1000), 910), 2);
});

Deno.test("a lease lasts two hours at most, in whole minutes, never past the end", () => {
  assertEquals(dndLeaseFor(null, NOW), until(NOW + 2 * HOUR));
  assertEquals(dndLeaseFor(NOW + 7 * HOUR, NOW), until(NOW + 2 * HOUR));
  assertEquals(dndLeaseFor(NOW + HOUR, NOW), until(NOW + HOUR));
  assertEquals(dndLeaseFor(NOW + 119, NOW), until(NOW + 60));
  assertEquals(dndLeaseFor(NOW + 60, NOW), until(NOW + 60));
  assertEquals(dndLeaseFor(NOW + 59, NOW), NO_DND);
  assertEquals(dndLeaseFor(NOW - HOUR, NOW), NO_DND);
});

Deno.test("prior DND is restored if a minute of it can be set", () => {
  const { valueToRestore } = dndKind;
  assertEquals(valueToRestore(until(NOW + HOUR), NOW), until(NOW + HOUR));
  assertEquals(valueToRestore(until(NOW + 30), NOW), until(NOW + 30));
  assertEquals(valueToRestore(until(NOW + 29), NOW), NO_DND);
  assertEquals(valueToRestore(until(NOW - HOUR), NOW), NO_DND);
  assertEquals(valueToRestore(NO_DND, NOW), NO_DND);
  assertEquals(valueToRestore(INDEFINITE, NOW), INDEFINITE);
});

Deno.test("DND of their own is left alone if it outlasts ours", () => {
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

Deno.test("a write of unknown outcome is recognised by the end of DND", () => {
  const wanted = until(NOW + HOUR);
  assertEquals(dndKind.isAsIntended(until(NOW + HOUR + 90), wanted), true);
  assertEquals(dndKind.isAsIntended(until(NOW + HOUR + 91), wanted), false);
  assertEquals(dndKind.isAsIntended(NO_DND, wanted), false);
});

Deno.test("DND as a person reads it", () => {
  assertEquals(dndKind.describe(NO_DND), "on");
  assertEquals(dndKind.describe(INDEFINITE), "off");
  assertEquals(
    dndKind.describe(until(NOW)),
    "off until 2026-03-10T10:00:00Z",
  );
});
