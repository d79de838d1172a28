import { putRecords } from "../../slack/record_store.ts";
import { bookedRuns } from "../../slack/records/runs.ts";
import { type Execution, nowOf, waitForReadConsistency } from "../execution.ts";
import {
  afterBooking,
  AS_BOOKED,
  type BookingOutcome,
  instantsOf,
  recordTriggers,
} from "../handoffs/booked.ts";
import {
  type Booking,
  bookingProblem,
  createHandoffTriggers,
  listHandoffTriggers,
  planHandoffs,
  removeHandoffTriggers,
  removeTwins,
} from "../handoffs/handoff_triggers.ts";
import { putStepReport } from "../state/step_reports.ts";
import { type LastRun, readLastRun } from "../state/run_state.ts";

interface BookInputs {
  handoffs: string;
  run_id?: string | undefined;
}

interface BookOutputs {
  booked: number;
  removed: number;
  failed: number;
}

/**
 * The step *book the next handoffs*: creates the missing one-off triggers, and
 * removes those that fired or are no longer wanted. It compares with what Slack
 * lists, not with what was recorded, so that no trigger is made twice or
 * forgotten if an earlier run was cut short. The wanted handoffs come from the
 * last checkpoint, because a later run may have changed them since this step was
 * called.
 *
 * @throws {Error} if the input is not a list of instants.
 */
export async function bookHandoffs(
  execution: Execution,
  inputs: BookInputs,
): Promise<BookOutputs> {
  const asked = inputs.handoffs.trim();
  if (asked === AS_BOOKED) return { booked: 0, removed: 0, failed: 0 };
  instantsOf(asked);
  const last = await readRun(execution, asked);
  const wanted = last.checkpoint?.handoffs ?? asked;
  const readAt = last.checkpoint?.started_at ?? 0;
  const booking = await book(execution, new Set(instantsOf(wanted)), readAt);
  const { made, removed, problems } = booking;
  const now = nowOf(execution);
  const booked = afterBooking(wanted, outcomeOf(booking), last.booked, now);
  await putRecords(execution.client, bookedRuns, [booked]);
  if (problems.length > 0) {
    await putStepReport(execution, "book", { results: [], problems });
  }
  return { booked: made.length, removed, failed: problems.length };
}

/** Reads the records of the last run. They may not show yet that this run was opened. */
async function readRun(execution: Execution, asked: string): Promise<LastRun> {
  const last = await readLastRun(execution);
  if ((last.checkpoint?.handoffs ?? asked) === asked) return last;
  await waitForReadConsistency(execution);
  return await readLastRun(execution);
}

/** @param readAt When the run read the rosters: what has come by then, it has seen (Unix seconds). */
async function book(
  execution: Execution,
  wanted: ReadonlySet<number>,
  readAt: number,
): Promise<Booking> {
  const booking: Booking = {
    waiting: new Map(),
    made: [],
    removed: 0,
    problems: [],
    cutShort: false,
  };
  try {
    const now = nowOf(execution);
    const listed = await listHandoffTriggers(execution, now);
    const { kept, superfluous, missing } = planHandoffs(listed, wanted, now);
    booking.waiting = kept;
    // A trigger that is about to fire although nothing wants it is removed later.
    booking.cutShort = [...kept.keys()].some((at) => !wanted.has(at));
    booking.removed = await removeHandoffTriggers(
      execution,
      superfluous,
      booking,
    );
    const ahead = missing.filter((at) => at > readAt);
    await createHandoffTriggers(execution, ahead, booking);
    if (booking.made.length > 0) await removeTwins(execution, booking);
    await recordTriggers(execution, booking.waiting);
  } catch (thrown) {
    booking.problems.push(bookingProblem(thrown));
  }
  return booking;
}

function outcomeOf({ problems, cutShort }: Booking): BookingOutcome {
  if (problems.length > 0) return "failed";
  return cutShort ? "cut short" : "done";
}
