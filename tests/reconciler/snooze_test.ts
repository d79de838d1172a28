import { assertEquals } from "@std/assert";
import {
  isSameSnooze,
  isSnoozing,
  leaseFor,
  minutesLeft,
  NO_SNOOZE,
  snoozeAt,
} from "../../reconciler/snooze.ts";
import { HOUR, NOW } from "./samples.ts";

const until = (end: number) => ({ until: end, indefinite: false });
const INDEFINITE = { until: 0, indefinite: true };

Deno.test("a snooze has an end, or is without one", () => {
  assertEquals(isSnoozing(NO_SNOOZE), false);
  assertEquals(isSnoozing(until(1)), true);
  assertEquals(isSnoozing(INDEFINITE), true);
});

Deno.test("snoozes that end within 90 s of each other are the same", () => {
  assertEquals(isSameSnooze(until(1000), until(1090)), true);
  assertEquals(isSameSnooze(until(1090), until(1000)), true);
  assertEquals(isSameSnooze(until(1000), until(1091)), false);
  assertEquals(isSameSnooze(until(1091), until(1000)), false);
});

Deno.test("an absent or endless snooze is the same as none but its like", () => {
  assertEquals(isSameSnooze(NO_SNOOZE, NO_SNOOZE), true);
  assertEquals(isSameSnooze(INDEFINITE, INDEFINITE), true);
  assertEquals(isSameSnooze(INDEFINITE, { until: 5, indefinite: true }), true);
  for (const other of [INDEFINITE, until(50), until(1000)]) {
    assertEquals(isSameSnooze(NO_SNOOZE, other), false);
    assertEquals(isSameSnooze(other, NO_SNOOZE), false);
  }
  assertEquals(isSameSnooze(INDEFINITE, until(50)), false);
});

Deno.test("a snooze runs out in the second of its end, an endless one never", () => {
  assertEquals(snoozeAt(until(1000), 999), until(1000));
  assertEquals(snoozeAt(until(1000), 1000), NO_SNOOZE);
  assertEquals(snoozeAt(INDEFINITE, 1e10), INDEFINITE);
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
  assertEquals(leaseFor(null, NOW), until(NOW + 2 * HOUR));
  assertEquals(leaseFor(NOW + 7 * HOUR, NOW), until(NOW + 2 * HOUR));
  assertEquals(leaseFor(NOW + HOUR, NOW), until(NOW + HOUR));
  assertEquals(leaseFor(NOW + 119, NOW), until(NOW + 60));
  assertEquals(leaseFor(NOW + 60, NOW), until(NOW + 60));
  assertEquals(leaseFor(NOW + 59, NOW), NO_SNOOZE);
  assertEquals(leaseFor(NOW - HOUR, NOW), NO_SNOOZE);
});
