import * as v from "valibot";
import { SECONDS_PER_HOUR } from "../../../time.ts";
import type { Account, Query } from "../../http/account.ts";
import {
  isoOf,
  lookBackWindow,
  type OncallPeriod,
  startWithin,
} from "../../http/oncall_periods.ts";
import { failure, type Outcome, success } from "../../http/outcome.ts";
import { get } from "../../http/request.ts";
import { schemaMismatch, validate } from "../../http/validate.ts";
import type { ReadingWindow } from "../../port.ts";
import {
  type FinalSchedule,
  OtherGeneration,
  ScheduleAnswer,
  ShiftBasedAnswer,
} from "./schema.ts";
import { identityOf } from "./users.ts";

/** A schedule with its name and who is on it. */
interface ReadSchedule {
  schedule: string;
  name: string;
  periods: OncallPeriod[];
}

/** How schedules of one generation are read. */
interface Generation {
  path: string;
  query: Query;
  answer: v.GenericSchema<unknown, FinalSchedule>;
}

const LAYER_BASED: Generation = {
  path: "/schedules",
  query: {},
  answer: ScheduleAnswer,
};

const SHIFT_BASED: Generation = {
  path: "/v3/schedules",
  query: { "include[]": ["final_schedule"] },
  answer: ShiftBasedAnswer,
};

/**
 * Reads a schedule of either generation. Only the answer shows which one it is:
 * PagerDuty answers 400 or 404 if the schedule is of the other generation
 * (https://support.pagerduty.com/main/docs/shift-based-schedules-api-upgrade-examples).
 * A 404 from both means that it does not exist.
 *
 * @param level The level of its people; 1 is called first.
 */
export async function readSchedule(
  account: Account,
  schedule: string,
  level: number,
  window: ReadingWindow,
): Promise<Outcome<ReadSchedule>> {
  const read = (generation: Generation) =>
    readFinal(account, generation, schedule, level, window);
  const layered = await read(LAYER_BASED);
  if (layered.ok) return layered;
  const { status } = layered;
  if (status !== 404 && status !== 400) return layered;
  const shifts = await read(SHIFT_BASED);
  if (shifts.ok) return shifts;
  // The second answer adds nothing to the first.
  return shifts.status === 404 || shifts.status === status ? layered : shifts;
}

/** The final schedule, overrides included, from the endpoint of one generation. */
async function readFinal(
  account: Account,
  generation: Generation,
  schedule: string,
  level: number,
  window: ReadingWindow,
): Promise<Outcome<ReadSchedule>> {
  const path = `${generation.path}/${encodeURIComponent(schedule)}`;
  const asked = lookBackWindow(window, SECONDS_PER_HOUR);
  const answer = await get(account, path, {
    since: isoOf(asked.since),
    until: isoOf(asked.until),
    ...generation.query,
  });
  if (!answer.ok) return answer;
  // Read as layer-based, it would look empty.
  if (generation === LAYER_BASED && v.is(OtherGeneration, answer.value)) {
    return failure(400, `PagerDuty's ${schedule} is shift-based`);
  }
  const read = validate(account, generation.answer, path, answer.value);
  if (!read.ok) return read;
  const { id, label, entries } = read.value;
  if (id !== schedule) {
    const what = `schedule.id: expected ${schedule}, received ${id}`;
    return schemaMismatch(account.vendor.name, path, what);
  }
  const periods = entries.map(({ user, start, end }) => ({
    identity: identityOf(user),
    schedule,
    label,
    level,
    start: start === null ? null : startWithin(asked, start),
    end,
  }));
  return success({ schedule, name: label, periods });
}
