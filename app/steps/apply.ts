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
import { plainText } from "../../plain_text.ts";
import type { Checkpoint } from "../../slack/records/checkpoint.ts";
import { type Execution, nowOf, waitForReadConsistency } from "../execution.ts";
import { SECONDS_PER_MINUTE } from "../../time.ts";
import { dropRun } from "../lock/continuation.ts";
import {
  isOvertaken,
  leaveToLaterRun,
  markLatest,
} from "../lock/standing_back.ts";
import { type ExclusiveOutcome, runExclusively } from "../lock/write_lock.ts";
import { runModeOf } from "../state/desired_state.ts";
import type { People, Scope } from "../state/people.ts";
import { isPreviewOnly } from "../state/person_context.ts";
import { readPeople } from "../state/read_people.ts";
import { countOutcomes, noop, resultOf } from "../state/results.ts";
import {
  type LastRun,
  markConsentsChanged,
  readLastRun,
} from "../state/run_state.ts";
import { StepLog } from "../state/step_log.ts";
import {
  getStepReports,
  putStepReport,
  runKey,
} from "../state/step_reports.ts";
import { heldBackBy } from "../sync/early_ends.ts";
import { forgetLateResults } from "../sync/forget_person.ts";
import { openSync, type Sync } from "../sync/part_sync.ts";
import { askToReconnect } from "../sync/reconnect.ts";
import { pendingOptOuts } from "../sync/restore.ts";
import { concernedBy, type StepRule, syncParts } from "../sync/sync_parts.ts";
import { findDueWatched } from "../sync/watched.ts";
import {
  checkpointAfterWatched,
  hasUndoneEnds,
  nextCheckpoint,
} from "./checkpoint.ts";
import { readScope, type StepInputs } from "./step_inputs.ts";

export interface ApplyInputs extends StepInputs {
  state?: string | undefined;
  text?: string | undefined;
  emoji?: string | undefined;
}

interface ApplyOutputs {
  changed: number;
  failed: number;
  postponed: number;
}

/** Starts, switches, extensions and renewals, and the decisions to leave someone alone. */
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

/** The rule of a step that applies one state, or all states for `null`. */
export function applying(state: string | null): StepRule {
  return { desired: "present", allowed: APPLIES, state, heldBack: new Set() };
}

/** The step *set statuses*: starts, switches, extensions and renewals of one run. */
export async function applyStep(
  execution: Execution,
  inputs: ApplyInputs,
): Promise<ApplyOutputs> {
  const state = readState(execution, inputs);
  const override = readOverride(execution, inputs);
  const pollScope = readScope(inputs);
  if (pollScope === "nothing") return outputsOf([]);
  // Before the consents are read: the next run sees a consent that changes in between.
  const last = await readRun(execution, inputs.snapshot_id);
  const scope = pollScope === "everybody"
    ? pollScope
    : await findDueWatched(execution, last);
  const log = new StepLog();
  const runMode = runModeOf(last, override);
  // No other run applies a workflow's own text, emoji or choice of state.
  const replaceable = state === null && override === null;
  const read = (snapshotId: string) =>
    readPeople(execution, snapshotId, scope, runMode, log);
  const { snapshot_id } = inputs;
  const given = await read(snapshot_id);
  // So it does that, but what is wanted now is in the newest reading alone.
  const people = !replaceable && isOvertaken(last, given.desired)
    ? await read(last.latest!.snapshot)
    : given;
  const order = { state, scope, last, replaceable };
  const sync = openSync(execution, people, log, null);
  const { results, booked } = await apply(sync, order);
  const unlockedAtMs = execution.clock.now();
  // A later run, which has read the rosters since, does the work.
  if (results === null) return outputsOf([]);
  if (runMode.mode === "enforce") {
    const consents = [...people.consents.values()];
    log.report(...await askToReconnect(sync, consents));
  }
  const isOfRun = last.checkpoint?.snapshot === snapshot_id;
  // The checkpoint is the step's that applies all states of the last reading.
  const closesRun = state === null && isOfRun;
  const checkpoint = closesRun
    ? await checkpointAfter(execution, people, log, order, results)
    : null;
  // What a run leaves open is tried again by the one that is booked.
  const after = checkpoint ?? (isOfRun ? last.checkpoint : null);
  const isOpen = after?.open ?? log.isUnfinished;
  const beside = checkpoint === null ? [] : [checkpoint];
  await reportResults(execution, log, results, beside);
  await forgetLateResults(execution, results, unlockedAtMs);
  // Last, so that a run killed before its outcome is stored is recovered.
  const drops = isOpen || booked === null
    ? []
    : await dropRun(execution, booked);
  if (drops.length > 0) {
    log.report(...drops);
    await reportResults(execution, log, results);
  }
  // No checkpoint knows of it, so the next poll must check everyone.
  if (!closesRun && results.some(isChange)) {
    await markConsentsChanged(execution, false);
  }
  return outputsOf(results);
}

async function reportResults(
  execution: Execution,
  { problems }: StepLog,
  results: Result[],
  beside: Checkpoint[] = [],
): Promise<void> {
  const report = { results, problems: [...problems] };
  await putStepReport(execution, "apply", report, beside);
}

/** A checkpoint that began less than this ago may be that of a later run. */
const LATER_RUN_SECONDS = 2 * SECONDS_PER_MINUTE;

/** Reads the records of the last run. They may not show yet that this run was opened. */
async function readRun(
  execution: Execution,
  snapshotId: string,
): Promise<LastRun> {
  const last = await readLastRun(execution);
  const { snapshot = "", started_at = 0 } = last.checkpoint ?? {};
  const isLater = started_at > nowOf(execution) - LATER_RUN_SECONDS;
  if (snapshot === snapshotId || isLater) return last;
  await waitForReadConsistency(execution);
  return await readLastRun(execution);
}

function outputsOf(results: Result[]): ApplyOutputs {
  const { done, failed, postponed } = countOutcomes(results);
  return { changed: done, failed, postponed };
}

/** What to apply, and to whom. */
interface ApplyOrder {
  /** `null` for all states. */
  state: string | null;
  scope: Scope;
  last: LastRun;
  /** Whether a later run could do this work instead. */
  replaceable: boolean;
}

/** @param sync Without the lease, which is taken here if anything is to be written. */
async function apply(
  sync: Sync,
  { state, scope, last, replaceable }: ApplyOrder,
): Promise<ExclusiveOutcome> {
  const { execution, people, log } = sync;
  const { desired } = people;
  const { continuation: booked } = last;
  if (replaceable && isOvertaken(last, desired)) {
    await leaveToLaterRun(execution, last);
    return { results: null, booked };
  }
  await markLatest(execution, last, desired.snapshot.version);
  const rule = applying(state);
  // The step before may have just done these ends.
  if (hasUndoneEnds(people, heldBackBy(last.earlyEnds))) {
    await waitForReadConsistency(execution);
    await people.refreshClaims(scope, log);
  }
  const due = concernedBy(people, people.within(scope), rule);
  const toServe = () => scope === "everybody" ? people.all() : due;
  if (due.every((context) => isPreviewOnly(desired, context))) {
    const results = await applyPresence(sync, toServe(), rule);
    return { results, booked };
  }
  return await runExclusively(execution, log, {
    last,
    desired,
    contexts: due,
    replaceable,
    prepare: () => people.refreshClaims(scope, log),
    work: (lease) => applyPresence({ ...sync, lease }, toServe(), rule),
  });
}

/** Shows the active shifts, and reports people on a roster who have not opted in. */
async function applyPresence(
  sync: Sync,
  contexts: WantContext[],
  rule: StepRule,
): Promise<Result[]> {
  const { people } = sync;
  const results = await syncParts(sync, contexts, rule);
  const notOptedIn = contexts
    .map((context) => people.latest(context))
    .flatMap((context) => unconsentedResult(people, context) ?? [])
    .filter(({ state }) => rule.state === null || state === rule.state);
  return [...results, ...notOptedIn];
}

/** @returns `null` if the person opted in, or nothing is certain about them. */
function unconsentedResult(
  people: People,
  context: WantContext,
): Result | null {
  const { wanted, claim, person } = context;
  // An unreadable consent may allow it.
  const unknown = people.unusable.has(person.id);
  if (wanted.kind !== "unconsented" || claim || unknown) return null;
  const decision = noop(wanted.reason);
  return resultOf(context, statusPlan, decision, "noted", null, null);
}

/** The checkpoint for the next poll; `null` if it stays as it is. */
async function checkpointAfter(
  execution: Execution,
  people: People,
  log: StepLog,
  { scope, last }: ApplyOrder,
  results: Result[],
): Promise<Checkpoint | null> {
  const before = last.checkpoint!;
  if (scope !== "everybody") {
    return checkpointAfterWatched(before, scope, { people, results, log });
  }
  const heldBack = heldBackBy(last.earlyEnds);
  const all = hasUndoneEnds(people, heldBack)
    ? [...await resultsOfRestore(execution), ...results]
    : results;
  const next = nextCheckpoint(before, { people, log, results: all, heldBack });
  const pending = await pendingOptOuts(execution, last);
  // An opt-out that is not finished must be found again. Who cannot be restored, as
  // their claim does not parse, is tried by the hour, and found by that claim.
  const isWaiting = (person: string) => people.unusable.has(person);
  if ([...pending.keys()].every(isWaiting)) return next;
  return { ...next, consents_revision: before.consents_revision };
}

/** What the step before could not end, and why: who fails there is tried again by the hour. */
async function resultsOfRestore(execution: Execution): Promise<Result[]> {
  const run = runKey(execution, execution.run);
  const { report } = await getStepReports(execution, run, ["restore"]);
  return report.results;
}

function isChange({ outcome }: Result): boolean {
  return outcome !== "noted";
}

/** @throws {Error} if the state is not configured. */
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

/** @throws {Error} that says which input is wrong, or that none may be given. */
function readOverride(
  { config }: Execution,
  inputs: ApplyInputs,
): Override | null {
  const text = plainText(inputs.text ?? "") || null;
  const emoji = inputs.emoji?.trim() || null;
  if (text === null && emoji === null) return null;
  if (!config.workflow_texts) {
    throw new Error(
      "text, emoji: workflows may not set their own here; " +
        "workflow_texts in shiftlight.config.ts allows it",
    );
  }
  const [problem] = text === null ? [] : templateProblems(text);
  if (problem) throw new Error(`text: ${problem}`);
  if (emoji !== null && !isEmojiName(emoji)) {
    throw new Error(`emoji: ${emojiProblem(emoji)}`);
  }
  return { text, emoji };
}
