import { assertEquals } from "@std/assert";
import {
  dndAt,
  dndLeaseFor,
  isDndOn,
  isSameDnd,
  minutesLeft,
  NO_DND,
} from "../../reconciler/dnd.ts";
import { HOUR, NOW } from "./samples.ts";

const until = (end: number) => ({ until_seconds: end, indefinite: false });
const INDEFINITE = { until_seconds: 0, indefinite: true };

Deno.test("a snooze has an end, or is without one", () => {
  assertEquals(isDndOn(NO_DND), false);
  assertEquals(isDndOn(until(1)), true);
  assertEquals(isDndOn(INDEFINITE), true);
});

Deno.test("snoozes that end within 90 s of each other are the same", () => {
  assertEquals(isSameDnd(until(1000), until(1090)), true);
  assertEquals(isSameDnd(until(1090), until(1000)), true);
  assertEquals(isSameDnd(until(1000), until(1091)), false);
  assertEquals(isSameDnd(until(1091), until(1000)), false);
});

Deno.test("an absent or endless snooze is the same as none but its like", () => {
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

Deno.test("a snooze runs out in the second of its end, an endless one never", () => {
  assertEquals(dndAt(until(1000), 999), until(1000));
  assertEquals(dndAt(until(1000), 1000), NO_DND);
  assertEquals(dndAt(INDEFINITE, 1e10), INDEFINITE);
});

Deno.test("what is left of a snooze is counted to the nearest minute", () => {
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
