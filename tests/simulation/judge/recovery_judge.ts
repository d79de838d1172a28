import type { Recording, TouchRecord } from "../recording.ts";
import { POLL_MS, START_MS } from "../script.ts";
import { type Followed, judgeService } from "./service_judge.ts";
import { type Truth, WINDOW_MS } from "./truth.ts";
import type { Verdict } from "./verdict.ts";

/** When a run comes that takes up what a stopped one left, and when all is done (milliseconds). */
const TAKEN_UP_MS = 100_000;
const RECOVERED_MS = 240_000;

/** The instants at which a step was stopped that had begun to write, or whose run had booked the one that recovers it. */
export function stops(recording: Recording): number[] {
  const { touched, writing, ended_at } = recording;
  return touched.filter((met) =>
    met.killed && met.at > START_MS + 2 * POLL_MS &&
    recoveredBy(met.at) < ended_at && !hadDoneAll(recording, met) &&
    (writing.some(({ execution }) => execution === met.execution) ||
      isCovered(recording, met))
  ).map(({ at }) => at);
}

const CREATES = "workflows.triggers.create";
const DELETES = "workflows.triggers.delete";

const APPLIES = "apply_status";
/** The steps that show people something, and the one before them. */
const SERVING: readonly string[] = ["restore_status", APPLIES];
const FIRST = "fetch_roster";

/** Whether the run of a stopped step had surely booked, in its first step, the run that recovers it. */
function isCovered(
  { executions, touched }: Recording,
  { run, step }: TouchRecord,
): boolean {
  const isBooked = executions.some((each) =>
    each.run === run && each.step === FIRST &&
    each.calls[CREATES] !== undefined
  );
  return SERVING.includes(step) && isBooked &&
    !touched.some((met) => met.run === run && met.method === CREATES);
}

/**
 * Whether a step was stopped as it removed the run that would have recovered it: first
 * its trigger, then its record. All is done and on record by then, so an edit since the
 * rosters were read is for the next poll.
 */
function hadDoneAll(
  { executions }: Recording,
  { step, method, datastore, execution }: TouchRecord,
): boolean {
  const stopped = executions.find(({ id }) => id === execution);
  // A run that takes another one's place is made before that one is removed.
  const { [CREATES]: made = 0, [DELETES]: removed = 0 } = stopped?.calls ?? {};
  const isRecord = method === "apps.datastore.delete" && datastore === "runs";
  return step === APPLIES &&
    (method === DELETES ? removed > made : isRecord && removed > 0);
}

export function recoveredBy(stop: number): number {
  return stop + RECOVERED_MS;
}

/** What a stopped step left is done minutes later, without a poll. */
export function judgeRecovery(
  truth: Truth,
  followed: Followed,
  stop: number,
  verdict: Verdict,
): void {
  const from = lookedAgain(truth, stop);
  judgeService(truth, followed, recoveredBy(stop), verdict, from);
}

/**
 * When the run began that took up what a stopped step left. It is booked from the
 * start of the run that was stopped, so it may come well before the latest instant,
 * and what it could not read then is for the next poll.
 */
function lookedAgain({ recording: { runs } }: Truth, stop: number): number {
  const latest = stop + TAKEN_UP_MS;
  const looks = runs.filter(({ at, workflow }) =>
    workflow === "sync" && at > stop + WINDOW_MS && at <= latest
  );
  return looks.length === 0 ? latest : Math.max(...looks.map(({ at }) => at));
}
