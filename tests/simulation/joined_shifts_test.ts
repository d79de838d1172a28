import { assert, assertEquals } from "@std/assert";
import { joinedShifts, labelAt } from "./judge/joined_shifts.ts";
import { shows } from "./judge/shown_shift.ts";
import type { RosterShift } from "./recording.ts";
import { TEMPLATES } from "./setting.ts";

const MINUTE = 60_000;

/** On call, minutes after the epoch. */
function onCall(
  place: number,
  start: number,
  end: number,
  level = 1,
): RosterShift {
  return {
    who: 0,
    person: "UANN",
    state: "on_call",
    place,
    level,
    start: start * MINUTE,
    end: end * MINUTE,
  };
}

function spans(shifts: RosterShift[], templates = 0) {
  return joinedShifts(shifts, TEMPLATES[templates]!)
    .map(({ start, end }) => [start / MINUTE, end! / MINUTE]);
}

Deno.test("shifts that touch or overlap are one across schedules", () => {
  assertEquals(spans([onCall(1, 60, 90), onCall(0, 0, 60)]), [[0, 90]]);
  assertEquals(spans([onCall(0, 0, 60), onCall(1, 61, 90)]), [[0, 90]]);
  assertEquals(spans([onCall(0, 0, 60), onCall(1, 62, 90)]), [[0, 60], [
    62,
    90,
  ]]);
});

Deno.test("they are not where they show another text", () => {
  const levels = [onCall(0, 0, 60), onCall(1, 30, 90, 2)];
  assertEquals(spans(levels), [[0, 60], [30, 90]]);
  assertEquals(spans(levels, 1), [[0, 90]]);
});

Deno.test("named are the schedules under way, and the end is the last one's", () => {
  const [joined] = joinedShifts(
    [onCall(0, 0, 60), onCall(1, 30, 90)],
    TEMPLATES[0]!,
  );
  const labels = [10, 45, 75].map((at) => labelAt(joined!, at * MINUTE));
  assertEquals(labels, ["Payments", "Payments, Search", "Search"]);
  const status = (text: string, end: number) => ({
    text,
    emoji: ":pager:",
    expiration: end * 60 + 1260,
  });
  const isShown = (text: string, end: number, at: number) =>
    shows(status(text, end), joined!, at * MINUTE, at * MINUTE);
  assert(isShown("On call for Payments, Search until 01:30", 90, 45));
  assert(!isShown("On call for Payments, Search until 01:30", 90, 75));
  assert(!isShown("On call for Payments, Search until 01:00", 60, 45));
  assert(!isShown("Backup for Payments, Search until 01:30", 90, 45));
});
