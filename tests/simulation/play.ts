import type { App } from "../../packages/slack-box/app.ts";
import type { Workspace } from "../../packages/slack-box/workspace.ts";
import { Choices, givenBefore } from "./choices.ts";
import { Declarations } from "./declarations.ts";
import { act } from "./human_edits.ts";
import { Operators } from "./operators.ts";
import { Performance } from "./performance.ts";
import type { HandoffsSeen, Recording } from "./recording.ts";
import { Rosters } from "./rosters.ts";
import {
  type Action,
  type HumanAction,
  idOf,
  POLL_MS,
  type Script,
  START_MS,
  stirredPolls,
} from "./script.ts";
import { GROUP_MEMBERS } from "./setting.ts";
import { OPERATOR, rosterShift, Stage } from "./stage.ts";
import { Troubles } from "./troubles.ts";
import { Watch } from "./watch.ts";

/** How long after a poll everything that it began is done. */
const SETTLED_MS = 8 * 60_000;

/** Within this many polls the app must mend what went wrong. */
const POLLS_TO_CONVERGE = 2;

/**
 * Plays a history to its end: the script's steps at their instants, then
 * everything is put right and two polls pass, then the rosters are emptied
 * and two more pass.
 */
export async function play(app: App, script: Script): Promise<Recording> {
  const stage = new Stage(app, script);
  try {
    return await new Play(stage, script).toEnd();
  } finally {
    stage.workspace.close();
  }
}

class Play {
  readonly #performance: Performance;
  readonly #troubles: Troubles;
  readonly #choices: Choices;
  readonly #rosters: Rosters;
  readonly #declarations: Declarations;
  readonly #operators: Operators;

  constructor(stage: Stage, private readonly script: Script) {
    const recording = blank(script);
    recording.touched = stage.touched;
    recording.executions = stage.executions.all;
    const watch = new Watch(stage.workspace, recording);
    this.#performance = new Performance(stage, recording, watch);
    this.#troubles = new Troubles(this.#performance);
    this.#choices = new Choices(this.#performance, this.#troubles);
    this.#rosters = new Rosters(this.#performance);
    this.#declarations = new Declarations(this.#performance);
    this.#operators = new Operators(this.#performance);
  }

  async toEnd(): Promise<Recording> {
    const { stage: { workspace }, recording } = this.#performance;
    for (const { at, ...action } of this.script.steps) {
      this.#performance.at(START_MS + at, () => this.#do(action as Action));
    }
    this.#performance.at(recording.calm_at, () => this.#putRight());
    this.#performance.at(recording.emptied_at, () => this.#empty());
    const reports = await workspace.advance(recording.ended_at);
    await this.#performance.over();
    recording.handoffs.push(handoffsSeen(workspace));
    recording.ended_at = workspace.clock.now();
    recording.runs = reports.map((report) => ({
      at: Date.parse(report.at),
      workflow: report.workflow,
      status: report.status,
      error: report.status === "failed"
        ? report.steps.at(-1)?.error ?? "?"
        : null,
    }));
    for (const [name, { items }] of workspace.state.datastores) {
      recording.stored[name] = [...items.values()];
    }
    recording.audit = recording.stored.audit_log ?? null;
    recording.messages = workspace.state.messages.map((message) => ({
      at: message.atSeconds * 1000,
      channel: message.channel,
      text: JSON.stringify([message.text, message.blocks ?? null]),
    }));
    return recording;
  }

  #do(action: Action): void | Promise<void> {
    switch (action.kind) {
      case "adds a shift":
      case "moves a shift":
      case "moves the end of a shift":
      case "cancels a shift":
      case "swaps a shift":
      case "moves a shift to the other schedule":
      case "adds a shift after a shift":
      case "changes the state of a shift":
        return this.#rosters.edit(action);
      case "empties a schedule":
        return this.#rosters.emptyFor(action);
      case "changes the group":
        return this.#rosters.changeGroup(action.who);
      case "runs a workflow":
        return this.#operators.runWorkflow(action);
      case "switches the mode":
      case "restores one person":
      case "restores everyone":
      case "confirms early ends":
      case "sets up":
        return this.#operators.make(action);
      case "opts in":
      case "opts out":
        return this.#choices.make(action);
      case "starts focus time":
      case "takes time off":
      case "declares a freeze":
      case "ends what was declared":
      case "undoes an end":
        return this.#declarations.make(action);
      case "syncs":
        return this.#sync(action.runs);
      case "stops an execution":
      case "fails":
      case "revokes the token":
      case "gives the token back":
      case "deactivates":
      case "changes the address":
      case "renames":
      case "spoils the claim":
      case "changes the templates":
      case "loses a schedule":
      case "cannot be read":
      case "loses the connection":
        return this.#troubles.begin(action);
      default:
        return this.#act(action);
    }
  }

  #act(action: HumanAction): void {
    const { now, recording, stage, watch } = this.#performance;
    const id = idOf(action.who);
    const person = stage.workspace.state.people.get(id)!;
    if (person.deleted) return;
    const { initial, status } = recording.people.get(id)!;
    const own = [
      initial.status,
      ...status.filter(({ by }) => by === "human").map(({ after }) => after),
    ];
    watch.byHuman(() => act(person, action, now, own));
  }

  async #sync(runs: number): Promise<void> {
    const { stage } = this.#performance;
    this.#performance.tell(`${runs} x Sync now`);
    await Promise.all(
      Array.from(
        { length: runs },
        () => stage.trip("Sync now", { user: OPERATOR }),
      ),
    );
  }

  /** Nothing is wanted of anybody any more. */
  async #empty(): Promise<void> {
    const { recording, stage: { workspace } } = this.#performance;
    recording.handoffs.push(handoffsSeen(workspace));
    this.#declarations.endAll();
    if (this.script.day === "big group") this.#operators.confirmLater();
    await this.#rosters.empty();
  }

  /** Nothing fails any more. People whose click failed click again. */
  async #putRight(): Promise<void> {
    this.#performance.tell("everything is put right");
    await this.#troubles.endAll();
    await this.#operators.enforce();
    await this.#choices.makeAgain();
  }
}

/** Nothing has happened yet. */
function blank(script: Script): Recording {
  const calm_at = START_MS + (stirredPolls(script) + 1) * POLL_MS - 120_000;
  const emptied_at = calm_at + POLLS_TO_CONVERGE * POLL_MS + SETTLED_MS;
  return {
    script,
    people: new Map(),
    choices: script.people.flatMap(({ answers }, who) =>
      answers ? [givenBefore(idOf(who), answers)] : []
    ),
    declarations: [],
    groups: [{ at: 0, members: GROUP_MEMBERS }],
    rosters: [{ at: 0, shifts: script.shifts.map(rosterShift) }],
    troubles: [],
    touched: [],
    executions: [],
    consents: [],
    claims: [],
    declared: [],
    operations: [],
    modes: [],
    early_ends: [],
    booked: [],
    handoffs: [],
    writing: [],
    templates: [{ at: 0, templates: 0 }],
    runs: [],
    audit: null,
    stored: {},
    messages: [],
    logged: new Map(),
    story: [],
    calm_at,
    emptied_at,
    // A source that empties is believed at the second reading.
    ended_at: emptied_at + (POLLS_TO_CONVERGE + 1) * POLL_MS,
  };
}

const NAME = /^Handoff /;

/** The one-off triggers for handoffs as they stand now, and what is on record of them. */
export function handoffsSeen({ clock, state }: Workspace): HandoffsSeen {
  const triggers = [...state.triggers.values()]
    .filter(({ type, name }) => type === "scheduled" && NAME.test(name))
    .map(({ name, schedule }) => ({
      name: name.replace(NAME, ""),
      fires_at: Date.parse(String(schedule?.start_time)),
    }));
  const records = state.datastores.get("handoffs")?.items.values() ?? [];
  return { at: clock.now(), triggers, records: [...records] };
}
