import { assertEquals } from "@std/assert";
import {
  afterBooking,
  type BookingOutcome,
  handoffsText,
  instantsOf,
} from "../../../app/handoffs/booked.ts";
import type { Booked } from "../../../slack/records/runs.ts";
import { NOW } from "../../slack/local_slack.ts";

/** Minutes until booking is tried again after each of the outcomes, which come every `minutes`. */
function retriesAfter(
  minutes: number,
  ...outcomes: BookingOutcome[]
): number[] {
  let booked: Booked | null = null;
  return outcomes.map((outcome, index) => {
    const now = NOW + index * minutes * 60;
    booked = afterBooking("1", outcome, booked, now);
    return Math.max(0, booked.retry_at - now) / 60;
  });
}

Deno.test("after two failures in a row, booking is tried every hour", () => {
  assertEquals(retriesAfter(15, "failed", "failed", "failed"), [0, 59, 59]);
  assertEquals(retriesAfter(15, "failed", "done", "failed"), [0, 0, 0]);
});

Deno.test("failures within five minutes are one", () => {
  const failures = ["failed", "failed", "failed", "failed"] as const;
  assertEquals(retriesAfter(1, ...failures), [0, 0, 0, 0]);
  assertEquals(retriesAfter(2, ...failures), [0, 0, 0, 59]);
});

Deno.test("a booking that was cut short is no failure", () => {
  const cut = "cut short";
  assertEquals(retriesAfter(15, cut, cut, cut), [0, 0, 0]);
  assertEquals(retriesAfter(15, "failed", cut, "failed"), [0, 0, 0]);
});

Deno.test("instants are read with blanks or commas between them", () => {
  for (const text of ["1772442000 1772445600", "1772442000, 1772445600"]) {
    assertEquals(instantsOf(text), [NOW, NOW + 3600]);
  }
  assertEquals(instantsOf("none"), []);
});

Deno.test("an instant within a second is written as that second", () => {
  assertEquals(handoffsText([NOW + 0.5]), String(NOW));
  assertEquals(instantsOf(handoffsText([NOW + 0.5])), [NOW]);
});
