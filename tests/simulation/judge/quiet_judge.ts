import type { ExecutionRecord } from "../recording.ts";
import { peopleOf, POLL_MS, START_MS } from "../script.ts";
import { OPERATOR } from "../stage.ts";
import { VENDORS } from "../vendors.ts";
import { clock, type Verdict } from "./verdict.ts";
import { endOf } from "./joined_shifts.ts";
import { hasToken } from "./tokens.ts";
import { CLICK_MS, SNAPSHOT_MS, type Truth, WINDOW_MS } from "./truth.ts";

/** A poll that finds nothing new may make this many calls beside its reads. */
const MOST_CALLS = 2;

/** Reads of the rosters and of people whose status is waited for. */
const READS: readonly string[] = [
  ...VENDORS,
  ...["users.profile.get", "dnd.info", "users.getPresence", "users.list"],
];

/** By then a poll's run is over that found nothing new. */
const OVER_MS = 60_000;

/** What was refused, or not found, is tried again after an hour: by the first poll after that. */
const HOURLY_MS = 3_600_000 + POLL_MS + OVER_MS;

/** Look-ups are kept for so long at least. */
const LOOK_UP_MS = 18 * 3_600_000;

/** How many hours ahead the app books handoffs unless it is told. */
const BOOKED_HOURS = 6;

/**
 * A poll that finds nothing new writes to nobody and makes few calls, unless
 * something is due by the clock alone. Where that is hourly work, of two polls in a
 * row one is quiet; of three, where it fails and is tried again at once.
 */
export function judgeQuiet(truth: Truth, verdict: Verdict): void {
  const { ended_at } = truth.recording;
  let before: string | null = null;
  let earlier: string | null = null;
  for (let at = START_MS + 2 * POLL_MS; at < ended_at; at += POLL_MS) {
    verdict.polls.all++;
    const isUnexcused = isUneventful(truth, at);
    const text = isUnexcused ? noiseAt(truth, at) : null;
    const isAlone = isUnexcused && !mayBeDue(truth, at);
    const isRepeated = before !== null &&
      (earlier !== null || !mayFail(truth, at));
    if (isAlone || isUnexcused && isRepeated) verdict.polls.judged++;
    if (text !== null && (isAlone || isRepeated)) {
      const again = before === null ? "" : ", nor before";
      verdict.violations.push({
        rule: "quiet",
        person: "",
        at,
        text: `nothing was new at ${clock(at)}${again}: ${text}`,
      });
      return;
    }
    earlier = before;
    before = text;
  }
}

/** Whether a poll may find work by the clock alone. */
function mayBeDue(truth: Truth, at: number): boolean {
  const { recording } = truth;
  const to = at + OVER_MS;
  const lately = at - HOURLY_MS;
  const isLate = at >= START_MS + LOOK_UP_MS;
  const troubled = recording.troubles.some((each) =>
    each.from <= to && each.to >= lately
  );
  const touched = recording.touched.some((met) =>
    met.at <= to && met.at >= lately
  );
  return isLate || troubled || touched || hasGroup(truth, lately, to) ||
    isToBook(truth, at) || isSomebodyHelpless(truth, lately, to);
}

/** Whether somebody may fail again and again. */
function mayFail(truth: Truth, at: number): boolean {
  return isSomebodyHelpless(truth, at - HOURLY_MS, at) ||
    truth.recording.troubles.some(({ from, to }) => from <= at && to >= at);
}

/** Whether nothing serves a person who has opted in: they fail by the hour. */
function isSomebodyHelpless(truth: Truth, from: number, to: number): boolean {
  return peopleOf(truth.recording.script).some((person) =>
    truth.consents(person, from, to)
      .some((item) => item !== null && !hasToken(truth, person, item))
  );
}

/** Whether anything is declared for the user group: its members are read by the hour. */
function hasGroup(
  { recording: { declared } }: Truth,
  from: number,
  to: number,
): boolean {
  return declared.some(({ at, item }) =>
    item !== null && item.group !== undefined && at <= to &&
    (item.end === undefined || Number(item.end) * 1000 >= from)
  );
}

/** Whether a start or an end comes near enough for its handoff to be booked. */
function isToBook(truth: Truth, at: number): boolean {
  const hours = truth.recording.script.bookedHours ?? BOOKED_HOURS;
  const ahead = hours * 3_600_000 / 2;
  const [from, to] = [at + ahead - 2 * POLL_MS, at + ahead + 2 * POLL_MS];
  return hasEdge(truth, from, to, { from: at - POLL_MS, to: at });
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
    ...recording.declared,
    ...recording.templates,
    ...recording.modes,
    ...recording.consents,
  ];
  // A source that lists no shifts any more is believed at the second reading.
  const moved = recording.rosters.some((each) =>
    each.at >= from - POLL_MS && each.at <= to
  );
  if (moved || clicks.some(near) || changes.some(near)) return false;
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

/** Whether a shift of anybody begins or ends, as the rosters stood at a poll or since the one before. */
function hasEdge(
  truth: Truth,
  from: number,
  to: number,
  known = { from, to },
): boolean {
  return truth.rosters(known.from, known.to).flat().some(({ parts }) =>
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

/** Whether a snooze of the app's, or a status without a known end, is due to be renewed. */
function isRenewing(
  { recording }: Truth,
  from: number,
  to: number,
): boolean {
  const isDue = (untilSeconds: number, halfMs: number) => {
    const due = untilSeconds * 1000 - halfMs;
    return untilSeconds > 0 && due > from - POLL_MS && due <= to;
  };
  return [...recording.people.values()].some(({ status, snooze }) =>
    snooze.some(({ by, after }) =>
      by === "app" && isDue(after.until_seconds, HALF_SNOOZE_MS)
    ) ||
    status.some(({ by, after }) =>
      by === "app" && isDue(after.expiration, HALF_STATUS_MS)
    )
  );
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
