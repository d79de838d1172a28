import { assertEquals } from "@std/assert";
import {
  endingTogether,
  endsByQuarter,
  expiryFor,
  graceSecondsFor,
  statusRenewalDue,
} from "../../reconciler/expiry.ts";
import { DAY, END, HOUR, instant, MINUTE, NOW } from "./samples.ts";

Deno.test("the expiry is the end of the shift and a grace", () => {
  const cases: [together: number, minutes: number][] = [
    [0, 20],
    [1, 21],
    [50, 21],
    [51, 22],
    [1000, 40],
  ];
  for (const [together, minutes] of cases) {
    const expiry = expiryFor({ end: END }, "shift_end", NOW, together);
    assertEquals((expiry - END) / MINUTE, minutes, `${together} together`);
  }
});

Deno.test("the grace is longer than the time until the next check", () => {
  const cases: [poll: number, minutes: number][] = [
    [5, 20],
    [15, 20],
    [20, 25],
    [30, 35],
    [60, 65],
  ];
  for (const [poll, minutes] of cases) {
    const grace = graceSecondsFor(poll);
    assertEquals(grace, minutes * MINUTE, `polled every ${poll} minutes`);
    const expiry = expiryFor({ end: END }, "shift_end", NOW, 1, grace);
    assertEquals(expiry, END + grace + MINUTE);
  }
});

Deno.test("without an end, or by the state's rule, it is a day ahead", () => {
  assertEquals(expiryFor({ end: null }, "shift_end", NOW, 1), NOW + DAY);
  assertEquals(expiryFor({ end: null }, "lease", NOW, 1), NOW + DAY);
  const far = { end: NOW + 3 * DAY };
  assertEquals(expiryFor(far, "lease", NOW, 1), NOW + DAY);
  assertEquals(expiryFor(far, "shift_end", NOW, 0), NOW + 3 * DAY + 1200);
});

Deno.test("a leased expiry reaches no further than the end and its grace", () => {
  assertEquals(expiryFor({ end: END }, "lease", NOW, 1), END + 21 * MINUTE);
});

Deno.test("a lease is renewed once less than half of it is left", () => {
  const ahead = NOW + 12 * HOUR;
  assertEquals(isDue({ end: null }, ahead + 1), false);
  assertEquals(isDue({ end: null }, ahead - 1), true);
  const far = { end: NOW + 3 * DAY };
  assertEquals(isDue(far, ahead + 1), false);
  assertEquals(isDue(far, ahead - 1), true);
});

Deno.test("an expiry that covers the end and its grace is no lease", () => {
  assertEquals(isDue({ end: END }, END + 20 * MINUTE), false);
  assertEquals(isDue({ end: END }, END + 19 * MINUTE), true);
});

Deno.test("ends are counted by quarters of the hour", () => {
  const counts = endsByQuarter([
    instant("2026-03-10T17:00"),
    instant("2026-03-10T17:14:59"),
    instant("2026-03-10T17:15"),
    null,
    null,
  ]);
  assertEquals(endingTogether(counts, instant("2026-03-10T17:07")), 2);
  assertEquals(endingTogether(counts, instant("2026-03-10T17:29:59")), 1);
  assertEquals(endingTogether(counts, instant("2026-03-10T16:59:59")), 0);
  assertEquals(endingTogether(counts, null), 0);
  assertEquals(counts.size, 2);
});

/** Whether the expiry is one to renew now. */
function isDue(shift: { end: number | null }, expiration: number): boolean {
  const due = statusRenewalDue(shift, expiration);
  return due !== null && due <= NOW;
}
