import { touchingRuns } from "../../intervals.ts";
import { ON_CALL } from "../../reconciler/on_call.ts";
import type { RosterShift } from "../../rosters/port.ts";
import { SECONDS_PER_MINUTE } from "../../time.ts";
import type { Finding, Foreseen } from "./document.ts";
import { andMore, type Setting } from "./look_twice.ts";

/**
 * Slack, `users.profile.set`: the app's writes a minute (`slack/rate_limiter.ts`).
 */
const WRITES_A_MINUTE = 50;

/** Minutes in which more people start than Slack allows writes; the fullest one. */
export function crowdedMinutes(
  people: readonly Foreseen[],
  { from, text }: Setting,
): Finding[] {
  const starts = people.flatMap(({ person, forecast }) =>
    forecast.shown.map((each) => ({ id: person.id, at: each.from }))
  );
  const minutes = [...Map.groupBy(
    starts,
    ({ at }) => Math.floor(at / SECONDS_PER_MINUTE),
  )].filter(([, each]) => each.length > WRITES_A_MINUTE)
    .sort(([, a], [, b]) => b.length - a.length);
  return minutes.slice(0, 1).map(([, each]) => {
    const at = each[0]!.at;
    const waits = Math.ceil(each.length / WRITES_A_MINUTE) - 1;
    const when = at === from ? "in the first run" : `at ${text.moment(at)}`;
    return {
      kind: "rates" as const,
      people: each.map(({ id }) => id),
      text:
        `${each.length} people start ${when}${
          andMore(minutes.length - 1).replace(", and", ", and as crowded")
        }: Slack allows ${WRITES_A_MINUTE} writes a minute, so the last one ` +
        `waits for ${waits === 1 ? "a minute" : `${waits} minutes`}.`,
    };
  });
}

/**
 * Times in which a schedule that has somebody on call before has nobody.
 *
 * @param shifts All that was read, also of people whom nothing identifies.
 */
export function coverageGaps(
  shifts: readonly RosterShift[],
  { from, to, text }: Setting,
): Finding[] {
  const onCall = shifts.filter(({ state }) => state === ON_CALL);
  const schedules = Map.groupBy(
    onCall,
    ({ source, schedule }) => `${source}\n${schedule}`,
  );
  return [...schedules.values()].flatMap((own) => {
    const gaps = gapsOf(own).filter((gap) => gap.from < to && gap.from >= from);
    const [first] = gaps;
    if (first === undefined) return [];
    const until = first.to === null
      ? "on, as far as it was read"
      : `to ${text.moment(first.to)}`;
    return [{
      kind: "gap" as const,
      people: [],
      text: `${own[0]!.label}: nobody is on call from ` +
        `${text.moment(first.from)} ${until}${andMore(gaps.length - 1)}.`,
    }];
  });
}

/** From each end that no other shift covers to the next start. */
function gapsOf(shifts: readonly RosterShift[]) {
  const runs = touchingRuns(shifts);
  return runs.flatMap((run, index) => {
    const ends = run.map(({ end }) => end);
    if (ends.includes(null)) return [];
    const from = Math.max(...ends as number[]);
    return [{ from, to: runs[index + 1]?.[0]?.start ?? null }];
  });
}
