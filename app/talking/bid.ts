import { SECOND } from "@std/datetime";
import { getRecord, putRecord } from "../../slack/record_store.ts";
import {
  COMMAND_KEPT_SECONDS,
  type CommandRecord,
  commands,
  readTalk,
  type TalkFound,
} from "../../slack/records/talk.ts";
import { type Execution, nowOf } from "../execution.ts";

/** What is bid for: one message, by its channel and its own timestamp. */
export interface Wanted {
  /** See `commandId`. */
  id: string;
  channel: string;
  /** Slack user id of its author. */
  person: string;
  /** What the message asks, as JSON: an edit that asks the same is no other command. */
  understood: string;
}

export type Bid =
  | {
    kind: "won";
    record: CommandRecord;
    /** What the message asked before it was edited; `null` if it is new. */
    before: CommandRecord | null;
    talk: TalkFound;
  }
  /** Another execution carries it out, or did. */
  | { kind: "taken" }
  /** Slack was too slow to tell whether it is ours, so nothing may be done. */
  | { kind: "void" };

/** The longest time from sending the first read to the acknowledgement of the bid. */
const GAP_MS = 1000;

/** The wait from there until the read that confirms the bid is sent. */
const WAIT_MS = 2500;

/** A function's time limit: whoever bid earlier is not at work any more. */
const AT_WORK_MS = 60 * SECOND;

/** How long an edit waits for the command that the message was before. */
const FORMER_MS = 5 * SECOND;

/** A person's commands of so long are counted. */
export const COUNTED_SECONDS = 60;

/**
 * Bids for a message, so that of several deliveries one is carried out. It is the
 * lease's way (`app/lock/lease.ts`): read that no one has it, write a bid, wait, and
 * have it if the bid is still there. A rival that read before our bid landed has
 * overwritten it within `staleMs + GAP_MS` = 1.7 s of that; our read says what was
 * true at least `WAIT_MS - staleMs` = 1.8 s after it. Three calls, none of them bulk;
 * the last one finds all that an answer needs.
 *
 * @throws {SlackFailure} if a call fails.
 */
export async function bidFor(
  execution: Execution,
  wanted: Wanted,
): Promise<Bid> {
  const { client, clock } = execution;
  let sentMs = clock.now();
  let found = await readCommand(execution, wanted.id);
  if (found !== null && isAtWork(found, clock.now())) {
    if (found.understood === wanted.understood) return { kind: "taken" };
    // The message was edited before its answer was there: that one comes first.
    await clock.sleep(FORMER_MS);
    sentMs = clock.now();
    found = await readCommand(execution, wanted.id);
  }
  const isDone = found?.answered && found.understood === wanted.understood;
  if (isDone || found !== null && isAtWork(found, clock.now())) {
    return { kind: "taken" };
  }
  const record = bidOf(execution, wanted, found);
  await putRecord(client, commands, record);
  if (clock.now() - sentMs > GAP_MS) return { kind: "void" };
  await clock.sleep(WAIT_MS);
  const since = nowOf(execution) - COUNTED_SECONDS;
  const asked = { person: wanted.person, since };
  const talk = await readTalk(client, wanted.channel, asked);
  const confirmed = talk.recent.find(({ id }) => id === wanted.id);
  if (confirmed?.bidder !== record.bidder) return { kind: "taken" };
  return { kind: "won", record, before: found, talk };
}

/** A record that does not parse counts as none: it is written anew. */
async function readCommand(
  { client }: Execution,
  id: string,
): Promise<CommandRecord | null> {
  const { records } = await getRecord(client, commands, id);
  return records.get(id) ?? null;
}

function isAtWork(record: CommandRecord, nowMs: number): boolean {
  return !record.answered && record.until_ms > nowMs;
}

/** Keeps what the message was answered before, so that an edit finds it. */
function bidOf(
  execution: Execution,
  { id, person, understood }: Wanted,
  before: CommandRecord | null,
): CommandRecord {
  const asked_at = nowOf(execution);
  return {
    id,
    person,
    asked_at,
    bidder: execution.id,
    until_ms: execution.clock.now() + AT_WORK_MS,
    understood,
    answered: false,
    reply: before?.reply ?? null,
    done: before?.done ?? "",
    expires_at: asked_at + COMMAND_KEPT_SECONDS,
  };
}

/**
 * How many commands the person had sent within the minute when they sent this one.
 *
 * @param recent Their commands, this one among them.
 */
export function sentBefore(
  recent: readonly CommandRecord[],
  { id, asked_at }: CommandRecord,
): number {
  return recent.filter((each) =>
    each.id !== id &&
    (each.asked_at < asked_at || each.asked_at === asked_at && each.id < id)
  ).length;
}
