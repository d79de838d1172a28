import { REASONS } from "../../reconciler/reasons.ts";
import { isActive } from "../../reconciler/shift.ts";
import { restoredBy } from "../../reconciler/claim.ts";
import { type Execution, nowOf } from "../execution.ts";
import { coverClick } from "../lock/continuation.ts";
import { withWriteLock } from "../lock/write_lock.ts";
import { restoreAndSuppress } from "../operators/put_one_person_back.ts";
import { readWithoutRoster } from "../state/read_people.ts";
import { askerOf } from "../state/asker.ts";
import { StepLog } from "../state/step_log.ts";
import { openSync } from "../sync/part_sync.ts";

/**
 * Restores what a person had before their current shift, and leaves them alone until
 * it ends. What cannot be restored now, the next run restores.
 *
 * @returns whether there was a shift to skip; not for a guest.
 * @throws {Error} if it could not be recorded; then nothing was restored.
 */
export async function skipShift(
  execution: Execution,
  person: string,
): Promise<boolean> {
  const asker = await askerOf(execution, person);
  if (asker?.standing !== "member") return false;
  const skipped = await withWriteLock(execution, async (lease) => {
    const log = new StepLog();
    const reason = REASONS.dismissedByThem;
    const people = await readWithoutRoster(execution, [person], reason, log);
    const claim = people.claims.get(person);
    const canSkip = claim && isActive(claim.shift, nowOf(execution)) &&
      restoredBy(claim) === null;
    if (!canSkip) return false;
    await coverClick(execution, true);
    const sync = openSync(execution, people, log, lease);
    await restoreAndSuppress(sync, person, "dismissed");
    return true;
  });
  return skipped ?? false;
}
