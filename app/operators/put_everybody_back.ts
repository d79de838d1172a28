import type { Result } from "../../reconciler/change.ts";
import { isShowing } from "../../reconciler/claim.ts";
import { RESTORED_EVERYONE } from "../../reconciler/wanted.ts";
import type { Execution } from "../execution.ts";
import { type Answer, authorize, type Interaction } from "../interaction.ts";
import { coverClick } from "../lock/continuation.ts";
import type { Lease } from "../lock/lease.ts";
import { withWriteLock } from "../lock/write_lock.ts";
import {
  operatorsOnly,
  type RestoredEveryone,
  restoredEveryone,
} from "../messages/operators.ts";
import type { People } from "../state/people.ts";
import { readWithoutRoster } from "../state/read_people.ts";
import { countPeople } from "../state/results.ts";
import { StepLog } from "../state/step_log.ts";
import { openSync } from "../sync/part_sync.ts";
import { restorePresence } from "../sync/restore.ts";
import { setMode } from "./switch_mode.ts";

/** The results of restoring everyone, and the claims that are left. */
interface Restored {
  results: Result[];
  people: People;
  log: StepLog;
}

/**
 * Restores everyone, even during their shifts. For operators. It first switches to
 * preview, so that no other run sets anything again. Later runs restore the people
 * for whom there was no time.
 *
 * @throws {Error} if the mode was not stored; then nothing was restored.
 */
export async function putEverybodyBack(
  execution: Execution,
  clicked: Interaction,
): Promise<Answer & { person: string }> {
  return await authorize(
    execution.config.operators,
    clicked,
    operatorsOnly,
    async (operator) => {
      await coverClick(execution);
      await setMode(execution, { mode: "preview", put_back: true }, operator);
      const restored = await withWriteLock(
        execution,
        (lease) => restoreAll(execution, lease),
      );
      const done = restored === null ? null : summaryOf(restored);
      return { message: restoredEveryone(done), changed: true };
    },
  );
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
    restored: countPeople(results, "done"),
    left: left.length,
    failures: [...failures.values()].map(({ name, error }) => ({
      name,
      error: error ?? "",
    })),
    problems: log.problems,
  };
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
