import type { Result } from "../../reconciler/change.ts";
import { isShowing } from "../../reconciler/claim.ts";
import { RESTORED_EVERYONE } from "../../reconciler/wanted.ts";
import { allRecords, getRecords } from "../../slack/record_store.ts";
import { claims } from "../../slack/records/claims.ts";
import { type ModeRecord, modes } from "../../slack/records/runs.ts";
import { beginOnce, tellAction } from "../audit/operator_actions.ts";
import type { Execution } from "../execution.ts";
import { type Answer, authorize, unchanged, withNote } from "../interaction.ts";
import { coverClick } from "../lock/continuation.ts";
import type { Lease } from "../lock/lease.ts";
import { withWriteLock } from "../lock/write_lock.ts";
import {
  alreadyRestoring,
  askRestoreEveryone,
} from "../messages/operator_actions.ts";
import {
  operatorsOnly,
  type RestoredEveryone,
  restoredEveryone,
} from "../messages/operators.ts";
import type { People } from "../state/people.ts";
import { readWithoutRoster } from "../state/read_people.ts";
import { StepLog } from "../state/step_log.ts";
import { openSync } from "../sync/part_sync.ts";
import { restorePresence } from "../sync/restore.ts";
import {
  type Asking,
  concernedBy,
  mustAsk,
  recordQuestion,
} from "./ask_first.ts";
import { setMode } from "./switch_mode.ts";

/** The results of restoring everyone, and the claims that are left. */
interface Restored {
  results: Result[];
  people: People;
  log: StepLog;
}

const KIND = "put_everybody_back";

/** What is so once everyone is restored. */
const RESTORING = { mode: "preview", put_back: true } as const;

/**
 * Restores everyone, even during their shifts, once the operator was shown who that
 * is. For operators. It first switches to preview, so that no other run sets anything
 * again. Later runs restore the people for whom there was no time. Opened again, it
 * goes on with them.
 *
 * @throws {Error} if the mode was not stored; then nothing was restored.
 */
export async function putEverybodyBack(
  execution: Execution,
  clicked: Asking,
): Promise<Answer & { person: string }> {
  return await authorize(
    execution.config.operators,
    clicked,
    operatorsOnly,
    async (operator) => {
      const earlier = await readModeRecord(execution);
      if (earlier?.put_back && clicked.choice !== "show") {
        return await goOnRestoring(execution, earlier.set_by);
      }
      const begin = await beginOnce(execution, operator, {
        kind: KIND,
        check: () => findShowing(execution, operator, clicked.choice),
        change: (before) => ({ before, after: RESTORING }),
        commit: async () => {
          await coverClick(execution);
          await setMode(execution, RESTORING, operator);
        },
      });
      if ("answer" in begin) return begin.answer;
      const outcome = restoredEveryone(await restoreNow(execution));
      const notTold = await tellAction(execution, begin.begun, [outcome]);
      return { message: withNote(outcome, notTold), changed: true };
    },
  );
}

/** The mode until now; an answer if everyone is being restored, or the operator must be asked first. */
async function findShowing(
  execution: Execution,
  operator: string,
  choice: string | undefined,
): Promise<{ answer: Answer } | { state: unknown }> {
  const earlier = await readModeRecord(execution);
  if (earlier?.put_back) {
    const left = choice === "show" ? await readConcerned(execution) : null;
    const count = left?.people.length ?? null;
    return { answer: unchanged(alreadyRestoring(earlier.set_by, count)) };
  }
  const state = { mode: earlier?.mode ?? execution.config.mode };
  if (choice === undefined) return { state };
  const concerned = await readConcerned(execution);
  const { people } = concerned;
  const because = await mustAsk(execution, KIND, operator, choice, people);
  if (because === null) return { state };
  const link = await recordQuestion(execution, KIND, operator, people);
  const message = askRestoreEveryone(concerned, link, because);
  return { answer: unchanged(message) };
}

async function readModeRecord(
  { client }: Execution,
): Promise<ModeRecord | null> {
  const { records } = await getRecords(client, modes, ["mode"]);
  return records.get("mode") ?? null;
}

async function readConcerned({ client }: Execution) {
  const { records } = await allRecords(client, claims);
  return concernedBy(records.values());
}

/** Restores the people who are left from an earlier click. */
async function goOnRestoring(
  execution: Execution,
  by: string,
): Promise<Answer> {
  const done = await restoreNow(execution);
  const message = `${alreadyRestoring(by, null)}\n${restoredEveryone(done)}`;
  const changed = done === null || done.restored.length > 0 || done.left > 0;
  return { message, changed };
}

/** @returns `null` if another run held the lock all the time. */
async function restoreNow(
  execution: Execution,
): Promise<RestoredEveryone | null> {
  const restored = await withWriteLock(
    execution,
    (lease) => restoreAll(execution, lease),
  );
  return restored === null ? null : summaryOf(restored);
}

async function restoreAll(
  execution: Execution,
  lease: Lease,
): Promise<Restored> {
  const log = new StepLog();
  const restoreReason = RESTORED_EVERYONE;
  const people = await readWithoutRoster(
    execution,
    "everybody",
    restoreReason,
    log,
  );
  const sync = openSync(execution, people, log, lease);
  const results = await restorePresence(sync, people.all());
  return { results, people, log };
}

function summaryOf({ results, people, log }: Restored): RestoredEveryone {
  const failures = failuresOf(results);
  const left = [...people.claims.values()].filter((claim) =>
    isShowing(claim) && !failures.has(claim.person)
  );
  return {
    restored: namesDone(results),
    left: left.length,
    failures: [...failures.values()].map(({ name, error }) => ({
      name,
      error: error ?? "",
    })),
    problems: log.problems,
  };
}

/** Each person once, by name. */
function namesDone(results: Result[]): string[] {
  const done = results.filter(({ outcome }) => outcome === "done");
  const names = new Map(done.map(({ person, name }) => [person, name]));
  return [...names.values()].sort();
}

/** The people who failed, each with the first reason. */
function failuresOf(results: Result[]): Map<string, Result> {
  const failures = new Map<string, Result>();
  for (const result of results) {
    const known = failures.has(result.person);
    if (result.outcome === "failed" && !known) {
      failures.set(result.person, result);
    }
  }
  return failures;
}
