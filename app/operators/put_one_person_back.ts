import { holdsNothing, isShowing } from "../../reconciler/claim.ts";
import type { Result } from "../../reconciler/change.ts";
import { encodeEntities, postMessage } from "../../slack/messages.ts";
import { asFailure } from "../../slack/failure.ts";
import { type Answer, type Interaction, unchanged } from "../interaction.ts";
import { type Execution, nowOf } from "../execution.ts";
import { observePerson } from "../state/observation.ts";
import { bookContinuation } from "../lock/continuation.ts";
import { withWriteLock } from "../lock/write_lock.ts";
import { forOperator } from "./operators.ts";
import { putBack } from "./put_back.ts";

interface PersonInputs extends Interaction {
  /** Slack user id. */
  person: string;
}

/** What became of it: `done` nothing of ours is left, `open` a later run goes on. */
type Given =
  | { kind: "nothing" }
  | { kind: "unreadable"; reason: string }
  | { kind: "done" | "open"; results: Result[] };

/**
 * Gives one person back what was there before, now; their current shift is
 * left alone until it ends. Both the operator and the person are told.
 *
 * @throws {Error} when it could not be recorded; nothing was given back then.
 */
export async function putOnePersonBack(
  execution: Execution,
  inputs: PersonInputs,
): Promise<Answer & { person: string }> {
  const { person } = inputs;
  return await forOperator(execution, inputs, async (operator) => {
    const given = await withWriteLock(execution, () => give(execution, person));
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

async function give(execution: Execution, person: string): Promise<Given> {
  const observation = await observePerson(execution, person);
  const [broken] = observation.problems;
  if (broken) {
    const reason = `${broken.about} ${broken.reason}`;
    return { kind: "unreadable", reason: encodeEntities(reason) };
  }
  const claim = observation.claims.get(person);
  if (!claim || holdsNothing(claim)) return { kind: "nothing" };
  const results = await putBack(execution, observation, person);
  const left = observation.claims.get(person);
  if (!left || !isShowing(left)) return { kind: "done", results };
  await bookContinuation(execution, observation, nowOf(execution));
  return { kind: "open", results };
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
