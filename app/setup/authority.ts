import { getRecords, putRecords } from "../../slack/record_store.ts";
import { type SetUpRecord, setUps } from "../../slack/records/runs.ts";
import { type Execution, waitForReadConsistency } from "../execution.ts";
import { notStored } from "../messages/errors.ts";
import { setUpRecordUnusable } from "../messages/set_up.ts";
import { recordProblem } from "../state/step_log.ts";

const ID = "set_up";

/** Who may set up the app, and what the last set-up left. */
interface Authority {
  allowed: readonly string[];
  known: SetUpRecord;
}

/**
 * The operators may set up the app; while none is configured, the person who did
 * it first. If that is this person, it is recorded.
 *
 * @throws {Error} as `readOrRecordFirst` does.
 */
export async function authorityFor(
  execution: Execution,
  person: string,
): Promise<Authority> {
  const { operators } = execution.config;
  const known = await readOrRecordFirst(execution, person);
  return {
    known,
    allowed: operators.length > 0 ? operators : [known.first_by],
  };
}

/** Whether this person may set up the app, as `authorityFor` says. */
export async function maySetUp(
  execution: Execution,
  person: string,
): Promise<boolean> {
  const { allowed } = await authorityFor(execution, person);
  return allowed.includes(person);
}

/**
 * Reads the record of an earlier set-up. If there is none, records this person as
 * the first. If two people click at once, the last record wins.
 *
 * @throws {Error} if it cannot be read: another person may have been first.
 */
async function readOrRecordFirst(
  execution: Execution,
  person: string,
): Promise<SetUpRecord> {
  const known = await readSetUp(execution);
  if (known) return known;
  const { client, config } = execution;
  const own = { id: ID, first_by: person, channel: "", ts: "" } as const;
  // People who may not set it up leave no trace.
  if (config.operators.length > 0 && !config.operators.includes(person)) {
    return own;
  }
  const lost = await putRecords(client, setUps, [own]);
  if (lost.size > 0) throw new Error(notStored("who set up Shiftlight"));
  await waitForReadConsistency(execution);
  return await readSetUp(execution) ?? own;
}

async function readSetUp({ client }: Execution): Promise<SetUpRecord | null> {
  const { records, broken } = await getRecords(client, setUps, [ID]);
  const [problem] = broken.map(recordProblem);
  if (problem) {
    throw new Error(setUpRecordUnusable(problem.about, problem.reason));
  }
  return records.get(ID) ?? null;
}
