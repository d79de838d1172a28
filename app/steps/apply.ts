import {
  emojiProblem,
  isEmojiName,
  templateProblems,
} from "../../config/status_fields.ts";
import type { Override } from "../../reconciler/claim.ts";
import type { Action } from "../../reconciler/part.ts";
import type { WantContext } from "../../reconciler/part_wants.ts";
import { statusPlan } from "../../reconciler/plan_part.ts";
import type { Result } from "../../reconciler/change.ts";
import type { Checkpoint } from "../../slack/records/runs.ts";
import type { Execution } from "../execution.ts";
import { dropContinuation } from "../lock/continuation.ts";
import {
  type ExclusiveOutcome,
  isOvertaken,
  runExclusively,
} from "../lock/write_lock.ts";
import { runModeOf } from "../state/desired_state.ts";
import { isPreviewOnly, type People, type Scope } from "../state/people.ts";
import { readPeople } from "../state/read_people.ts";
import { countOutcomes, noop, resultOf } from "../state/results.ts";
import { type LastRun, readLastRun } from "../state/run_state.ts";
import { StepLog } from "../state/step_log.ts";
import { putStepReport } from "../state/step_reports.ts";
import { heldBackBy } from "../sync/early_ends.ts";
import { openSync, type Sync } from "../sync/part_sync.ts";
import { tellToReconnect } from "../sync/reconnect.ts";
import { pendingOptOuts } from "../sync/restore.ts";
import { concernedBy, type StepRule, syncParts } from "../sync/sync_parts.ts";
import { filterDue, narrowWatched } from "../sync/watched.ts";
import { nextCheckpoint } from "./checkpoint.ts";
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

/** Starts, switches, extensions and renewals, and what stands in their way. */
const APPLIES: ReadonlySet<Action> = new Set<Action>([
  "start",
  "switch",
  "renew",
  "yield",
  "skip",
  "defer",
  "confirm",
  "rebase",
]);

/** The rule of a step that applies: only this state, or `null` for all. */
export function applying(state: string | null): StepRule {
  return { desired: "present", allowed: APPLIES, state, heldBack: new Set() };
}

/** The step *set statuses*: starts, switches, extensions and renewals of one run. */
export async function applyStep(
  execution: Execution,
  inputs: ApplyInputs,
): Promise<ApplyOutputs> {
  const state = readState(execution, inputs);
  const override = readOverride(inputs);
  const wide = readScope(inputs);
  if (wide === "nothing") return outputsOf([]);
  // Read before the consents are: what changes in between is seen next time.
  const last = await readLastRun(execution);
  const scope = wide === "everybody"
    ? wide
    : await narrowWatched(execution, last.checkpoint?.watch ?? []);
  const log = new StepLog();
  const runMode = runModeOf(last, override);
  const { snapshot_id } = inputs;
  const people = await readPeople(execution, snapshot_id, scope, runMode, log);
  // What a workflow sets of its own no other run does for it.
  const own = state !== null || override !== null;
  const order = { state, scope, last, replaceable: !own };
  const sync = openSync(execution, people, log, null);
  const { results, continuation } = await apply(sync, order);
  // A later run, with rosters read since, does what is to be done.
  if (results === null) return outputsOf([]);
  if (runMode.mode === "enforce") {
    const consents = [...people.consents.values()];
    log.report(...await tellToReconnect(sync, consents));
  }
  // A run is settled by its step for all states.
  const settles = state === null && last.checkpoint?.snapshot === snapshot_id;
  const checkpoint = settles
    ? await checkpointAfter(execution, people, log, order, results)
    : null;
  if (checkpoint?.open === false && continuation !== null) {
    log.report(...await dropContinuation(execution, continuation));
  }
  const report = { results, problems: [...log.problems] };
  const beside = checkpoint === null ? [] : [checkpoint];
  await putStepReport(execution, "apply", report, beside);
  return outputsOf(results);
}

function outputsOf(results: Result[]): ApplyOutputs {
  const { done, failed, postponed } = countOutcomes(results);
  return { changed: done, failed, postponed };
}

/** Whom to apply what to. */
interface ApplyOrder {
  state: string | null;
  scope: Scope;
  last: LastRun;
  /** Whether a later run does as well what this one would do. */
  replaceable: boolean;
}

/** @param sync Without the lease, which is taken here if anything is to be written. */
async function apply(
  sync: Sync,
  { state, scope, last, replaceable }: ApplyOrder,
): Promise<ExclusiveOutcome> {
  const { execution, people, log } = sync;
  const { desired } = people;
  const { continuation } = last;
  if (replaceable && isOvertaken(last, desired)) {
    return { results: null, continuation };
  }
  const everybody = scope === "everybody";
  const looked = everybody ? people.all() : scope.map((id) => people.of(id));
  const rule = applying(state);
  const concerned = concernedBy(looked, rule);
  const due = everybody ? concerned : await filterDue(execution, concerned);
  if (due.every((context) => isPreviewOnly(desired, context))) {
    const results = await applyPresence(sync, everybody ? looked : due, rule);
    return { results, continuation };
  }
  return await runExclusively(execution, log, {
    last,
    desired,
    contexts: due,
    replaceable,
    prepare: () => people.refreshClaims(scope, log),
    work: (lease) => {
      const served = everybody ? people.all() : due;
      return applyPresence({ ...sync, lease }, served, rule);
    },
  });
}

/** Puts the active shifts into people's presence. */
async function applyPresence(
  sync: Sync,
  contexts: WantContext[],
  rule: StepRule,
): Promise<Result[]> {
  const { people } = sync;
  const results = await syncParts(sync, contexts, rule);
  const mentioned = contexts
    .map((context) => people.latest(context))
    .flatMap((context) => unconsented(people, context) ?? [])
    .filter(({ state }) => rule.state === null || state === rule.state);
  return [...results, ...mentioned];
}

/** People on a roster who have not opted in are mentioned, never touched. */
function unconsented(people: People, context: WantContext): Result | null {
  const { wanted, claim, person } = context;
  // A consent that cannot be read may say otherwise.
  const unknown = people.unusable.has(person.id);
  if (wanted.kind !== "unconsented" || claim || unknown) return null;
  const decision = noop(wanted.reason);
  return resultOf(context, statusPlan, decision, "noted", null, null);
}

/**
 * What the next poll compares itself with; `null`: what it did before. A look
 * at the watched people settles nothing, but what it changed is looked at again.
 */
async function checkpointAfter(
  execution: Execution,
  people: People,
  log: StepLog,
  { scope, last }: ApplyOrder,
  results: Result[],
): Promise<Checkpoint | null> {
  const before = last.checkpoint!;
  if (scope !== "everybody") {
    const changed = results.some(({ outcome }) => outcome !== "noted");
    return changed ? { ...before, open: true } : null;
  }
  const heldBack = heldBackBy(last.earlyEnds);
  const next = nextCheckpoint(before, { people, log, results, heldBack });
  // People who could not be let go of yet must be looked for again.
  const leaving = await pendingOptOuts(execution, last);
  if (leaving.size === 0) return next;
  return { ...next, consents_revision: before.consents_revision };
}

/** @throws {Error} when there is no such state. */
function readState(
  { config }: Execution,
  inputs: ApplyInputs,
): string | null {
  const state = inputs.state?.trim() || null;
  if (state === null || Object.hasOwn(config.states, state)) return state;
  const known = Object.keys(config.states).join(", ");
  throw new Error(
    `state: "${state}" is not configured; the states are ${known}`,
  );
}

/** @throws {Error} that says which input is wrong. */
function readOverride(inputs: ApplyInputs): Override | null {
  const text = inputs.text?.trim() || null;
  const emoji = inputs.emoji?.trim() || null;
  const [problem] = text === null ? [] : templateProblems(text);
  if (problem) throw new Error(`text: ${problem}`);
  if (emoji !== null && !isEmojiName(emoji)) {
    throw new Error(`emoji: ${emojiProblem(emoji)}`);
  }
  return text === null && emoji === null ? null : { text, emoji };
}
