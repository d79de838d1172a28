import {
  emojiProblem,
  isEmojiName,
  templateProblems,
} from "../../config/status_fields.ts";
import type { Override } from "../../reconciler/claim.ts";
import type { Result } from "../../reconciler/change.ts";
import { peopleWithoutStatus } from "../../slack/people.ts";
import type { Checkpoint } from "../../slack/records/runs.ts";
import { countPeople } from "../state/counts.ts";
import type { Execution } from "../execution.ts";
import {
  type Observation,
  observe,
  refreshClaims,
  type Scope,
} from "../state/observation.ts";
import { isOvertaken } from "../lock/overtaken.ts";
import { isOnlyTold } from "../state/person_context.ts";
import {
  type LastRun,
  putStepReport,
  readLastRun,
} from "../state/run_records.ts";
import { readScope, type StepInputs } from "../state/step_inputs.ts";
import { dropContinuation } from "../lock/continuation.ts";
import { runExclusively } from "../lock/run_exclusively.ts";
import { applyPresence, type ApplyRule, taking } from "../sync/apply.ts";
import { waiting } from "../sync/early_ends.ts";
import { pendingOptOuts } from "../sync/pending_opt_outs.ts";
import { allPeople, concernedBy } from "../sync/sync_parts.ts";
import { tellToReconnect } from "../sync/reconnect.ts";
import { checkpointOf } from "./checkpoint.ts";
import { filterDue } from "../sync/filter_due.ts";

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
  const last = await readLastRun(execution);
  const scope = wide === "everybody"
    ? wide
    : await watched(execution, last.checkpoint);
  const observation = await observe(
    execution,
    inputs.snapshot_id,
    scope,
    last,
  );
  observation.held_back = waiting(last.early_ends);
  const results = await take(execution, observation, scope, rule, last);
  // A later run, with rosters read since, does and settles what is to be done.
  if (results === null) return { changed: 0, failed: 0, postponed: 0 };
  const { problems, mode } = observation;
  if (mode === "enforce") {
    const people = [...observation.consents.values()];
    problems.push(...await tellToReconnect(execution, people));
  }
  const checkpoint = rule.state === null && inComplete(inputs, last)
    ? await settledBy(execution, observation, last, scope, results)
    : null;
  const report = { results, problems };
  const beside = checkpoint === null ? [] : [checkpoint];
  await putStepReport(execution, "apply", report, beside);
  return {
    changed: countPeople(results, "done"),
    failed: countPeople(results, "failed"),
    postponed: countPeople(results, "postponed") +
      countPeople(results, "unknown"),
  };
}

/** @returns `null` when a later run has taken over. */
async function take(
  execution: Execution,
  observation: Observation,
  scope: Scope,
  rule: ApplyRule,
  last: LastRun,
): Promise<Result[] | null> {
  // What a workflow sets of its own no other run does for it.
  const own = rule.state !== null || rule.override !== null;
  if (!own && isOvertaken(last, observation)) return null;
  const everybody = scope === "everybody" ? allPeople(observation) : scope;
  const concerned = concernedBy(
    execution,
    observation,
    everybody,
    taking(rule),
  );
  const people = scope === "everybody"
    ? concerned
    : await filterDue(execution, observation, concerned);
  if (people.every((person) => isOnlyTold(observation, person))) {
    const told = scope === "everybody" ? everybody : people;
    return await applyPresence(execution, observation, rule, told);
  }
  return await runExclusively(execution, observation, {
    last,
    people,
    replaceable: !own,
    prepare: () => refreshClaims(execution, observation, scope),
    work: () => {
      const all = scope === "everybody";
      const served = all ? allPeople(observation) : people;
      return applyPresence(execution, observation, rule, served);
    },
  });
}

/** Whether the step is of the run that others compare themselves with. */
function inComplete(inputs: ApplyInputs, { checkpoint }: LastRun): boolean {
  return checkpoint?.snapshot === inputs.snapshot_id;
}

/** What the next poll compares itself with; where nothing is left, no continuation stays booked. */
async function settledBy(
  execution: Execution,
  observation: Observation,
  last: LastRun,
  scope: Scope,
  results: Result[],
): Promise<Checkpoint | null> {
  const { checkpoint } = last;
  if (scope !== "everybody") {
    const changed = results.some((result) => result.outcome !== "noted");
    return changed ? { ...checkpoint!, open: true } : null;
  }
  const next = checkpointOf(execution, observation, checkpoint!, results);
  // Whoever could not be let go of yet must be looked for again.
  const leaving = await pendingOptOuts(execution, last);
  if (leaving.size > 0) next.consents_revision = checkpoint!.consents_revision;
  const { continuation } = observation;
  if (!next.open && continuation !== null) {
    const dropped = await dropContinuation(execution, continuation);
    observation.problems.push(...dropped);
  }
  return next;
}

/** The watched people; where they are many, only those who have no status now. */
async function watched(
  execution: Execution,
  checkpoint: Checkpoint | null,
): Promise<Scope> {
  const people = checkpoint?.watch ?? [];
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
