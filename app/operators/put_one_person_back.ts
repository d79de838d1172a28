import { type Claim, holdsNothing, isShowing } from "../../reconciler/claim.ts";
import type { Result } from "../../reconciler/change.ts";
import { overlapsSameState } from "../../reconciler/shift.ts";
import { encodeEntities, postMessage } from "../../slack/messages.ts";
import { asFailure } from "../../slack/failure.ts";
import { type Execution, nowOf } from "../execution.ts";
import { type Answer, type Interaction, unchanged } from "../interaction.ts";
import { bookContinuation } from "../lock/continuation.ts";
import type { Lease } from "../lock/lease.ts";
import { withWriteLock } from "../lock/write_lock.ts";
import type { People } from "../state/people.ts";
import { readWithoutRoster } from "../state/read_people.ts";
import { markConsentsChanged } from "../state/run_state.ts";
import { StepLog } from "../state/step_log.ts";
import type { Sync } from "../sync/part_sync.ts";
import { restorePresence } from "../sync/restore.ts";
import { forOperator } from "./operators.ts";

/** Why the person's presence is restored. */
export const PUT_BACK = "an operator put it back";

interface PersonInputs extends Interaction {
  /** Slack user id. */
  person: string;
}

/** What became of it. `done`: nothing of ours is left; `open`: a later run goes on. */
type Given =
  | { kind: "nothing" }
  | { kind: "unreadable"; reason: string }
  | { kind: "done" | "open"; results: Result[] };

/**
 * Restores one person now, and leaves their current shift alone until it ends.
 * Both the operator and the person are told.
 *
 * @throws {Error} when it could not be recorded; nothing was restored then.
 */
export async function putOnePersonBack(
  execution: Execution,
  inputs: PersonInputs,
): Promise<Answer & { person: string }> {
  const { person } = inputs;
  return await forOperator(execution, inputs, async (operator) => {
    const given = await withWriteLock(
      execution,
      (lease) => give(execution, person, lease),
    );
    if (given === null) {
      return unchanged("Another run is at work: please try once more.");
    }
    if (given.kind === "nothing") {
      return unchanged(`There is nothing to give back to <@${person}>.`);
    }
    if (given.kind === "unreadable") return unchanged(given.reason);
    const told = await tell(execution, person, wordsToPerson(given, operator));
    const words = wordsToOperator(execution, given, person);
    return { message: [words, told].filter(Boolean).join(" "), changed: true };
  });
}

async function give(
  execution: Execution,
  person: string,
  lease: Lease,
): Promise<Given> {
  const log = new StepLog();
  const scope = [person];
  const people = await readWithoutRoster(execution, scope, PUT_BACK, log);
  const [broken] = log.problems;
  if (broken) {
    const reason = `${broken.about} ${broken.reason}`;
    return { kind: "unreadable", reason: encodeEntities(reason) };
  }
  const claim = people.claims.get(person);
  if (!claim || holdsNothing(claim)) return { kind: "nothing" };
  const results = await putBack({ execution, people, log, lease }, person);
  const left = people.claims.get(person);
  if (!left || !isShowing(left)) return { kind: "done", results };
  const booking = { startedAt: nowOf(execution), known: null, lease };
  await bookContinuation(execution, log, booking);
  return { kind: "open", results };
}

/**
 * Restores one person, and leaves their current shift alone until it ends. That
 * is on record first: what cannot be restored now, the next run does, since
 * nothing asks for the shift any more.
 *
 * @throws {Error} when that was not stored; nothing was restored then.
 */
export async function putBack(sync: Sync, person: string): Promise<Result[]> {
  const { execution, people } = sync;
  const claim = people.claims.get(person);
  if (!claim) return [];
  // A poll must not pass over it, should this execution be cut short.
  await markConsentsChanged(execution, true);
  await suppress(people, claim);
  const results = await restorePresence(sync, [people.of(person)]);
  await markConsentsChanged(execution, false);
  return results;
}

/** Records that the shift of the claim is left alone. */
async function suppress(people: People, claim: Claim): Promise<void> {
  const { person, shift } = claim;
  const others = claim.suppressed.filter((each) =>
    !overlapsSameState(each.shift, shift)
  );
  const suppressed = [...others, { shift, phase: "put_back" as const }];
  const change = { person, claim: { ...claim, suppressed } };
  const lost = await people.recordClaims([change]);
  if (lost.size > 0) {
    throw new Error("Slack did not store that: please try once more.");
  }
}

function wordsToOperator(
  { config }: Execution,
  { kind, results }: Given & { results: Result[] },
  person: string,
): string {
  const leftAlone = "Their current shift is left alone until it ends.";
  if (kind === "open") {
    const failure = results.find(({ outcome }) => outcome === "failed")?.error;
    const when = failure
      ? `(${
        encodeEntities(failure)
      }); it is tried again within ${config.poll_minutes} minutes.`
      : "and goes on within two minutes.";
    return `Putting back <@${person}> is not done yet ${when} ${leftAlone}`;
  }
  const back = results.filter(({ outcome }) => outcome === "done")
    .map(({ part, after }) => `${part}: ${encodeEntities(after ?? "")}`);
  return back.length > 0
    ? `Put back for <@${person}>: ${back.join("; ")}. ${leftAlone}`
    : `Nothing that was set is shown by <@${person}>: what is there is their own. ${leftAlone}`;
}

function wordsToPerson(
  { kind, results }: Given & { results: Result[] },
  operator: string,
): string {
  const until = "your current shift is left alone until it ends.";
  const given = results.some(({ outcome }) => outcome === "done");
  if (kind === "done" && !given) {
    return `An operator (<@${operator}>) had Shiftlight stand back: ${until}`;
  }
  const begun = kind === "open" ? "is putting back" : "put back";
  return `An operator (<@${operator}>) ${begun} what Shiftlight had set; ${until}`;
}

/** @returns what to tell the operator when the person could not be told. */
async function tell(
  { client }: Execution,
  person: string,
  text: string,
): Promise<string> {
  try {
    await postMessage(client, person, text);
    return "";
  } catch (thrown) {
    const { message } = asFailure(thrown, "telling the person");
    return `They could not be told: ${encodeEntities(message)}.`;
  }
}
