import { titleOf } from "../../triggers/link_triggers.ts";
import { shiftlight } from "../../packages/slack-box/shiftlight.ts";
import { parseScenario } from "../../packages/slack-box/scenario.ts";
import {
  createWorkspace,
  type WorkspaceOptions,
} from "../../packages/slack-box/workspace.ts";
import type { Status } from "../../reconciler/status.ts";
import type { Presence } from "./presence.ts";
import type { ScenePerson } from "./scene.ts";

export interface Message {
  at: string;
  ts: string;
  channel: string;
  /** Its author. */
  user: string;
  text: string;
  /** The only person who sees it. */
  ephemeral_to?: string;
  buttons?: { label: string }[];
  /** The people whom it notifies. */
  notifies: string[];
}

export interface Run {
  at: string;
  workflow: string;
  steps: {
    function: string;
    outputs?: { run_id?: string; scope?: string };
    error?: string;
  }[];
}

/** A scene's share of the scenario. */
interface Setting {
  now: string;
  people: readonly ScenePerson[];
  schedules: unknown[];
  [more: string]: unknown;
}

/** The workspace that a scene is played in, with the app installed. */
export class DemoWorkspace {
  readonly #handle: (request: Request) => Promise<Response>;
  readonly #failures: string[] = [];
  readonly close: () => void;

  private constructor(workspace: ReturnType<typeof createWorkspace>) {
    this.#handle = (request) => workspace.handle(request);
    this.close = () => workspace.close();
  }

  static open(
    setting: Setting,
    options: Partial<WorkspaceOptions> = {},
  ): DemoWorkspace {
    const people = setting.people.map((person) => ({
      id: person.id,
      name: person.name,
      email: `${person.name}@example.com`,
      tz: person.tz,
      status: person.status,
      snooze_until: person.snooze_until,
      ...(person.consent ? { consent: person.consent } : {}),
      ...(person.guest ? { guest: true } : {}),
    }));
    const scenario = parseScenario({ ...setting, people }, shiftlight);
    return new DemoWorkspace(
      createWorkspace({ app: shiftlight, scenario, ...options }),
    );
  }

  /** The runs until then. */
  async moveTo(instant: string): Promise<Run[]> {
    const { runs } = await this.#ask<{ runs: Run[] }>(
      "POST",
      "/control/clock",
      { to: instant },
    );
    for (const run of runs) this.#noteFailures(run);
    return runs;
  }

  /** A person opens a link and fills in its form. */
  async click(
    name: string,
    link: string,
    form: Record<string, unknown> = {},
  ): Promise<void> {
    const triggers = await this.#ask<{ id: string; name: string }[]>(
      "GET",
      "/control/triggers",
    );
    const trigger = triggers.find((one) => titleOf(one) === link);
    if (trigger === undefined) throw new Error(`there is no link ${link}`);
    const path = `/control/triggers/${trigger.id}/trip`;
    const user = `U${name.toUpperCase()}`;
    const run = await this.#ask<Run>("POST", path, { user, form });
    this.#noteFailures(run);
  }

  /** A person writes, to the app alone if no channel is given. */
  async write(name: string, text: string, channel?: string): Promise<void> {
    const user = `U${name.toUpperCase()}`;
    const body = { user, text, ...(channel ? { channel } : {}) };
    await this.#askForRuns("POST", "/control/messages", body);
  }

  /** A person changes the last message that they wrote. */
  async editLast(name: string, text: string): Promise<void> {
    const user = `U${name.toUpperCase()}`;
    const { ts } = (await this.messages()).findLast((one) =>
      one.user === user
    )!;
    await this.#askForRuns("PUT", `/control/messages/${ts}`, { user, text });
  }

  /** A person presses a button of the latest message that has it. */
  async press(name: string, button: string): Promise<void> {
    const message = (await this.messages()).findLast(({ buttons = [] }) =>
      buttons.some(({ label }) => label === button)
    );
    if (message === undefined) throw new Error(`there is no button ${button}`);
    const path = `/control/messages/${message.ts}/click`;
    const user = `U${name.toUpperCase()}`;
    this.#noteFailures(await this.#ask<Run>("POST", path, { user, button }));
  }

  async #askForRuns(
    method: string,
    path: string,
    body: unknown,
  ): Promise<void> {
    const { runs } = await this.#ask<{ runs: Run[] }>(method, path, body);
    for (const run of runs) this.#noteFailures(run);
  }

  /** A person sets a status in their own Slack client. */
  async setOwnStatus(name: string, status: Status): Promise<void> {
    const person = (await this.people()).find((one) => one.name === name)!;
    const profile = {
      status_text: status.text,
      status_emoji: status.emoji,
      status_expiration: status.expiration,
    };
    const path = "/api/users.profile.set";
    await this.#ask("POST", path, { profile }, person.token);
  }

  async putSchedules(schedules: unknown): Promise<void> {
    await this.#ask("PUT", "/control/schedules", schedules);
  }

  /** A method of Slack's, or a vendor, fails until `removeFaults`. */
  async addFault(fault: Record<string, unknown>): Promise<void> {
    const body = { times: 1_000_000, ...fault };
    await this.#ask("POST", "/control/faults", body);
  }

  async removeFaults(): Promise<void> {
    await this.#ask("DELETE", "/control/faults");
  }

  /** The failed steps of runs since the last call. */
  takeFailures(): string[] {
    return this.#failures.splice(0);
  }

  async people(): Promise<Presence[]> {
    return await this.#ask("GET", "/control/people");
  }

  async messages(): Promise<Message[]> {
    return await this.#ask("GET", "/control/messages");
  }

  /** The records of one datastore. */
  async records<T = Record<string, unknown>>(name: string): Promise<T[]> {
    return await this.#ask("GET", `/control/datastores/${name}`);
  }

  /** How often each method of Slack's and each vendor was called so far. */
  async calls(): Promise<Record<string, number>> {
    const { by_method } = await this.#ask<
      { by_method: Record<string, number> }
    >("GET", "/control/requests");
    return by_method;
  }

  /** @throws {Error} with the address if the workspace refuses. */
  async #ask<T>(
    method: string,
    path: string,
    body?: unknown,
    token?: string,
  ): Promise<T> {
    const response = await this.#handle(
      new Request(`http://local${path}`, {
        method,
        headers: {
          "Content-Type": "application/json",
          ...(token ? { Authorization: `Bearer ${token}` } : {}),
        },
        ...(body === undefined ? {} : { body: JSON.stringify(body) }),
      }),
    );
    const answer = await response.json();
    if (!response.ok || answer.ok === false) {
      throw new Error(`${method} ${path}: ${answer.error}`);
    }
    return answer;
  }

  #noteFailures({ at, workflow, steps }: Run): void {
    for (const { function: step, error } of steps) {
      if (error) this.#failures.push(`${at} ${workflow}, ${step}: ${error}`);
    }
  }
}
