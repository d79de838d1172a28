import type { ReadingWindow } from "../../port.ts";
import type { Account } from "../../http/account.ts";
import { schemaMismatch, validate } from "../../http/validate.ts";
import { get } from "../../http/request.ts";
import {
  isoOf,
  lookBackWindow,
  type PersonPeriod,
  startWithin,
} from "../../http/oncall_periods.ts";
import { type Outcome, success } from "../../http/outcome.ts";
import type { Dialect, TimelineAnswer } from "./dialect.ts";
import { SECONDS_PER_DAY } from "../../../time.ts";

const DAY_S = SECONDS_PER_DAY;
/** The range begins with a day in the schedule's zone, and clocks change. */
const SPARE_DAYS = 2;

/**
 * Who is on a schedule. The vendor cuts periods off where the range begins and
 * splits what is under way at the present, into a `historical` period and the
 * rest. Hence the look back; what touches becomes one again in the reading.
 */
export async function readTimeline(
  account: Account,
  dialect: Dialect,
  id: string,
  window: ReadingWindow,
): Promise<Outcome<PersonPeriod[]>> {
  const path = `${dialect.path}/${encodeURIComponent(id)}/timeline`;
  const { since, until } = lookBackWindow(window, DAY_S);
  const answer = await get(account, path, {
    date: isoOf(since),
    interval: String((until - since) / DAY_S + SPARE_DAYS),
    intervalUnit: "days",
  });
  if (!answer.ok) return answer;
  const fitted = validate(account, dialect.timeline, path, answer.value);
  if (!fitted.ok) return fitted;
  const wrong = objection(fitted.value, id, window);
  if (wrong !== null) return schemaMismatch(account.vendor.name, path, wrong);
  return success(turnsOf(fitted.value, dialect));
}

function objection(
  { startDate, endDate, _parent }: TimelineAnswer,
  id: string,
  { since, until }: ReadingWindow,
): string | null {
  if (_parent && _parent.id !== id) {
    return `_parent.id: expected ${id}, received ${_parent.id}`;
  }
  // A shorter answer would pass for one with nobody in the rest of the window.
  if (startDate <= since && endDate >= until) return null;
  return `startDate to endDate: expected all of ` +
    `${isoOf(since)} to ${isoOf(until)}, ` +
    `received ${isoOf(startDate)} to ${isoOf(endDate)}`;
}

/** Only users are people; teams, escalations and nobody are not. */
function turnsOf(
  { startDate, endDate, finalTimeline }: TimelineAnswer,
  { identityOf }: Dialect,
): PersonPeriod[] {
  const range = { since: startDate, until: endDate };
  return finalTimeline.rotations
    .filter(({ deleted }) => !deleted)
    .flatMap(({ periods }) => periods)
    .flatMap((period) =>
      (period.people ?? []).filter(({ type }) => type === "user")
        .map((user) => ({
          identity: identityOf(user),
          start: startWithin(range, period.startDate),
          end: period.endDate,
        }))
    );
}
