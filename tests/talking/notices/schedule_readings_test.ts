import { assertEquals } from "@std/assert";
import { scheduleReadings } from "../../../talking/notices/schedule_readings.ts";
import { stateOf } from "../../../talking/notices/schedule_state.ts";
import type { Unread } from "../../../talking/overview.ts";
import type { ToldShift } from "../../../talking/told_shifts.ts";
import { NOON } from "../answer_samples.ts";
import { HOUR, PAYMENTS, time } from "./roster_model.ts";

const MAIL = { source: "pd", schedule: "P2", name: "Mail" };
const OTHER = { source: "og", schedule: "P1", name: "Other" };

const WINDOW = { from: NOON, until: NOON + 48 * HOUR };

const shift = (
  name: string,
  { source, schedule } = PAYMENTS,
): ToldShift => ({
  ...{ ...time(name, 0, 8), source, schedule, state: "on_call" },
  person: null,
});

const UNREAD: Unread = {
  source: "pd",
  schedule: "P1",
  reason: "503",
  since: NOON,
};

/** The people of each schedule, and who could not be read; `null` if nothing could. */
function read(shifts: ToldShift[], unread: Unread[] = []) {
  const all = [PAYMENTS, MAIL, OTHER];
  return scheduleReadings(all, { shifts, unread }, WINDOW)
    .map(({ reading: { state, unread } }) =>
      state === null
        ? null
        : [...state.times.map(({ name }) => name), ...unread!]
    );
}

Deno.test("each schedule has its own people, and one without any is read, too", () => {
  const shifts = [shift("Ann"), shift("Bob", OTHER)];
  assertEquals(read(shifts), [["Ann"], [], ["Bob"]]);
});

Deno.test("what could not be read is not empty", () => {
  assertEquals(read([], [UNREAD]), [null, [], []]);
  assertEquals(read([], [{ ...UNREAD, schedule: null }]), [null, null, []]);
  assertEquals(read([shift("Ann")], [{ ...UNREAD, emptied: true }]), [
    null,
    [],
    [],
  ]);
});

Deno.test("somebody who could not be read is named on their schedules", () => {
  const ann = { ...UNREAD, identity: "pd:ann" };
  assertEquals(read([shift("Bob")], [ann]), [["Bob", "pd:ann"], [], []]);
  assertEquals(read([], [{ ...ann, schedule: null }]), [
    ["pd:ann"],
    ["pd:ann"],
    [],
  ]);
});

Deno.test("a state knows of a shift nothing but who it is of, its level and its time", () => {
  const [payments] = scheduleReadings(
    [PAYMENTS],
    { shifts: [shift("Ann")], unread: [] },
    WINDOW,
  );
  assertEquals(payments!.reading.state, stateOf([time("Ann", 0, 8)], WINDOW));
});
