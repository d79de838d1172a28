import { asFailure } from "../../slack/failure.ts";
import { postMessage } from "../../slack/messages.ts";
import { personById } from "../../slack/people.ts";
import {
  deleteRecord,
  getRecords,
  putRecords,
} from "../../slack/record_store.ts";
import { actionEntryId, actionLog } from "../../slack/records/audit_log.ts";
import {
  type ActionKind,
  type Notice,
  noticeId,
  notices,
  type Untold,
} from "../../slack/records/operator_actions.ts";
import { WRITER_MAY_LIVE_SECONDS } from "../../reconciler/claim.ts";
import {
  SECONDS_PER_DAY,
  SECONDS_PER_HOUR,
  SECONDS_PER_MINUTE,
} from "../../time.ts";
import { type Execution, nowOf } from "../execution.ts";
import type { Answer } from "../interaction.ts";
import { oneClickAtATime } from "../lock/operator_lock.ts";
import {
  type Actor,
  cutShort,
  notTold,
  toldAction,
} from "../messages/operator_actions.ts";

/** An operator's action that is to be done once, however often its link is clicked. */
interface OnceOnly<State> {
  kind: ActionKind;
  /** Finds out what is so now: an answer if there is nothing to do. It may be called twice. */
  check(): Promise<{ answer: Answer } | { state: State }>;
  /** For the audit log: what it changes, from what to what. */
  change(state: State): { before: unknown; after: unknown };
  /** Records what was asked for. */
  commit(state: State): Promise<void>;
}

/** An action that has begun. Its end must be told by `tellAction`. */
export interface Begun {
  actor: Actor;
  notice: Untold;
  /** Whether it is on the audit log. */
  isLogged: boolean;
}

/**
 * Begins an operator's action. Of clicks at the same time one begins it, and the
 * others get the answer of its `check`. A notice is on record before anything
 * changes, so that a later run tells the report channel if this execution is killed.
 *
 * @param operator Slack user id.
 * @throws {Error} what `check` and `commit` throw.
 */
export async function beginOnce<State>(
  execution: Execution,
  operator: string,
  { kind, check, change, commit }: OnceOnly<State>,
): Promise<{ answer: Answer } | { state: State; begun: Begun }> {
  const first = await check();
  if ("answer" in first) return first;
  const actor = await actorOf(execution, operator);
  return await oneClickAtATime(execution, async () => {
    const found = await check();
    if ("answer" in found) return found;
    const { state } = found;
    const notice = await announce(execution, actor, kind, change(state));
    try {
      await commit(state);
    } catch (thrown) {
      // If Slack did not answer, it may have been recorded: then it is told.
      const { kind } = asFailure(thrown, "an operator's action");
      if (kind !== "unknown") await replace(execution, notice, null);
      throw thrown;
    }
    const isLogged = await logAction(execution, notice, "done");
    return { state, begun: { actor, notice, isLogged } };
  });
}

/** Whether an execution that may be alive has begun such an action and not ended it. */
export async function isAtWork(
  execution: Execution,
  kind: ActionKind,
): Promise<boolean> {
  const id = noticeId(kind);
  const { records } = await getRecords(execution.client, notices, [id]);
  const now = nowOf(execution);
  return records.get(id)?.untold.some(({ at, retry_at }) =>
    Math.abs(now - at) < MAY_LIVE_SECONDS && retry_at > now
  ) ?? false;
}

/** For an action that failed on the way: the next run tells that it was cut short. */
export async function leaveUntold(
  execution: Execution,
  { notice }: Begun,
): Promise<void> {
  await replace(execution, notice, { ...notice, retry_at: nowOf(execution) });
}

/** A function is killed after 60 s. */
const MAY_LIVE_SECONDS = SECONDS_PER_MINUTE;

/** How many actions of a kind wait to be told. */
const MOST_UNTOLD = 20;

/** The person who acts, with their name as Slack has it. */
export async function actorOf(
  { client, config, workspace }: Execution,
  operator: string,
): Promise<Actor> {
  const { team } = workspace;
  const actor = { id: operator, team, timeZone: config.time_zone };
  try {
    const person = await personById(client, operator);
    return { ...actor, name: person?.name ?? null };
  } catch (thrown) {
    console.warn(asFailure(thrown, "reading a name").message);
    return { ...actor, name: null };
  }
}

/**
 * Records that an action begins. Never rejects: what an operator asks for is not
 * refused because it could not be announced.
 */
export async function announce(
  execution: Execution,
  actor: Actor,
  kind: ActionKind,
  { before, after }: { before: unknown; after: unknown },
): Promise<Untold> {
  const at = nowOf(execution);
  const notice: Untold = {
    action: kind,
    by: actor.id,
    at,
    execution: execution.id,
    before: JSON.stringify(before),
    after: JSON.stringify(after),
    text: cutShort(actor, kind, at),
    retry_at: at + WRITER_MAY_LIVE_SECONDS,
  };
  await replace(execution, notice, notice);
  return notice;
}

/**
 * Puts an action on the audit log.
 *
 * @param outcome `unknown`: its execution was cut short; an entry of its own is kept.
 * @returns whether it is there.
 */
export async function logAction(
  execution: Execution,
  { action, by, at, execution: id, before, after }: Untold,
  outcome: "done" | "unknown",
): Promise<boolean> {
  const { client, config, run } = execution;
  const entry = actionEntryId(id);
  try {
    if (outcome === "unknown") {
      const { records } = await getRecords(client, actionLog, [entry]);
      if (records.has(entry)) return true;
    }
    const lost = await putRecords(client, actionLog, [{
      id: entry,
      person: "",
      by,
      at,
      part: "settings",
      state: "",
      action,
      reason: "an operator did it",
      before,
      after,
      outcome,
      path: "",
      run,
      execution: id,
      expires_at: nowOf(execution) + config.audit_days * SECONDS_PER_DAY,
    }]);
    return lost.size === 0;
  } catch (thrown) {
    console.warn(asFailure(thrown, "logging an action").message);
    return false;
  }
}

/**
 * Tells the report channel what came of an action.
 *
 * @param lines What was done; none: nothing worth telling.
 * @returns a sentence for the operator if the channel could not be told, else `""`.
 */
export async function tellAction(
  execution: Execution,
  { actor, notice, isLogged }: Begun,
  lines: readonly string[],
): Promise<string> {
  const { action, at } = notice;
  const text = lines.length === 0 ? "" : toldAction(actor, action, at, lines);
  const error = await post(execution, text);
  const isOnLog = isLogged || await logAction(execution, notice, "done");
  const isOver = error === null && isOnLog;
  const left = {
    ...notice,
    text: error === null ? "" : text,
    retry_at: nowOf(execution),
  };
  await replace(execution, notice, isOver ? null : left);
  return error === null ? "" : notTold(error);
}

/**
 * Tells the report channel of actions that their own executions did not tell: they
 * were killed, or the channel could not be posted to. Never rejects.
 *
 * @param seen The notices, as read a moment ago.
 */
export async function tellCutShort(
  execution: Execution,
  seen: readonly Notice[],
): Promise<void> {
  const isDueNow = (each: Untold) => isDue(execution, each);
  const due = seen.filter(({ untold }) => untold.some(isDueNow));
  if (due.length === 0) return;
  try {
    await oneClickAtATime(execution, async () => {
      const ids = due.map(({ id }) => id);
      const { records } = await getRecords(execution.client, notices, ids);
      const untold = [...records.values()].flatMap(({ untold }) => untold);
      for (const each of untold.filter(isDueNow)) {
        await tellNow(execution, each);
      }
    });
  } catch (thrown) {
    console.warn(asFailure(thrown, "telling of an action").message);
  }
}

async function tellNow(execution: Execution, notice: Untold): Promise<void> {
  const { text, at } = notice;
  const isLogged = await logAction(execution, notice, "unknown");
  const error = await post(execution, text);
  const now = nowOf(execution);
  const isOld = Math.abs(now - at) > SECONDS_PER_DAY;
  const isOver = error === null && isLogged || isOld;
  await replace(
    execution,
    notice,
    isOver ? null : {
      ...notice,
      text: error === null ? "" : text,
      retry_at: now + SECONDS_PER_HOUR,
    },
  );
}

/** A record that means the future is due at once. */
function isDue(execution: Execution, { retry_at }: Untold): boolean {
  const now = nowOf(execution);
  return retry_at <= now || retry_at > now + 2 * SECONDS_PER_HOUR;
}

/** @returns why the channel could not be posted to; `null`: it was, or there is none. */
async function post(
  { client, config }: Execution,
  text: string,
): Promise<string | null> {
  const { report_channel: channel } = config;
  if (text === "") return null;
  if (channel === null) {
    console.log(text);
    return null;
  }
  try {
    await postMessage(client, channel, text);
    return null;
  } catch (thrown) {
    return asFailure(thrown, "telling the report channel").message;
  }
}

/**
 * Replaces one action of a notice, and leaves the others: two operators may act at
 * once. Never rejects: what an operator asks for is not refused for it.
 *
 * @param by `null`: it was told.
 */
async function replace(
  { client }: Execution,
  { action, execution }: Untold,
  by: Untold | null,
): Promise<void> {
  const id = noticeId(action);
  try {
    const { records } = await getRecords(client, notices, [id]);
    const known = records.get(id)?.untold ?? [];
    const others = known.filter((each) => each.execution !== execution);
    const untold = [...others, ...by ? [by] : []].slice(-MOST_UNTOLD);
    if (untold.length === 0) return await deleteRecord(client, notices, id);
    const lost = await putRecords(client, notices, [{ id, untold }]);
    if (lost.size > 0) console.warn(`${id}: Slack did not store it`);
  } catch (thrown) {
    console.warn(asFailure(thrown, "storing a notice").message);
  }
}
