import { assertEquals } from "@std/assert";
import { withKnownStates } from "../../rosters/known_states.ts";
import { rosterShift } from "./roster_shift.ts";

Deno.test("a schedule with a state that the configuration lacks is not readable, and that is said once", () => {
  const known = rosterShift();
  const unknown = rosterShift({ state: "holiday", source: "hr" });
  const { shifts, unreadable } = withKnownStates(
    [known, unknown, { ...unknown, start: 150 }],
    ["on_call", "pto"],
  );
  assertEquals(shifts, [known]);
  assertEquals(unreadable, [{
    source: "hr",
    schedule: unknown.schedule,
    reason: `it gives the state "holiday", which is not among those of ` +
      "shiftlight.config.ts (on_call, pto)",
  }]);
});
