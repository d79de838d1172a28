import { hasDoubt, holdsNothing, isDeletable } from "../../reconciler/claim.ts";
import type { Consent } from "../../reconciler/consent.ts";
import type { Action } from "../../reconciler/part.ts";
import type { WantContext } from "../../reconciler/part_wants.ts";
import type { Result } from "../../reconciler/change.ts";
import { suppressedNow } from "../../reconciler/suppressed.ts";
import { asFailure } from "../../slack/failure.ts";
import { allRecords } from "../../slack/record_store.ts";
import { consents } from "../../slack/records/consents.ts";
import type { Execution } from "../execution.ts";
import { ABOUT } from "../messages/report.ts";
import type { ClaimChange, People } from "../state/people.ts";
import type { LastRun } from "../state/run_state.ts";
import { stoppedBy } from "../state/step_log.ts";
import { forgetPerson } from "./forget_person.ts";
import { isKeptLongEnough } from "./orphaned.ts";
import type { Sync } from "./part_sync.ts";
import { type StepRule, syncParts } from "./sync_parts.ts";

/** Ends, withdrawals and repairs. */
const RESTORES: ReadonlySet<Action> = new Set<Action>([
  "restore",
  "close",
  "drop",
  "confirm",
  "yield",
]);

/** The rule of a step that restores. The ends of `heldBack` wait for an operator. */
export function restoring(
  heldBack: ReadonlySet<string> = new Set(),
): StepRule {
  return { desired: "absent", allowed: RESTORES, state: null, heldBack };
}

/**
 * Restores these people where nothing is wanted any more. Then deletes all records
 * that are no longer needed. Without the lease it only reports, as in preview.
 */
export async function restorePresence(
  sync: Sync,
  contexts: WantContext[],
  rule: StepRule = restoring(),
): Promise<Result[]> {
  const results = await syncParts(sync, contexts, rule);
  if (sync.lease === null) return results;
  try {
    await dropWithdrawn(sync);
    await tidyClaims(sync);
  } catch (thrown) {
    // The people are restored. The next run deletes the records.
    const failure = asFailure(thrown, "tidying up");
    sync.log.stop(ABOUT.optOuts, stoppedBy(failure));
  }
  return results;
}

/** Whether any record is no longer needed, or not up to date. */
export function hasRecordsToDrop(
  { execution, people }: Pick<Sync, "execution" | "people">,
): boolean {
  return withdrawn(people).length > 0 ||
    claimsToTidy(execution, people).length > 0;
}

/**
 * Finds people who opted out but whose record still exists: their opt-out was cut
 * short, or found another run at work. This reads all consents, so it does so only
 * if a consent has changed since the last checkpoint.
 *
 * @returns their consents, by person.
 */
export async function pendingOptOuts(
  { client }: Execution,
  { checkpoint, revision }: LastRun,
): Promise<Map<string, Consent>> {
  // While a change is expected, an earlier look does not count.
  if (revision !== "" && checkpoint?.consents_revision === revision) {
    return new Map();
  }
  const { records } = await allRecords(client, consents, {
    expression: "#withdrawn_at > :never",
    expression_attributes: { "#withdrawn_at": "withdrawn_at" },
    expression_values: { ":never": 0 },
  });
  return records;
}

/**
 * Deletes the consents of people who opted out and are restored, after everything
 * else about them.
 */
async function dropWithdrawn({ execution, people, log }: Sync): Promise<void> {
  const done: string[] = [];
  for (const person of withdrawn(people)) {
    const forgotten = await forgetPerson(execution, person);
    if (forgotten) done.push(person);
    else log.leaveUnfinished();
  }
  if (done.length === 0) return;
  // Some may have opted in again meanwhile.
  await people.refreshConsents(done, log);
  const gone = done.filter((id) => people.consents.get(id)?.withdrawn_at);
  await people.deleteConsents(gone);
}

function withdrawn({ claims, consents, unusable }: People): string[] {
  return [...consents.values()]
    .filter(({ person, withdrawn_at }) => {
      const claim = claims.get(person);
      return withdrawn_at !== null && !unusable.has(person) &&
        (!claim || holdsNothing(claim));
    })
    .map(({ person }) => person);
}

async function tidyClaims({ execution, people }: Sync): Promise<void> {
  const changes = claimsToTidy(execution, people);
  if (changes.length > 0) await people.recordClaims(changes);
}

/**
 * Claims that can be deleted, because the shifts they suppress are over or they
 * were orphaned for too long, and claims whose suppressed shifts have changed.
 */
function claimsToTidy(
  { config: { states } }: Execution,
  people: People,
): ClaimChange[] {
  const { consents, desired: { shifts, snapshot }, now, unusable } = people;
  return [...people.claims.values()].flatMap((claim): ClaimChange[] => {
    const { person } = claim;
    if (unusable.has(person)) return [];
    const consent = consents.get(person);
    if (
      isKeptLongEnough(claim, now) || holdsNothing(claim) && !consent
    ) return [{ person, claim: null }];
    // Without a roster it is not known which shifts are under way.
    const isSettled = !hasDoubt(claim) && consent?.withdrawn_at === null &&
      snapshot.version !== "";
    if (!isSettled) return [];
    const own = shifts.get(person) ?? [];
    const suppressed = suppressedNow(claim, own, snapshot, states, now);
    const tidied = { ...claim, suppressed };
    if (isDeletable(tidied)) return [{ person, claim: null }];
    return suppressed === claim.suppressed ? [] : [{ person, claim: tidied }];
  });
}
