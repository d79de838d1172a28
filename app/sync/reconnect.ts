import { chunk } from "../../chunk.ts";
import type { Problem } from "../../reconciler/change.ts";
import {
  ORPHANED_KEPT_SECONDS,
  WRITER_MAY_LIVE_SECONDS,
} from "../../reconciler/claim.ts";
import type { Consent } from "../../reconciler/consent.ts";
import { asFailure } from "../../slack/failure.ts";
import { postMessage } from "../../slack/messages.ts";
import { optInLink } from "../../slack/triggers.ts";
import {
  deleteRecord,
  getRecords,
  putRecords,
} from "../../slack/record_store.ts";
import {
  type Reconnect,
  reconnectId,
  reconnects,
} from "../../slack/records/runs.ts";
import type { GoneConnection } from "../../slack/tokens.ts";
import { SECONDS_PER_DAY } from "../../time.ts";
import { type Execution, mayBegin, nowOf } from "../execution.ts";
import { connectAgain } from "../messages/consent.ts";
import {
  ABOUT,
  aboutReconnect,
  reconnectNotStored,
} from "../messages/report.ts";
import { setAsideAhead } from "../state/ahead.ts";
import { recordProblem } from "../state/step_log.ts";
import type { Sync } from "./part_sync.ts";

/** People asked at once: as many as one bulk write takes. */
const AT_ONCE = 25;

/** The fields of a consent that are used here. */
type ConsentTimes =
  & Pick<Consent, "person" | "recorded_at">
  & Partial<Pick<Consent, "withdrawn_at">>;

/**
 * Asks people to connect again if this execution found their own connection gone:
 * once for each opt-in, and not during an opt-out. If time runs out, the next run
 * that finds it gone asks the others.
 *
 * @returns the problems, for the report. It never throws.
 */
export async function askToReconnect(
  { execution, tokens }: Pick<Sync, "execution" | "tokens">,
  people: ConsentTimes[],
): Promise<Problem[]> {
  const problems: Problem[] = [];
  try {
    const due = await notYetAsked(execution, tokens.gone(), people, problems);
    if (due.length === 0) return problems;
    const link = await linkOf(execution, problems);
    for (const group of chunk(due, AT_ONCE)) {
      if (!mayBegin(execution)) break;
      await askGroup(execution, group, link, problems);
    }
  } catch (thrown) {
    const reason = asFailure(thrown, "telling").message;
    problems.push({ about: ABOUT.reconnect, reason });
  }
  return problems;
}

/**
 * Deletes the record that a person was asked, because they opted in or out.
 *
 * @returns whether no record is left. A record that is left does no harm: it does
 * not count after the next opt-in.
 */
export async function forgetReconnect(
  { client }: Execution,
  person: string,
): Promise<boolean> {
  try {
    await deleteRecord(client, reconnects, reconnectId(person));
    return true;
  } catch (thrown) {
    console.warn(`reconnect: ${asFailure(thrown, "forgetting").message}`);
    return false;
  }
}

/** The gone connections whose owners have not been asked. */
async function notYetAsked(
  execution: Execution,
  found: GoneConnection[],
  people: ConsentTimes[],
  problems: Problem[],
): Promise<GoneConnection[]> {
  // People who opted out need no connection.
  const consented = new Map(
    people.filter(({ withdrawn_at }) => !withdrawn_at)
      .map(({ person, recorded_at }) => [person, recorded_at]),
  );
  const gone = found.filter(({ person, failure }) =>
    // The owner of a deactivated account cannot read messages.
    consented.has(person) && failure.error !== "account_inactive"
  );
  const ids = gone.map(({ person }) => reconnectId(person));
  const asked = await getRecords(execution.client, reconnects, ids);
  const now = nowOf(execution);
  const instantsOf = ({ since, told_at }: Reconnect) => ({ since, told_at });
  setAsideAhead(asked, reconnects.name, instantsOf, now);
  problems.push(...asked.broken.map(recordProblem));
  const leftAlone = new Set(asked.broken.map(({ id }) => id));
  return gone.filter(({ person }) => {
    const id = reconnectId(person);
    const record = asked.records.get(id);
    return !leftAlone.has(id) &&
      !(record && wasAsked(record, consented.get(person)!, now));
  });
}

/** Whether the person was asked since they opted in, or an execution that may be alive is asking them. */
function wasAsked(
  { since, told_at }: Reconnect,
  recorded_at: number,
  now: number,
): boolean {
  if (since < recorded_at) return false;
  return told_at !== null || now - since < WRITER_MAY_LIVE_SECONDS;
}

/** @returns `null` if it cannot be read: the message is useful without it. */
async function linkOf(
  { client }: Execution,
  problems: Problem[],
): Promise<string | null> {
  try {
    return await optInLink(client);
  } catch (thrown) {
    const reason = asFailure(thrown, "reading the link").message;
    problems.push({ about: ABOUT.optInLink, reason });
    return null;
  }
}

/**
 * Stores the records first, so that no two executions ask the same person. Stores
 * the time of posting afterwards, so that a later run asks again after a crash.
 */
async function askGroup(
  execution: Execution,
  group: GoneConnection[],
  link: string | null,
  problems: Problem[],
): Promise<void> {
  const { client } = execution;
  const since = nowOf(execution);
  const records = group.map(({ person }): Reconnect => ({
    id: reconnectId(person),
    person,
    since,
    told_at: null,
  }));
  const lost = await putRecords(client, reconnects, records);
  problems.push(
    ...[...lost].map((id) => reconnectNotStored(id, reconnects.name)),
  );
  const recorded = group.filter(({ person }) => !lost.has(reconnectId(person)));
  const posted = await Promise.all(recorded.map(async (gone) => {
    try {
      await postMessage(client, gone.person, messageFor(gone, link));
      return reconnectId(gone.person);
    } catch (thrown) {
      const reason = asFailure(thrown, "telling").message;
      problems.push({ about: aboutReconnect(gone.person), reason });
      return null;
    }
  }));
  const told_at = nowOf(execution);
  const asked = records.filter(({ id }) => posted.includes(id))
    .map((record) => ({ ...record, told_at }));
  const unmarked = await putRecords(client, reconnects, asked);
  problems.push(
    ...[...unmarked].map((id) => reconnectNotStored(id, reconnects.name)),
  );
}

const KEPT_DAYS = ORPHANED_KEPT_SECONDS / SECONDS_PER_DAY;

function messageFor(
  { failure, fallback }: GoneConnection,
  link: string | null,
): string {
  const substitute = fallback === "env" || fallback === "admin"
    ? fallback
    : null;
  const { error } = failure;
  return connectAgain({ error, substitute, link, keptDays: KEPT_DAYS });
}
