import { DAY, SECOND } from "@std/datetime";
import type { Problem } from "../../../reconciler/result.ts";
import { asFailure } from "../../../slack/failure.ts";
import {
  allRecords,
  deleteRecords,
  putRecords,
} from "../../../slack/record_store.ts";
import {
  type HandoffRecord,
  handoffs,
} from "../../../slack/records/handoffs.ts";
import {
  createOneOff,
  deleteTrigger,
  insistently,
  listTriggers,
} from "../../../slack/triggers.ts";
import { type Execution, mayBegin, nowOf } from "../execution.ts";
import { untilSeen } from "../read_lag.ts";
import { putStepReport } from "../run_records.ts";
import { AS_BOOKED, NONE } from "./wanted_handoffs.ts";

interface BookInputs {
  handoffs: string;
  run_id?: string | undefined;
}

interface BookOutputs {
  booked: number;
  removed: number;
  failed: number;
}

/** A run that a handoff's trigger starts sees the handoff, whoever's clock is behind (seconds). */
const AFTER = 1;

/** Slack wants the start of a schedule in the future (seconds). */
const LEAST_AHEAD = 10;

/** Records clear themselves away should nothing else. */
const KEPT = 2 * DAY / SECOND;

const WORKFLOW = "sync";
const NAME = "Handoff ";

/** What a step did, and what of it failed. */
interface Booking {
  made: HandoffRecord[];
  removed: string[];
  problems: Problem[];
}

/**
 * The step *book the next handoffs*: makes the one-off triggers that are missing
 * and removes those that fired or are not wanted any more. What Slack lists
 * counts, not what was recorded, so that none is made twice and none is
 * forgotten, whatever a run before this one was cut short in.
 *
 * @throws {Error} for an input that is no list of instants.
 */
export async function bookHandoffs(
  execution: Execution,
  inputs: BookInputs,
): Promise<BookOutputs> {
  const wanted = readInstants(inputs.handoffs);
  if (wanted === null) return { booked: 0, removed: 0, failed: 0 };
  const booking: Booking = { made: [], removed: [], problems: [] };
  try {
    await book(execution, new Set(wanted), booking);
  } catch (thrown) {
    const reason = asFailure(thrown, "booking handoffs").message;
    booking.problems.push({ about: "booking handoffs", reason });
  }
  const { made, removed, problems } = booking;
  if (problems.length > 0) {
    await putStepReport(execution, "book", { results: [], problems });
  }
  return {
    booked: made.length,
    removed: removed.length,
    failed: problems.length,
  };
}

/** The input's instants (Unix seconds); `null`: what is booked stays. */
function readInstants(text: string): number[] | null {
  const words = text.trim();
  if (words === AS_BOOKED) return null;
  if (words === NONE) return [];
  const instants = words.split(/[\s,]+/).map(Number);
  if (instants.every((at) => Number.isSafeInteger(at) && at > 0)) {
    return instants;
  }
  throw new Error(
    `handoffs: "${text}" is neither "${AS_BOOKED}" nor "${NONE}" nor a list of Unix seconds`,
  );
}

async function book(
  execution: Execution,
  wanted: ReadonlySet<number>,
  booking: Booking,
): Promise<void> {
  const listed = await listHandoffs(execution);
  const { kept, superfluous } = sortOut(listed, wanted, nowOf(execution));
  await remove(execution, superfluous, booking);
  const missing = [...wanted].filter((at) => !kept.has(at));
  await make(execution, missing, booking);
  if (booking.made.length > 0) await removeTwins(execution, booking);
  await record(execution, kept, booking);
}

/** A trigger that was made for a handoff; times in Unix seconds. */
interface Listed {
  id: string;
  /** The handoff's instant. */
  at: number;
  /** When it fires. */
  fires_at: number;
}

async function listHandoffs({ client }: Execution): Promise<Listed[]> {
  const triggers = await listTriggers(client);
  return triggers.flatMap(({ id, name, workflow, schedule }) => {
    if (workflow !== WORKFLOW || !name.startsWith(NAME)) return [];
    const at = Date.parse(name.slice(NAME.length)) / SECOND;
    const fires_at = Date.parse(schedule?.start_time ?? "") / SECOND;
    return Number.isNaN(at) ? [] : [{ id, at, fires_at }];
  });
}

/** Of each wanted instant one trigger is kept: by id, so that every run keeps the same. */
function sortOut(
  listed: readonly Listed[],
  wanted: ReadonlySet<number>,
  now: number,
): { kept: Map<number, string>; superfluous: Listed[] } {
  const kept = new Map<number, string>();
  const superfluous: Listed[] = [];
  const byId = [...listed].sort((a, b) => a.id < b.id ? -1 : 1);
  for (const trigger of byId) {
    const { id, at, fires_at } = trigger;
    // One whose instant has just come may fire, though none is wanted for it.
    const due = at <= now && now < fires_at;
    const stays = (wanted.has(at) && now < fires_at) || due;
    if (stays && !kept.has(at)) kept.set(at, id);
    else superfluous.push(trigger);
  }
  return { kept, superfluous };
}

async function make(
  execution: Execution,
  instants: readonly number[],
  { made, problems }: Booking,
): Promise<void> {
  const { client, clock } = execution;
  for (const at of instants) {
    // The next run goes on with the rest; until then polls serve them.
    if (!mayBegin(execution)) return;
    const id = nameOf(at);
    const start = Math.max(at + AFTER, nowOf(execution) + LEAST_AHEAD);
    try {
      const trigger_id = await insistently(
        clock,
        () => createOneOff(client, WORKFLOW, NAME + id, start),
      );
      made.push({ id, at, trigger_id, expires_at: at + KEPT });
    } catch (thrown) {
      // What refuses one refuses all; the polls get there without.
      problems.push(problemOf("booking handoffs", thrown));
      return;
    }
  }
}

async function remove(
  execution: Execution,
  triggers: readonly Listed[],
  { removed, problems }: Booking,
): Promise<void> {
  const { client, clock } = execution;
  for (const { id, at } of triggers) {
    if (!mayBegin(execution)) return;
    try {
      await insistently(clock, () => deleteTrigger(client, id));
      removed.push(nameOf(at));
    } catch (thrown) {
      problems.push(problemOf(`trigger ${id}`, thrown));
    }
  }
}

/** Two runs at once may make the same; both see it, and keep the same one. */
async function removeTwins(
  execution: Execution,
  booking: Booking,
): Promise<void> {
  await untilSeen(execution);
  const own = new Map(booking.made.map((each) => [each.at, each]));
  const listed = (await listHandoffs(execution))
    .filter(({ at }) => own.has(at));
  const { kept, superfluous } = sortOut(listed, new Set(own.keys()), 0);
  await remove(execution, superfluous, { ...booking, removed: [] });
  for (const [at, id] of kept) own.get(at)!.trigger_id = id;
}

/** What is booked is on record; what went has gone there too. */
async function record(
  execution: Execution,
  kept: ReadonlyMap<number, string>,
  { made, removed }: Booking,
): Promise<void> {
  const { client } = execution;
  const { records } = await allRecords(client, handoffs);
  const standing = new Map(made.map((each) => [each.id, each]));
  for (const [at, trigger_id] of kept) {
    const id = nameOf(at);
    standing.set(id, { id, at, trigger_id, expires_at: at + KEPT });
  }
  const fresh = [...standing.values()].filter(({ id, trigger_id }) =>
    records.get(id)?.trigger_id !== trigger_id
  );
  if (fresh.length > 0) await putRecords(client, handoffs, fresh);
  const gone = new Set([...records.keys(), ...removed]);
  const old = [...gone].filter((id) => !standing.has(id));
  if (old.length > 0) await deleteRecords(client, handoffs, old);
}

/** `2026-03-02T09:00:00Z` */
function nameOf(at: number): string {
  return new Date(at * SECOND).toISOString().replace(".000Z", "Z");
}

function problemOf(about: string, thrown: unknown): Problem {
  return { about, reason: asFailure(thrown, about).message };
}
