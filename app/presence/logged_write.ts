import type { PersonToken } from "../../slack/call.ts";
import { asFailure } from "../../slack/failure.ts";
import { deleteRecord, putRecord } from "../../slack/record_store.ts";
import {
  type OwnWriteEntry,
  ownWriteId,
  ownWrites,
} from "../../slack/records/own_writes.ts";
import { SECONDS_PER_DAY } from "../../time.ts";
import { type Execution, nowOf } from "../execution.ts";

/** A write that no shift asked for. */
export interface OwnWrite<Value> {
  person: string;
  part: OwnWriteEntry["part"];
  action: OwnWriteEntry["action"];
  /** Who had it done: a Slack user id, `""` if it is not known. */
  by: string;
  reason: string;
  before: Value;
  after: Value;
}

/**
 * Writes a person's presence or status, and puts it on the audit log. The entry is
 * stored first: if this execution dies, the log says that the outcome is not known.
 *
 * @returns what Slack stored.
 * @throws {SlackFailure} if nothing was written, or if Slack did not say. Of the
 * latter the entry stays.
 */
export async function writeLogged<Value>(
  execution: Execution,
  { before, after, ...write }: OwnWrite<Value>,
  token: PersonToken,
  work: () => Promise<Value>,
): Promise<Value> {
  const { client, config } = execution;
  const at = nowOf(execution);
  const entry: OwnWriteEntry = {
    id: ownWriteId(execution.id),
    ...write,
    at,
    state: "",
    before: JSON.stringify(before),
    after: JSON.stringify(after),
    outcome: "unknown",
    path: token.credential.path,
    run: execution.workflow || execution.run,
    execution: execution.id,
    expires_at: at + config.audit_days * SECONDS_PER_DAY,
  };
  await putRecord(client, ownWrites, entry);
  let written: Value;
  try {
    written = await work();
  } catch (thrown) {
    const failure = asFailure(thrown, "writing");
    if (failure.kind !== "unknown") await forget(execution, entry.id);
    throw failure;
  }
  await confirm(execution, {
    ...entry,
    after: JSON.stringify(written),
    outcome: "done",
  });
  return written;
}

/** If it fails, the log says that the outcome is not known, which is true enough. */
async function confirm(
  { client }: Execution,
  entry: OwnWriteEntry,
): Promise<void> {
  try {
    await putRecord(client, ownWrites, entry);
  } catch (thrown) {
    console.warn(`logging: ${asFailure(thrown, "logging").message}`);
  }
}

async function forget({ client }: Execution, id: string): Promise<void> {
  try {
    await deleteRecord(client, ownWrites, id);
  } catch (thrown) {
    console.warn(`logging: ${asFailure(thrown, "logging").message}`);
  }
}
