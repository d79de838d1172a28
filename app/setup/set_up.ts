import { encodeEntities, postMessage } from "../../slack/messages.ts";
import { optInLink } from "../../slack/triggers.ts";
import { getRecords, putRecords } from "../../slack/record_store.ts";
import { type SetUpRecord, setUps } from "../../slack/records/runs.ts";
import { getSnapshot } from "../../slack/records/roster_snapshots.ts";
import { authorize, type Interaction } from "../interaction.ts";
import { type Execution, waitForReadConsistency } from "../execution.ts";
import { recordProblem } from "../state/step_log.ts";
import { inMessages } from "../report/in_messages.ts";
import { readLastRun } from "../state/run_state.ts";
import { checkScopes, checkTokenPaths } from "./check_access.ts";
import { checkReportChannel } from "./check_report_channel.ts";
import { checkRosters } from "./check_rosters.ts";
import { type Finding, note, right } from "./finding.ts";
import { setUpTriggers } from "./set_up_triggers.ts";

interface SetUpInputs extends Interaction {
  snapshot_id: string;
}

interface SetUpOutputs {
  right: number;
  missing: number;
}

const ID = "set_up";

const MARKS: Readonly<Record<Finding["verdict"], string>> = {
  right: ":white_check_mark:",
  missing: ":x:",
  note: ":information_source:",
};

/**
 * Checks everything the app needs, makes its triggers, and tells whoever clicked
 * what is right and what is missing, with the link to opt in. For operators;
 * while none is configured, for whoever did it first. Done twice, the second
 * time changes nothing.
 */
export async function setUp(
  execution: Execution,
  inputs: SetUpInputs,
): Promise<SetUpOutputs> {
  const { client, config: { operators } } = execution;
  const person = inputs.interactivity.interactor.id;
  const known = await knownOr(execution, person);
  const may = operators.length > 0 ? operators : [known.first_by];
  let outputs: SetUpOutputs = { right: 0, missing: 0 };
  const { message } = await authorize(may, inputs, refusal, async () => {
    const { findings, record } = await look(
      execution,
      person,
      known,
      inputs.snapshot_id,
    );
    if (!isSame(record, known)) await putRecords(client, setUps, [record]);
    const count = (verdict: Finding["verdict"]) =>
      findings.filter((each) => each.verdict === verdict).length;
    outputs = { right: count("right"), missing: count("missing") };
    return { message: await answerOf(execution, findings), changed: true };
  });
  for (const piece of inMessages(message)) {
    await postMessage(client, person, piece);
  }
  return outputs;
}

/**
 * What an earlier set-up left. Where there was none, it is this person's from
 * now on: of two who click at once the one that is recorded last is the first.
 *
 * @throws {Error} when it cannot be read: somebody may have been first.
 */
async function knownOr(
  execution: Execution,
  person: string,
): Promise<SetUpRecord> {
  const known = await readSetUp(execution);
  if (known) return known;
  const { client, config: { operators } } = execution;
  const own = { id: ID, first_by: person, channel: "", ts: "" } as const;
  // Whoever may not set it up leaves no trace.
  if (operators.length > 0 && !operators.includes(person)) return own;
  const lost = await putRecords(client, setUps, [own]);
  if (lost.size > 0) {
    throw new Error("Slack did not store who set it up: please try once more.");
  }
  await waitForReadConsistency(execution);
  return await readSetUp(execution) ?? own;
}

async function readSetUp({ client }: Execution): Promise<SetUpRecord | null> {
  const { records, broken } = await getRecords(client, setUps, [ID]);
  const [problem] = broken.map(recordProblem);
  if (problem) {
    throw new Error(
      `${problem.about}: ${problem.reason}. Nobody is let in by it; if that lasts, delete it with \`slack datastore delete\``,
    );
  }
  return records.get(ID) ?? null;
}

async function look(
  execution: Execution,
  person: string,
  known: SetUpRecord,
  snapshot_id: string,
): Promise<{ findings: Finding[]; record: SetUpRecord }> {
  const { client, config } = execution;
  // The step before has just stored it.
  await waitForReadConsistency(execution);
  const snapshot = await getSnapshot(client, snapshot_id);
  const { finding, ...message } = await checkReportChannel(execution, known);
  const findings = [
    ...checkRosters(config, snapshot),
    ...await checkScopes(execution, person),
    ...await checkTokenPaths(execution),
    finding,
    ...checkOperators(config.operators),
    ...await setUpTriggers(execution),
    await checkMode(execution),
  ];
  return { findings, record: { ...known, ...message } };
}

function checkOperators(operators: readonly string[]): Finding[] {
  return operators.length > 0
    ? [right(`Operators: ${operators.map((id) => `<@${id}>`).join(", ")}.`)]
    : [note(
      "Operators: nobody is one, so nobody can switch the app on; name them under `operators` in shiftlight.config.ts.",
    )];
}

async function checkMode(execution: Execution): Promise<Finding> {
  const { mode, putBack } = await readLastRun(execution);
  if (putBack !== null) {
    return note(
      `Mode: everybody is being given back (${putBack}); *Switch mode* ends that.`,
    );
  }
  return mode === "enforce"
    ? right("Mode: enforce; plans are carried out.")
    : note(
      "Mode: preview; plans are only told in the report channel. An operator switches it on with *Switch mode*.",
    );
}

async function answerOf(
  { client }: Execution,
  findings: readonly Finding[],
): Promise<string> {
  const trouble = findings.filter(({ verdict }) => verdict === "missing");
  const title = trouble.length === 0
    ? "*Shiftlight is set up.*"
    : `*Shiftlight is not ready: ${
      trouble.length === 1 ? "1 thing is" : `${trouble.length} things are`
    } missing.* Mend what is marked, then open this link once more.`;
  const lines = findings.map(({ verdict, text }) =>
    `${MARKS[verdict]} ${encodeOthers(text)}`
  );
  const link = await linkText(client);
  return [title, ...lines, link].join("\n");
}

async function linkText(client: Execution["client"]): Promise<string> {
  try {
    const link = await optInLink(client);
    if (link !== null) {
      return `Share this link, so that people can opt in: ${link}`;
    }
  } catch {
    // Said above: the triggers could not be read.
  }
  return "The link to opt in is missing, since its trigger is.";
}

/** Mentions of people and channels are the app's own; the rest is others' words. */
function encodeOthers(text: string): string {
  return text.split(/(<[@#][A-Z0-9]+>)/)
    .map((part, index) => index % 2 === 1 ? part : encodeEntities(part))
    .join("");
}

function refusal(those: string): string {
  return `Only ${those} may set Shiftlight up, and nothing was changed.`;
}

function isSame(a: SetUpRecord, b: SetUpRecord): boolean {
  return a.channel === b.channel && a.ts === b.ts;
}
