import { emojiProblem, isEmojiName } from "../../config/emoji.ts";
import { templateProblems } from "../../config/template.ts";
import type { Override } from "../../reconciler/claim.ts";
import { peopleWithoutStatus } from "../../slack/people.ts";
import type { Settled } from "../../slack/records/runs.ts";
import { applyPresence, type ApplyRule } from "./apply.ts";
import { count } from "./counts.ts";
import type { Execution } from "./execution.ts";
import { observe, type Scope } from "./observation.ts";
import { putSettled, putStepReport, readLastRun } from "./run_records.ts";
import { settle } from "./settle.ts";
import { readScope, type StepInputs } from "./step_inputs.ts";

export interface ApplyInputs extends StepInputs {
  state?: string | undefined;
  text?: string | undefined;
  emoji?: string | undefined;
}

export interface ApplyOutputs {
  changed: number;
  failed: number;
  postponed: number;
}

/** More watched people than this are looked at in the list of everybody. */
const LIST_ABOVE = 20;

/** The step *set statuses*: starts, switches, extensions and renewals of one run. */
export async function applyStep(
  execution: Execution,
  inputs: ApplyInputs,
): Promise<ApplyOutputs> {
  const rule = readRule(execution, inputs);
  const wide = readScope(inputs);
  if (wide === "nothing") return { changed: 0, failed: 0, postponed: 0 };
  // Read before the consents are: what changes in between is seen next time.
  const { settled, revision } = await readLastRun(execution);
  const scope = wide === "everybody" ? wide : await watched(execution, settled);
  const observation = await observe(execution, inputs.snapshot_id, scope);
  const people = scope === "everybody" ? undefined : scope;
  const results = await applyPresence(execution, observation, rule, people);
  const run = inputs.run_id ?? execution.id;
  const { problems } = observation;
  await putStepReport(execution, run, "apply", { results, problems });
  const complete = rule.state === null &&
    settled?.snapshot === inputs.snapshot_id;
  if (complete && scope === "everybody") {
    const next = settle(execution, observation, settled, revision, results);
    await putSettled(execution.client, next);
  } else if (complete && results.some((result) => result.outcome !== "noted")) {
    await putSettled(execution.client, { ...settled, open: true });
  }
  return {
    changed: count(results, "done"),
    failed: count(results, "failed"),
    postponed: count(results, "postponed") + count(results, "unknown"),
  };
}

/** The watched people; where they are many, only those who have no status now. */
async function watched(
  execution: Execution,
  settled: Settled | null,
): Promise<Scope> {
  const people = settled?.watch ?? [];
  if (people.length <= LIST_ABOVE) return people;
  return await peopleWithoutStatus(execution.client, new Set(people));
}

/** @throws {Error} that says which input is wrong. */
function readRule({ config }: Execution, inputs: ApplyInputs): ApplyRule {
  const state = inputs.state?.trim() || null;
  if (state !== null && !Object.hasOwn(config.states, state)) {
    const known = Object.keys(config.states).join(", ");
    throw new Error(
      `state: "${state}" is not configured; the states are ${known}`,
    );
  }
  const text = inputs.text?.trim() || null;
  const emoji = inputs.emoji?.trim() || null;
  const [problem] = text === null ? [] : templateProblems(text);
  if (problem) throw new Error(`text: ${problem}`);
  if (emoji !== null && !isEmojiName(emoji)) {
    throw new Error(`emoji: ${emojiProblem(emoji)}`);
  }
  const override: Override | null = text === null && emoji === null
    ? null
    : { text, emoji };
  return { state, override };
}
