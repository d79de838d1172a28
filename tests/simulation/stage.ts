import { titleOf } from "../../triggers/link_triggers.ts";
import type { App } from "../../packages/slack-box/app.ts";
import { type ServedSchedule, servedSchedules, sourcesOf } from "./vendors.ts";
import { withOtherWorkflow } from "./other_workflow.ts";
import { parseScenario } from "../../packages/slack-box/scenario.ts";
import {
  createWorkspace,
  type Workspace,
  type WorkspaceOptions,
} from "../../packages/slack-box/workspace.ts";
import type { Fault } from "../sync/session.ts";
import { Executions, touchOf } from "./executions.ts";
import type { RosterShift, TouchRecord } from "./recording.ts";
import {
  emailOf,
  idOf,
  NAMES,
  type OwnStatus,
  type Script,
  type ShiftScript,
  START_MS,
  textOf,
} from "./script.ts";
import {
  GROUP,
  GROUP_MEMBERS,
  MANAGERS,
  scheduleOf,
  TEMPLATES,
} from "./setting.ts";

/** Plays no part in a history: holds the admin's token and trips triggers. */
export const OPERATOR = "UOPS";

/** Reads are at most this stale (milliseconds). */
const STALEST = 700;

/** A local workspace with the people of a script, and what the play needs of it. */
export class Stage {
  readonly workspace: Workspace;
  /** Which templates the configuration has now. */
  templates = 0;
  /** Schedules that their vendor does not know for a while, by place. */
  readonly lost = new Set<number>();
  readonly schedules: readonly ServedSchedule[];
  #shifts: RosterShift[];
  readonly #triggers = new Map<string, string>();

  readonly executions = new Executions();
  /** Calls that met a fault. */
  readonly touched: TouchRecord[] = [];

  constructor(app: App, script: Script) {
    this.#shifts = script.shifts.map(rosterShift);
    this.schedules = servedSchedules(script.served ?? 0);
    const sources = sourcesOf(this.schedules);
    const { bookedHours: hours } = script;
    const extraConfig = () => ({
      states: TEMPLATES[this.templates]!,
      sources,
      workflow_texts: true,
      ...(hours === undefined ? {} : { handoffs: { hours } }),
      ...(script.day === "preview" ? { mode: "preview" } : {}),
      freeze_managers: MANAGERS.map(idOf),
    });
    const options: WorkspaceOptions = {
      app: this.executions.of(
        withOtherWorkflow(app),
        () => this.workspace.clock.now(),
      ),
      scenario: parseScenario(scenarioOf(script, this.schedules), app),
      rates: script.rates,
      extraConfig,
      onTrouble: (met) => this.touched.push(touchOf(met, this)),
      ...(script.stale ? { datastoreLagMs: staleness(script.seed) } : {}),
    };
    this.workspace = createWorkspace(options);
    this.executions.countCalls(this.workspace);
    for (const trigger of this.workspace.state.triggers.values()) {
      this.#triggers.set(titleOf(trigger), trigger.id);
    }
  }

  /** Asks the workspace's control; a refusal is the answer's `error`. */
  async control(
    method: string,
    path: string,
    body?: unknown,
  ): Promise<Record<string, unknown>> {
    const init = body === undefined
      ? { method }
      : { method, body: JSON.stringify(body) };
    const request = new Request(`http://local/control/${path}`, init);
    return await (await this.workspace.handle(request)).json();
  }

  /** Clicks a link, or sends `data` to a webhook. */
  async trip(
    name: string,
    body: Record<string, unknown>,
  ): Promise<Record<string, unknown>> {
    const id = this.#triggers.get(name)!;
    return await this.control("POST", `triggers/${id}/trip`, body);
  }

  async putRoster(shifts: RosterShift[]): Promise<void> {
    this.#shifts = shifts;
    await this.putSchedules();
  }

  /** What the vendors serve: the roster, but for schedules that are lost. */
  async putSchedules(): Promise<void> {
    const schedules = schedulesOf(this.schedules, this.#shifts)
      .filter((_, index) => !this.lost.has(index));
    const answer = await this.control("PUT", "schedules", schedules);
    if (answer.error) throw new Error(String(answer.error));
  }

  async addFault(fault: Fault): Promise<void> {
    const answer = await this.control("POST", "faults", fault);
    if (answer.error) throw new Error(String(answer.error));
  }
}

/** How stale each reading is, from a seed (milliseconds). */
function staleness(seed: number): () => number {
  let state = seed >>> 0;
  return () => {
    state = (Math.imul(state, 1_664_525) + 1_013_904_223) >>> 0;
    return Math.floor(state / 4_294_967_296 * (STALEST + 1));
  };
}

function scenarioOf(script: Script, schedules: readonly ServedSchedule[]) {
  const people = script.people.map((person, who) => ({
    id: idOf(who),
    name: NAMES[who],
    email: emailOf(who),
    status: person.own ? statusOf(person.own, START_MS) : {},
    snooze_until: person.snooze === 0
      ? 0
      : START_MS / 1000 + person.snooze * 60,
    manual_away: person.away,
    ...(person.answers
      ? { consent: { ...person.answers, path: person.path } }
      : {}),
  }));
  const operator = {
    id: OPERATOR,
    name: "ops",
    email: "ops@example.com",
    role: "owner",
  };
  return {
    now: new Date(START_MS).toISOString(),
    operators: [OPERATOR],
    admin_tokens: script.admin ? [OPERATOR] : [],
    people: [...people, operator],
    user_groups: [{
      id: GROUP,
      name: "Releases",
      members: GROUP_MEMBERS.map(idOf),
    }],
    schedules: schedulesOf(schedules, script.shifts.map(rosterShift)),
  };
}

/** The status as Slack keeps it, set at an instant (Unix milliseconds). */
export function statusOf(own: OwnStatus, at: number) {
  const now = Math.floor(at / 1000);
  return {
    text: textOf(own),
    emoji: own.emoji,
    expiration: own.minutes === 0 ? 0 : now + own.minutes * 60,
  };
}

export function rosterShift(shift: ShiftScript): RosterShift {
  const { who, state, place, level, minutes } = shift;
  const start = START_MS + shift.start * 60_000;
  return {
    who,
    person: idOf(who),
    state,
    place,
    level,
    start,
    end: minutes === null ? null : start + minutes * 60_000,
  };
}

function schedulesOf(
  schedules: readonly ServedSchedule[],
  shifts: RosterShift[],
) {
  return schedules.map(({ id, name, state, vendor }) => ({
    id,
    name,
    state,
    vendor,
    shifts: shifts.filter((shift) =>
      shift.place !== null &&
      scheduleOf(shift.state, shift.place).id === id
    ).map((shift) => ({
      email: emailOf(shift.who),
      start: new Date(shift.start).toISOString(),
      end: shift.end === null ? null : new Date(shift.end).toISOString(),
      level: shift.level,
    })),
  }));
}
