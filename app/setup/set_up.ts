import type { Config } from "../../config/schema.ts";
import { ON_CALL, silences } from "../../reconciler/on_call.ts";
import { postMessage } from "../../slack/messages.ts";
import { LINK_TRIGGERS, OPT_IN } from "../../triggers/link_triggers.ts";
import { listTriggers } from "../../slack/triggers.ts";
import { putRecords } from "../../slack/record_store.ts";
import { type SetUpRecord, setUps } from "../../slack/records/runs.ts";
import { getSnapshot } from "../../slack/records/roster_snapshots.ts";
import {
  beginOnce,
  isAtWork,
  leaveUntold,
  tellAction,
} from "../audit/operator_actions.ts";
import { type Execution, waitForReadConsistency } from "../execution.ts";
import {
  type Answer,
  authorize,
  type Interaction,
  unchanged,
  withNote,
} from "../interaction.ts";
import { SETTING_UP_ALREADY, wasSetUp } from "../messages/operator_actions.ts";
import {
  everyoneIsRestored,
  type Finding,
  modeIs,
  operators,
  ranksAboveOnCall,
  setUpAnswer,
  setUpIsFor,
} from "../messages/set_up.ts";
import { splitMessage } from "../report/split_message.ts";
import { readLinks } from "../state/links.ts";
import { readLastRun } from "../state/run_state.ts";
import { authorityFor } from "./authority.ts";
import {
  checkEmoji,
  checkReportChannel,
  checkScopes,
  checkTokenPaths,
} from "./check_access.ts";
import { checkRosters } from "./check_rosters.ts";
import { setUpTriggers, type TriggerCounts } from "./set_up_triggers.ts";

interface SetUpInputs extends Interaction {
  snapshot_id: string;
}

interface SetUpOutputs {
  right: number;
  missing: number;
}

/**
 * Checks everything the app needs, creates its triggers, and sends the person who
 * clicked the findings and the link to opt in. For operators; while none is
 * configured, for the person who did it first. Doing it again is safe.
 */
export async function setUp(
  execution: Execution,
  inputs: SetUpInputs,
): Promise<SetUpOutputs> {
  const { client } = execution;
  const person = inputs.interactivity.interactor.id;
  const { known, allowed } = await authorityFor(execution, person);
  let outputs: SetUpOutputs = { right: 0, missing: 0 };
  const { message } = await authorize(allowed, inputs, setUpIsFor, async () => {
    const begin = await beginOnce(execution, person, {
      kind: "set_up",
      check: () => findUnderWay(execution),
      change: () => ({ before: null, after: null }),
      commit: () => Promise.resolve(),
    });
    if ("answer" in begin) return begin.answer;
    try {
      const done = await setUpNow(execution, person, known, inputs.snapshot_id);
      outputs = done.outputs;
      const notTold = await tellAction(execution, begin.begun, done.told);
      return { message: withNote(done.answer, notTold), changed: true };
    } catch (thrown) {
      await leaveUntold(execution, begin.begun);
      throw thrown;
    }
  });
  for (const part of splitMessage(message)) {
    await postMessage(client, person, part);
  }
  return outputs;
}

async function setUpNow(
  execution: Execution,
  person: string,
  known: SetUpRecord,
  snapshotId: string,
): Promise<{ outputs: SetUpOutputs; answer: string; told: string[] }> {
  const { client } = execution;
  const { findings, record, counts } = await check(
    execution,
    person,
    known,
    snapshotId,
  );
  if (!isSame(record, known)) await putRecords(client, setUps, [record]);
  const count = (verdict: Finding["verdict"]) =>
    findings.filter((each) => each.verdict === verdict).length;
  const outputs = { right: count("ok"), missing: count("missing") };
  // If the triggers cannot be read, a finding says so already.
  const isTalking = execution.config.talk !== null;
  const links = await readLinks(execution, LINK_TRIGGERS);
  const optIn = links.find(({ name }) => name === OPT_IN.name) ?? null;
  return {
    outputs,
    answer: setUpAnswer(findings, {
      optIn,
      others: links.filter((each) => each !== optIn),
      messages: isTalking ? await messagesLink(execution) : null,
    }),
    told: hasChanged(counts) ? [wasSetUp(counts, outputs.missing)] : [],
  };
}

/**
 * Opens the app's own messages (Slack's docs: deep linking). The list of triggers
 * names the app.
 */
async function messagesLink(
  { client, workspace }: Execution,
): Promise<string | null> {
  try {
    const [first] = await listTriggers(client);
    const app = first?.app ?? "";
    return app === ""
      ? null
      : `https://slack.com/app_redirect?app=${app}&team=${workspace.team}`;
  } catch {
    // A finding says already that they cannot be listed.
    return null;
  }
}

/** A double click would make each link twice. */
async function findUnderWay(
  execution: Execution,
): Promise<{ answer: Answer } | { state: null }> {
  const isUnderWay = await isAtWork(execution, "set_up");
  return isUnderWay
    ? { answer: unchanged(SETTING_UP_ALREADY) }
    : { state: null };
}

function hasChanged({ made, changed, removed }: TriggerCounts): boolean {
  return made + changed + removed > 0;
}

async function check(
  execution: Execution,
  person: string,
  known: SetUpRecord,
  snapshotId: string,
): Promise<
  { findings: Finding[]; record: SetUpRecord; counts: TriggerCounts }
> {
  const { client, config } = execution;
  // The step before has just stored the snapshot.
  await waitForReadConsistency(execution);
  const snapshot = await getSnapshot(client, snapshotId);
  const { finding, message } = await checkReportChannel(execution, known);
  const checked = [
    ...checkRosters(config, snapshot),
    ...checkStates(config),
    await checkScopes(execution, person),
    await checkEmoji(execution),
    ...await checkTokenPaths(execution),
    finding,
    operators(config.operators),
  ];
  const triggers = await setUpTriggers(execution);
  const mode = await checkMode(execution);
  return {
    findings: [...checked, ...triggers.findings, mode],
    record: { ...known, ...message },
    counts: triggers.counts,
  };
}

/** States that silence, and would silence people on call if those were not spared. */
function checkStates({ states }: Pick<Config, "states">): Finding[] {
  const first = states[ON_CALL]?.priority ?? Infinity;
  return Object.entries(states)
    .filter(([, rule]) => silences(rule) && rule.priority > first)
    .map(([state]) => ranksAboveOnCall(state));
}

async function checkMode(execution: Execution): Promise<Finding> {
  const { mode, restoreReason } = await readLastRun(execution);
  return restoreReason === null
    ? modeIs(mode)
    : everyoneIsRestored(restoreReason);
}

function isSame(a: SetUpRecord, b: SetUpRecord): boolean {
  return a.channel === b.channel && a.ts === b.ts;
}
