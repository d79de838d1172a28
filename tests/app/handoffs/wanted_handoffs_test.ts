import { assertEquals } from "@std/assert";
import { bookAgainAt } from "../../../app/handoffs/wanted_handoffs.ts";
import { NOW } from "../../slack/local_slack.ts";
import { shift } from "../../reconciler/samples.ts";

const HOUR = 3600;

function againAt(
  horizonHours: number,
  ...times: [startHours: number, endHours: number | null][]
): number | null {
  const shifts = times.map(([start, end]) => ({
    ...shift(),
    start: NOW + start * HOUR,
    end: end === null ? null : NOW + end * HOUR,
  }));
  const at = bookAgainAt(
    { shifts, remembered: [], read_at: NOW },
    horizonHours * HOUR,
  );
  return at === null ? null : (at - NOW) / HOUR;
}

Deno.test("handoffs are booked again half a horizon before the first beyond it", () => {
  assertEquals(againAt(6, [24, 32], [7, 9], [1, 2]), 4);
  assertEquals(againAt(6, [-1, 10]), 7);
  assertEquals(againAt(6, [5, null], [8, null]), 5);
});

Deno.test("nothing is booked again if nothing lies beyond the horizon, or none is booked at all", () => {
  assertEquals(againAt(6), null);
  assertEquals(againAt(6, [-1, 6], [2, null]), null);
  assertEquals(againAt(0, [24, 32]), null);
});
