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
  deleteRecords,
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
import { toldNotStored } from "../messages/report.ts";
import { recordProblem } from "../state/step_log.ts";

/** People told at once: as many as one bulk write takes. */
const AT_ONCE = 25;

/** As much of a consent as is used. */
type Consenting =
  & Pick<Consent, "person" | "recorded_at">
  & Partial<Pick<Consent, "withdrawn_at">>;

/**
 * Tells people that this execution found their own connection gone, with the
 * link to connect again: once for each time they opted in, and not while they
 * opt out. People for whom there is no time are told by the next run that finds
 * it gone.
 *
 * @returns what went wrong, for the report; nothing is thrown.
 */
export async function tellToReconnect(
  execution: Execution,
  people: Consenting[],
): Promise<Problem[]> {
  const problems: Problem[] = [];
  try {
    const due = await untold(execution, people, problems);
    if (due.length === 0) return problems;
    const link = await linkOf(execution, problems);
    for (const group of chunk(due, AT_ONCE)) {
      if (!mayBegin(execution)) break;
      await tellGroup(execution, group, link, problems);
    }
  } catch (thrown) {
    const reason = asFailure(thrown, "telling").message;
    problems.push({ about: "telling people to connect again", reason });
  }
  return problems;
}

/**
 * Forgets that a person was told, for they have opted in or out.
 *
 * @returns whether no record is left. One that is left does no harm: it counts
 * for nothing after the next opt-in.
 */
export async function forgetReconnect(
  { client }: Execution,
  person: string,
): Promise<boolean> {
  try {
    const ids = [reconnectId(person)];
    return (await deleteRecords(client, reconnects, ids)).size === 0;
  } catch (thrown) {
    console.warn(`reconnect: ${asFailure(thrown, "forgetting").message}`);
    return false;
  }
}

/** The gone connections that their owners do not know of. */
async function untold(
  execution: Execution,
  people: Consenting[],
  problems: Problem[],
): Promise<GoneConnection[]> {
  // People who are leaving have no use for a connection.
  const consented = new Map(
    people.filter(({ withdrawn_at }) => !withdrawn_at)
      .map(({ person, recorded_at }) => [person, recorded_at]),
  );
  const gone = execution.tokens.gone().filter(({ person, failure }) =>
    // Nobody reads what is sent to a deactivated account.
    consented.has(person) && failure.error !== "account_inactive"
  );
  const ids = gone.map(({ person }) => reconnectId(person));
  const found = await getRecords(execution.client, reconnects, ids);
  problems.push(...found.broken.map(recordProblem));
  const leftAlone = new Set(found.broken.map(({ id }) => id));
  const now = nowOf(execution);
  return gone.filter(({ person }) => {
    const id = reconnectId(person);
    const record = found.records.get(id);
    return !leftAlone.has(id) &&
      !(record && isTold(record, consented.get(person)!, now));
  });
}

/** Told since they opted in, or being told by an execution that may be alive. */
function isTold(
  { since, told_at }: Reconnect,
  recorded_at: number,
  now: number,
): boolean {
  if (since < recorded_at) return false;
  return told_at !== null || now - since < WRITER_MAY_LIVE_SECONDS;
}

/** Without a link the message is still worth posting. */
async function linkOf(
  { client }: Execution,
  problems: Problem[],
): Promise<string | null> {
  try {
    return await optInLink(client);
  } catch (thrown) {
    const reason = asFailure(thrown, "looking for the link").message;
    problems.push({ about: "the link to opt in", reason });
    return null;
  }
}

/**
 * Stores the record first, so that no two executions tell the same person. The
 * time of posting is stored after, so that a crash in between is made up for.
 */
async function tellGroup(
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
  problems.push(...[...lost].map((id) => toldNotStored(id, reconnects.name)));
  const telling = group.filter(({ person }) => !lost.has(reconnectId(person)));
  const posted = await Promise.all(telling.map(async (gone) => {
    try {
      await postMessage(client, gone.person, messageFor(gone, link));
      return reconnectId(gone.person);
    } catch (thrown) {
      const reason = asFailure(thrown, "telling").message;
      problems.push({
        about: `telling ${gone.person} to connect again`,
        reason,
      });
      return null;
    }
  }));
  const told_at = nowOf(execution);
  const told = records.filter(({ id }) => posted.includes(id))
    .map((record) => ({ ...record, told_at }));
  const unmarked = await putRecords(client, reconnects, told);
  problems.push(
    ...[...unmarked].map((id) => toldNotStored(id, reconnects.name)),
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
