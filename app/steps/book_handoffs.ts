import type { Problem } from "../../reconciler/change.ts";
import { asFailure } from "../../slack/failure.ts";
import {
  allRecords,
  deleteRecords,
  putRecords,
} from "../../slack/record_store.ts";
import { bookedRuns } from "../../slack/records/runs.ts";
import { type HandoffRecord, handoffs } from "../../slack/records/handoffs.ts";
import { deleteTrigger, retryTriggerCall } from "../../slack/triggers.ts";
import { type Execution, mayBegin, nowOf } from "../execution.ts";
import { waitForReadConsistency } from "../read_lag.ts";
import { putStepReport, readLastRun } from "../state/run_records.ts";
import { afterBooking, AS_BOOKED, instantsOf } from "../handoffs/booked.ts";
import {
  createHandoff,
  instantName,
  type ListedHandoff,
  listHandoffs,
  sortOut,
} from "../handoffs/listed_handoffs.ts";
import { SECONDS_PER_DAY } from "../../time.ts";

interface BookInputs {
  handoffs: string;
  run_id?: string | undefined;
}

interface BookOutputs {
  booked: number;
  removed: number;
  failed: number;
}

/** Records clear themselves away should nothing else (seconds). */
const KEPT = 2 * SECONDS_PER_DAY;

/** What a step did, and what of it failed. */
interface Booking {
  /** The triggers that wait, by their instant (Unix seconds). */
  waiting: Map<number, string>;
  made: number[];
  removed: ListedHandoff[];
  problems: Problem[];
  /** Whether time ran out. */
  cutShort: boolean;
}

/**
 * The step *book the next handoffs*: makes the one-off triggers that are missing
 * and removes those that fired or are not wanted any more. What Slack lists
 * counts, not what was recorded, so that none is made twice and none is
 * forgotten, whatever a run before this one was cut short in; and what the last
 * run wants counts, which may be a later one than this.
 *
 * @throws {Error} for an input that is no list of instants.
 */
export async function bookHandoffs(
  execution: Execution,
  inputs: BookInputs,
): Promise<BookOutputs> {
  const asked = inputs.handoffs.trim();
  if (asked === AS_BOOKED) return { booked: 0, removed: 0, failed: 0 };
  instantsOf(asked);
  const { checkpoint, booked: before } = await readLastRun(execution);
  const wanted = checkpoint?.handoffs ?? asked;
  const booking = await book(execution, new Set(instantsOf(wanted)));
  const { made, removed, problems, cutShort } = booking;
  const outcome = problems.length > 0
    ? "failed"
    : cutShort
    ? "cut short"
    : "done";
  const after = afterBooking(wanted, outcome, before, nowOf(execution));
  await putRecords(execution.client, bookedRuns, [after]);
  if (problems.length > 0) {
    await putStepReport(execution, "book", { results: [], problems });
  }
  return {
    booked: made.length,
    removed: removed.length,
    failed: problems.length,
  };
}

async function book(
  execution: Execution,
  wanted: ReadonlySet<number>,
): Promise<Booking> {
  const booking: Booking = {
    waiting: new Map(),
    made: [],
    removed: [],
    problems: [],
    cutShort: false,
  };
  try {
    const now = nowOf(execution);
    const listed = await listHandoffs(execution.client, now);
    const sorted = sortOut(listed, wanted, now);
    booking.waiting = sorted.kept;
    await remove(execution, sorted.superfluous, booking);
    await make(execution, sorted.missing, booking);
    if (booking.made.length > 0) await removeTwins(execution, booking);
    await record(execution, booking);
  } catch (thrown) {
    booking.problems.push(problemOf("booking handoffs", thrown));
  }
  return booking;
}

async function make(
  execution: Execution,
  instants: readonly number[],
  booking: Booking,
): Promise<void> {
  const { client, clock } = execution;
  for (const at of instants) {
    if (!mayBegin(execution)) {
      booking.cutShort = true;
      return;
    }
    try {
      const id = await retryTriggerCall(
        clock,
        () => createHandoff(client, at, nowOf(execution)),
      );
      booking.waiting.set(at, id);
      booking.made.push(at);
    } catch (thrown) {
      // What refuses one refuses all; the polls get there without.
      booking.problems.push(problemOf("booking handoffs", thrown));
      return;
    }
  }
}

async function remove(
  execution: Execution,
  triggers: readonly ListedHandoff[],
  booking: Booking,
): Promise<void> {
  const { client, clock } = execution;
  for (const trigger of triggers) {
    const { id, at } = trigger;
    if (!mayBegin(execution)) {
      booking.cutShort = true;
      return;
    }
    try {
      await retryTriggerCall(clock, () => deleteTrigger(client, id));
      booking.removed.push(trigger);
    } catch (thrown) {
      const about = `removing the trigger of ${instantName(at)}`;
      booking.problems.push(problemOf(about, thrown));
    }
  }
}

/** Two runs at once may make the same; both see it, and keep the same one. */
async function removeTwins(
  execution: Execution,
  booking: Booking,
): Promise<void> {
  await waitForReadConsistency(execution);
  const own = new Set(booking.made);
  const now = nowOf(execution);
  const listed = (await listHandoffs(execution.client, now))
    .filter(({ at }) => own.has(at));
  const { kept, superfluous } = sortOut(listed, own, now);
  for (const [at, id] of kept) booking.waiting.set(at, id);
  const twins = superfluous.filter(({ at }) => kept.has(at));
  await remove(execution, twins, { ...booking, removed: [] });
}

/**
 * The triggers that wait are on record, and no others.
 *
 * @throws {Error} when Slack did not do all of it.
 */
async function record(
  { client }: Execution,
  { waiting }: Booking,
): Promise<void> {
  const { records, broken } = await allRecords(client, handoffs);
  const standing = new Map(
    [...waiting].map(([at, trigger_id]): [string, HandoffRecord] => {
      const id = instantName(at);
      return [id, { id, at, trigger_id, expires_at: at + KEPT }];
    }),
  );
  const fresh = [...standing.values()].filter(({ id, trigger_id }) =>
    records.get(id)?.trigger_id !== trigger_id
  );
  const known = [...records.keys(), ...broken.map(({ id }) => id)];
  const gone = known.filter((id) => !standing.has(id));
  const lost = await putRecords(client, handoffs, fresh);
  const left = await deleteRecords(client, handoffs, gone);
  const undone = [...lost, ...left];
  if (undone.length > 0) {
    throw new Error(`Slack did not store all of it: ${undone.join(", ")}`);
  }
}

function problemOf(about: string, thrown: unknown): Problem {
  return { about, reason: asFailure(thrown, about).message };
}
