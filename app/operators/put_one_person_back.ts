import type { Result } from "../../reconciler/change.ts";
import {
  type Claim,
  holdsNothing,
  isShowing,
  restoredBy,
} from "../../reconciler/claim.ts";
import { overlapsSameState } from "../../reconciler/shift.ts";
import { RESTORED_ONE } from "../../reconciler/wanted.ts";
import { escapeText, postMessage } from "../../slack/messages.ts";
import { asFailure } from "../../slack/failure.ts";
import {
  actorOf,
  announce,
  type Begun,
  logAction,
  tellAction,
} from "../audit/operator_actions.ts";
import type { Execution } from "../execution.ts";
import {
  type Answer,
  authorize,
  type Interaction,
  unchanged,
} from "../interaction.ts";
import { coverClick } from "../lock/continuation.ts";
import type { Lease } from "../lock/lease.ts";
import { withWriteLock } from "../lock/write_lock.ts";
import {
  type OperatorRestore,
  restoredByOperator,
} from "../messages/consent.ts";
import { notStored } from "../messages/errors.ts";
import { oneRestored } from "../messages/operator_actions.ts";
import {
  alreadyRestoredOne,
  ANOTHER_RUN_IS_AT_WORK,
  couldNotTell,
  nothingToRestore,
  operatorsOnly,
  type RestoredOne,
  restoredOne,
  unusableRecord,
} from "../messages/operators.ts";
import type { People } from "../state/people.ts";
import { readWithoutRoster } from "../state/read_people.ts";
import { markConsentsChanged } from "../state/run_state.ts";
import { StepLog } from "../state/step_log.ts";
import { openSync, type Sync } from "../sync/part_sync.ts";
import { restorePresence } from "../sync/restore.ts";

interface PersonInputs extends Interaction {
  /** Slack user id. */
  person: string;
}

/** The outcome: `done` if nothing of ours is left, `open` if the run that was booked continues. */
type Restored =
  | { kind: "nothing" | "already" }
  | { kind: "unreadable"; reason: string }
  | RestoredNow;

interface RestoredNow {
  kind: "done" | "open";
  name: string;
  results: Result[];
  /** `null` if an operator restored the person before in this shift. */
  begun: Begun | null;
}

/**
 * Restores one person now, and leaves their current shift alone until it ends.
 * For operators. Both the operator and the person get a message.
 *
 * @throws {Error} if it could not be recorded; then nothing was restored.
 */
export async function putOnePersonBack(
  execution: Execution,
  inputs: PersonInputs,
): Promise<Answer & { person: string }> {
  const { person } = inputs;
  return await authorize(
    execution.config.operators,
    inputs,
    operatorsOnly,
    async (operator) => {
      const restored = await withWriteLock(
        execution,
        (lease) => restore(execution, operator, person, lease),
      );
      if (restored === null) {
        return unchanged(ANOTHER_RUN_IS_AT_WORK);
      }
      switch (restored.kind) {
        case "nothing":
          return unchanged(nothingToRestore(person));
        case "already":
          return unchanged(alreadyRestoredOne(person));
        case "unreadable":
          return unchanged(restored.reason);
      }
      const message = restoredOne(
        person,
        outcomeForOperator(execution, restored),
      );
      const notices = await tell(execution, operator, person, restored);
      return { message: [message, ...notices].join(" "), changed: true };
    },
  );
}

async function restore(
  execution: Execution,
  operator: string,
  person: string,
  lease: Lease,
): Promise<Restored> {
  const log = new StepLog();
  const scope = [person];
  const people = await readWithoutRoster(execution, scope, RESTORED_ONE, log);
  const [broken] = log.problems;
  if (broken) {
    return {
      kind: "unreadable",
      reason: escapeText(unusableRecord(broken)),
    };
  }
  const claim = people.claims.get(person);
  if (!claim) return { kind: "nothing" };
  const isAgain = restoredBy(claim) === "operator";
  if (holdsNothing(claim)) return { kind: isAgain ? "already" : "nothing" };
  await coverClick(execution, true);
  const begun = isAgain ? null : await begin(execution, operator, claim);
  const sync = openSync(execution, people, log, lease);
  const results = await restoreAndSuppress(sync, person);
  if (begun) begun.isLogged = await logAction(execution, begun.notice, "done");
  const left = people.claims.get(person);
  const isDone = !left || !isShowing(left);
  const { name } = claim;
  return { kind: isDone ? "done" : "open", name, results, begun };
}

/** Announces it under the write lock: of two clicks at once the second finds it done. */
async function begin(
  execution: Execution,
  operator: string,
  { person, shift }: Claim,
): Promise<Begun> {
  const actor = await actorOf(execution, operator);
  const change = { before: null, after: { person, state: shift.state } };
  const kind = "put_one_person_back";
  const notice = await announce(execution, actor, kind, change);
  return { actor, notice, isLogged: false };
}

/**
 * Tells the person and the report channel, once for a shift: if it is opened again
 * because something was left, both know already.
 *
 * @returns sentences for the operator about who could not be told.
 */
async function tell(
  execution: Execution,
  operator: string,
  person: string,
  restored: RestoredNow,
): Promise<string[]> {
  const { begun, kind, name, results } = restored;
  if (begun === null) return [];
  const text = restoredByOperator(operator, outcomeForPerson(restored));
  const parts = results.filter(({ outcome }) => outcome === "done")
    .map(({ part }) => part);
  const line = oneRestored(name, parts, kind === "open");
  const notices = [
    await notify(execution, person, text),
    await tellAction(execution, begun, [line]),
  ];
  return notices.filter(Boolean);
}

/**
 * Restores one person, and suppresses their current shift until it ends. The
 * suppression is recorded first, so that the next run restores what this one
 * cannot.
 *
 * @throws {Error} if it was not stored; then nothing was restored.
 */
export async function restoreAndSuppress(
  sync: Sync,
  person: string,
  phase: "put_back" | "dismissed" = "put_back",
): Promise<Result[]> {
  const { execution, people } = sync;
  const claim = people.claims.get(person);
  if (!claim) return [];
  // The next poll must not skip this person if this execution is cut short.
  await markConsentsChanged(execution, true);
  await suppress(people, claim, phase);
  const results = await restorePresence(sync, [people.of(person)]);
  await markConsentsChanged(execution, false);
  return results;
}

/** Records that the claim's shift must not start again. */
async function suppress(
  people: People,
  claim: Claim,
  phase: "put_back" | "dismissed",
): Promise<void> {
  const { person, shift } = claim;
  const others = claim.suppressed.filter((each) =>
    !overlapsSameState(each.shift, shift)
  );
  const suppressed = [...others, { shift, phase }];
  const change = { person, claim: { ...claim, suppressed } };
  const lost = await people.recordClaims([change]);
  if (lost.size > 0) {
    throw new Error(notStored("the change"));
  }
}

function outcomeForOperator(
  { config }: Execution,
  { kind, results }: RestoredNow,
): RestoredOne {
  if (kind === "done") {
    return {
      kind,
      restored: results.filter(({ outcome }) => outcome === "done"),
    };
  }
  const failure = results.find(({ outcome }) => outcome === "failed");
  const pollMinutes = config.poll_minutes;
  return { kind: "unfinished", error: failure?.error ?? null, pollMinutes };
}

function outcomeForPerson(
  { kind, results }: RestoredNow,
): OperatorRestore {
  if (kind === "open") return "unfinished";
  return results.some(({ outcome }) => outcome === "done")
    ? "restored"
    : "nothing";
}

/** @returns a sentence for the operator if the person could not be notified, else `""`. */
async function notify(
  { client }: Execution,
  person: string,
  text: string,
): Promise<string> {
  try {
    await postMessage(client, person, text);
    return "";
  } catch (thrown) {
    const { message } = asFailure(thrown, "telling the person");
    return couldNotTell(person, message);
  }
}
