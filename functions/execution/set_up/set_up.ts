import { encodeEntities } from "../../../slack/entities.ts";
import { postMessage } from "../../../slack/messages.ts";
import { optInLink } from "../../../slack/opt_in_link.ts";
import { getRecords, putRecords } from "../../../slack/record_store.ts";
import { type SetUpRecord, setUps } from "../../../slack/records/set_up.ts";
import { getSnapshot } from "../../../slack/records/snapshots.ts";
import { checkScopes, checkTokenPaths } from "./check_access.ts";
import { checkReportChannel } from "./check_report_channel.ts";
import { checkRosters } from "./check_rosters.ts";
import type { Execution } from "../execution.ts";
import { type Finding, note, right } from "./finding.ts";
import type { Clicked } from "../clicked.ts";
import { untilSeen } from "../read_lag.ts";
import { inMessages } from "../report/report_text.ts";
import { readLastRun } from "../run_records.ts";
import { setUpTriggers } from "./set_up_triggers.ts";

interface SetUpInputs extends Clicked {
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
  { interactivity, snapshot_id }: SetUpInputs,
): Promise<SetUpOutputs> {
  const { client, config } = execution;
  const person = interactivity.interactor.id;
  const { records } = await getRecords(client, setUps, [ID]);
  const known = records.get(ID) ?? null;
  const { operators } = config;
  const allowed = operators.length > 0
    ? operators
    : known
    ? [known.first_by]
    : [person];
  if (!allowed.includes(person)) {
    await postMessage(client, person, refusal(allowed));
    return { right: 0, missing: 0 };
  }
  const { findings, record } = await look(
    execution,
    person,
    known,
    snapshot_id,
  );
  const text = await answerOf(execution, findings);
  for (const message of inMessages(text)) {
    await postMessage(client, person, message);
  }
  if (!isSame(record, known)) await putRecords(client, setUps, [record]);
  const count = (verdict: Finding["verdict"]) =>
    findings.filter((each) => each.verdict === verdict).length;
  return { right: count("right"), missing: count("missing") };
}

async function look(
  execution: Execution,
  person: string,
  known: SetUpRecord | null,
  snapshot_id: string,
): Promise<{ findings: Finding[]; record: SetUpRecord }> {
  const { client, config } = execution;
  // The step before has just stored it.
  await untilSeen(execution);
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
  const first_by = known?.first_by ?? person;
  return { findings, record: { id: ID, first_by, ...message } };
}

function checkOperators(operators: readonly string[]): Finding[] {
  return operators.length > 0
    ? [right(`Operators: ${operators.map((id) => `<@${id}>`).join(", ")}.`)]
    : [note(
      "Operators: nobody is one, so nobody can switch the app on; name them under `operators` in shiftlight.config.ts.",
    )];
}

async function checkMode(execution: Execution): Promise<Finding> {
  const { mode, put_back } = await readLastRun(execution);
  if (put_back !== null) {
    return note(
      `Mode: everybody is being given back (${put_back}); *Switch mode* ends that.`,
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

function refusal(allowed: readonly string[]): string {
  const who = allowed.map((id) => `<@${id}>`).join(", ");
  return `Only ${who} may set Shiftlight up, and nothing was changed.`;
}

function isSame(a: SetUpRecord, b: SetUpRecord | null): boolean {
  return b !== null && a.first_by === b.first_by && a.channel === b.channel &&
    a.ts === b.ts;
}
