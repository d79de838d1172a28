import { assert, assertEquals } from "@std/assert";
import fc from "fast-check";
import {
  type ScheduleState,
  stateOf,
} from "../../../talking/notices/schedule_state.ts";
import { fromStored, toStored } from "../../../talking/notices/stored_state.ts";
import { NOON } from "../answer_samples.ts";
import { anyRoster, HOUR, time } from "./roster_model.ts";

const WINDOW = { from: NOON, until: NOON + 48 * HOUR };

/** As a record gives it back. */
const stored = (state: ScheduleState): unknown =>
  JSON.parse(JSON.stringify(toStored(state)));

Deno.test("a state is stored and read back as it was", () => {
  fc.assert(fc.property(anyRoster, fc.nat(9), (roster, revision) => {
    const state: ScheduleState = {
      ...stateOf(roster, WINDOW),
      revision,
      behind: revision > 4 ? { "pd:ann": NOON } : {},
    };
    assertEquals(fromStored(stored(state)), state);
  }));
});

Deno.test("what is no state, or one of another version, is not taken for one", () => {
  const state = stored(stateOf([time("Ann", 1, 2)], WINDOW)) as object;
  assert(fromStored(state));
  for (
    const broken of [
      ...[null, "", 1, [], {}],
      { ...state, v: 2 },
      { ...state, from: "now" },
      { ...state, until: null },
      { ...state, revision: 0.5 },
      { ...state, people: [] },
      { ...state, people: [[1, 2]] },
      { ...state, people: ["Ann"] },
      { ...state, times: {} },
      { ...state, times: [[0, 1, 0]] },
      { ...state, times: [[0, 1, 0, "1"]] },
      { ...state, times: [[0, 1, 0, -1]] },
      { ...state, times: [[1, 1, 0, 1]] },
      { ...state, behind: { "pd:ann": "now" } },
    ]
  ) assertEquals(fromStored(broken), null, JSON.stringify(broken));
});

Deno.test("300 schedules of two weeks are small", () => {
  const people = Array.from({ length: 8 }, (_, at) => `Person Number ${at}`);
  // Two shifts a day on two levels.
  const shifts = Array.from(
    { length: 56 },
    (_, at) =>
      time(people[at % 8]!, 12 * (at >> 1), 12 * (at >> 1) + 12, {
        level: 1 + at % 2,
        identity: `pagerduty:PXPGF4${at % 8}`,
      }),
  );
  const until = NOON + 14 * 24 * HOUR;
  const state = stateOf(shifts, { from: NOON, until });
  assertEquals(state.times.length, 56);
  const { length } = JSON.stringify(toStored(state));
  assert(length < 2000, `${length} characters`);
});
