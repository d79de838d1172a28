import * as v from "valibot";
import type { ReadingWindow } from "../../port.ts";
import type { Account, Query } from "../../http/account.ts";
import { get } from "../../http/request.ts";
import { schemaMismatch, validate } from "../../http/validate.ts";
import {
  isoOf,
  lookBackWindow,
  type OncallPeriod,
  startWithin,
} from "../../http/oncall_periods.ts";
import { failure, type Outcome, success } from "../../http/outcome.ts";
import {
  type FinalSchedule,
  OtherGeneration,
  ScheduleAnswer,
  ShiftBasedAnswer,
} from "./schema.ts";
import { identityOf } from "./user.ts";
import { SECONDS_PER_HOUR } from "../../../time.ts";

const HOUR_S = SECONDS_PER_HOUR;

/** A schedule by itself: its name, and who is on it. */
export interface ReadSchedule {
  schedule: string;
  name: string;
  stretches: OncallPeriod[];
}

/** How schedules of one generation are asked for, and what they answer. */
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
 * A schedule of either generation. Which one it is only its answer tells:
 * PagerDuty answers 400 or 404 where it has the other
 * (https://support.pagerduty.com/main/docs/shift-based-schedules-api-upgrade-examples).
 * One that neither has (404) is unknown.
 *
 * @param level At which it is called; 1 is called first.
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
  // The second answer adds nothing: what the first one said stands.
  return shifts.status === 404 || shifts.status === status ? layered : shifts;
}

/** The final schedule, of overrides and all, by one generation's endpoint. */
async function readFinal(
  account: Account,
  generation: Generation,
  schedule: string,
  level: number,
  window: ReadingWindow,
): Promise<Outcome<ReadSchedule>> {
  const path = `${generation.path}/${encodeURIComponent(schedule)}`;
  const asked = lookBackWindow(window, HOUR_S);
  const answer = await get(account, path, {
    since: isoOf(asked.since),
    until: isoOf(asked.until),
    ...generation.query,
  });
  if (!answer.ok) return answer;
  // Its final schedule would look as if nobody were on.
  if (generation === LAYER_BASED && v.is(OtherGeneration, answer.value)) {
    return failure(400, `PagerDuty's ${schedule} is shift-based`);
  }
  const fitted = validate(account, generation.answer, path, answer.value);
  if (!fitted.ok) return fitted;
  const { id, label, entries } = fitted.value;
  if (id !== schedule) {
    const what = `schedule.id: expected ${schedule}, received ${id}`;
    return schemaMismatch(account.vendor.name, path, what);
  }
  const stretches = entries.map(({ user, start, end }) => ({
    identity: identityOf(user),
    schedule,
    label,
    level,
    start: start === null ? null : startWithin(asked, start),
    end,
  }));
  return success({ schedule, name: label, stretches });
}
