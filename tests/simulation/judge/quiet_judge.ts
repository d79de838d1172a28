import type { ExecutionRecord } from "../recording.ts";
import { POLL_MS, START_MS } from "../script.ts";
import { OPERATOR } from "../stage.ts";
import { clock, type Verdict } from "./verdict.ts";
import { endOf } from "./joined_shifts.ts";
import { CLICK_MS, SNAPSHOT_MS, type Truth, WINDOW_MS } from "./truth.ts";

/** A poll that finds nothing new may make so many calls beside its reads. */
const MOST_CALLS = 5;

/** Reads of the rosters and of people whose status is waited for. */
const READS = [
  ...["pagerduty", "json", "ical"],
  ...["users.profile.get", "dnd.info", "users.getPresence", "users.list"],
];

/** By then a poll's run is over that found nothing new. */
const OVER_MS = 60_000;

/**
 * A poll that finds nothing new writes to nobody and makes few calls. What is
 * due by the clock alone (renewals, retries, bookings) is due once an hour at
 * most, so of two polls in a row one is quiet.
 */
export function judgeQuiet(truth: Truth, verdict: Verdict): void {
  const { ended_at } = truth.recording;
  let before: string | null = null;
  for (let at = START_MS + 2 * POLL_MS; at < ended_at; at += POLL_MS) {
    const text = isUneventful(truth, at) ? noiseAt(truth, at) : null;
    if (text !== null && before !== null) {
      verdict.violations.push({
        rule: "quiet",
        person: "",
        at,
        text: `nothing was new at ${clock(at)}, nor before: ${text}`,
      });
      return;
    }
    before = text;
  }
}

/** Whether nothing at all happened since just before the last poll, which went well. */
function isUneventful(truth: Truth, at: number): boolean {
  const { recording } = truth;
  const from = at - POLL_MS - CLICK_MS;
  const to = at + OVER_MS;
  const near = (each: { at: number }) => each.at >= from && each.at <= to;
  const polls = recording.executions.filter((each) =>
    each.step === "fetch_roster" && each.at > at - OVER_MS && each.at <= to
  );
  if (polls.length !== 1) return false;
  const clicks = [
    ...recording.choices,
    ...recording.declarations,
    ...recording.operations,
  ];
  const changes = [
    ...recording.rosters,
    ...recording.declared,
    ...recording.templates,
    ...recording.modes,
    ...recording.consents,
  ];
  if (clicks.some(near) || changes.some(near)) return false;
  const touched = recording.touched
    .some((met) => met.at >= from - SNAPSHOT_MS && met.at <= to);
  const troubled = recording.troubles.some((each) =>
    [each.from, each.to].some((edge) => edge >= from && edge <= to)
  );
  const failed = recording.runs.some((run) =>
    run.status === "failed" && run.at >= from - SNAPSHOT_MS && run.at <= to
  );
  return !touched && !troubled && !failed && !hasEdge(truth, from, to) &&
    !isSomebodyBusy(truth, from, to) && !isResuming(truth, from, to) &&
    !isRenewing(truth, at, to);
}

/** Whether a shift of anybody begins or ends. */
function hasEdge(truth: Truth, from: number, to: number): boolean {
  return truth.rosters(from, to).flat().some(({ parts }) =>
    parts.some((part) =>
      [part.start, endOf(part)].some((edge) => edge >= from && edge <= to)
    )
  );
}

/** Whether anybody changed anything themselves, or something of theirs ended by itself. */
function isSomebodyBusy(
  { recording }: Truth,
  from: number,
  to: number,
): boolean {
  const near = (at: number) => at >= from - WINDOW_MS && at <= to;
  return [...recording.people.values()].some((person) =>
    [...person.status, ...person.snooze, ...person.away]
      .some(({ by, at }) => by === "human" && near(at)) ||
    [person.initial.status, ...person.status.map(({ after }) => after)]
      .some(({ expiration }) => near(expiration * 1000)) ||
    [person.initial.snooze, ...person.snooze.map(({ after }) => after)]
      .some(({ until_seconds }) => near(until_seconds * 1000))
  );
}

/**
 * Whether the shift of a person who chose *resume* shows again: the poll after
 * their change finds it, and the one after that shows the shift.
 */
function isResuming(truth: Truth, from: number, to: number): boolean {
  return [...truth.recording.people.values()].some(({ id, status }) =>
    truth.consentAt(id, to)?.after_manual_change === "resume" &&
    status.some(({ by, at }) =>
      by === "human" && at >= from - WINDOW_MS - POLL_MS && at <= to
    )
  );
}

/** Half of what the app sets at most, in milliseconds: what has so little left is renewed. */
const HALF_SNOOZE_MS = 3_600_000;
const HALF_STATUS_MS = 12 * 3_600_000;

/** Whether a snooze or a status without a known end was due to be renewed, and is. */
function isRenewing(
  { recording }: Truth,
  from: number,
  to: number,
): boolean {
  return [...recording.people.values()].some(({ status, snooze }) =>
    snooze.some(({ at, by, before, after }) =>
      by === "app" && at >= from && at <= to &&
      isRenewed(at, before.until_seconds, after.until_seconds, HALF_SNOOZE_MS)
    ) ||
    status.some(({ at, by, before, after }) =>
      by === "app" && at >= from && at <= to &&
      isRenewed(at, before.expiration, after.expiration, HALF_STATUS_MS)
    )
  );
}

function isRenewed(
  at: number,
  before: number,
  after: number,
  halfMs: number,
): boolean {
  return before > 0 && after > before && before * 1000 - at <= halfMs;
}

/** What a poll wrote or called too often; `null`: it was quiet. */
function noiseAt(truth: Truth, at: number): string | null {
  const { executions, people } = truth.recording;
  const poll = executions.find((each) =>
    each.step === "fetch_roster" && each.at > at - OVER_MS &&
    each.at <= at + OVER_MS
  )!;
  const calls = callsOf(executions.filter(({ run }) => run === poll.id));
  const written = [...people.values()].filter(({ id, status, snooze, away }) =>
    id !== OPERATOR &&
    [...status, ...snooze, ...away].some((write) =>
      write.by === "app" && write.at >= at && write.at <= at + OVER_MS
    )
  ).map(({ id }) => id);
  const count = [...calls.values()].reduce((sum, each) => sum + each, 0);
  if (written.length > 0) return `it wrote to ${written.join()}`;
  return count <= MOST_CALLS
    ? null
    : `it made ${count} calls: ${JSON.stringify(Object.fromEntries(calls))}`;
}

/** How often a run called each method, without reads. */
function callsOf(steps: ExecutionRecord[]): Map<string, number> {
  const calls = new Map<string, number>();
  for (const step of steps) {
    for (const [method, times] of Object.entries(step.calls)) {
      if (READS.includes(method)) continue;
      calls.set(method, (calls.get(method) ?? 0) + times);
    }
  }
  return calls;
}
