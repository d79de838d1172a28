import { shiftlight } from "../../packages/slack-box/shiftlight.ts";
import { at } from "../demo/day.ts";
import { type Ask, openWorkspace } from "../demo/open_workspace.ts";
import type { Presence } from "../demo/presence.ts";
import { cast, OPERATOR } from "./cast.ts";
import { vendors } from "./closed_directory.ts";
import { RELEASERS, schedules, settings } from "./rosters.ts";

interface Message {
  at: string;
  channel: string;
  text: string;
}

interface Run {
  at: string;
  workflow: string;
  steps: { function: string; error?: string }[];
}

const START = at("08:50");
const SET_UP = "Set up Shiftlight";

/** The workspace that the day is played in, and what can be done there. */
export class World {
  #ask: Ask;
  #mend: () => void;
  #failed: string[] = [];
  close: () => void;

  private constructor(ask: Ask, close: () => void, mend: () => void) {
    this.#ask = ask;
    this.#mend = mend;
    this.close = close;
  }

  /** As right after `slack deploy`: of all triggers only the one made by hand. */
  static open(): World {
    let mended = false;
    const deployed = {
      ...shiftlight,
      triggers: (nowUnix: number) =>
        shiftlight.triggers(nowUnix).filter(({ name }) => name === SET_UP),
    };
    const people = cast.map(({ about: _, consent, ...person }) => ({
      ...person,
      email: `${person.name}@example.com`,
      ...(consent ? { consent } : {}),
    }));
    const scenario = {
      now: START,
      operators: [`U${OPERATOR.toUpperCase()}`],
      people,
      schedules: schedules(false),
      user_groups: [RELEASERS],
    };
    const { ask, close } = openWorkspace(scenario, {
      app: deployed,
      vendors,
      extraConfig: () => settings(mended),
    });
    return new World(ask, close, () => mended = true);
  }

  mendSettings(): void {
    this.#mend();
  }

  async moveTo(instant: string): Promise<void> {
    const body = { to: instant };
    const { runs } = await this.#ask<{ runs: Run[] }>(
      "POST",
      "/control/clock",
      body,
    );
    for (const run of runs) this.#look(run);
  }

  async setUp(): Promise<void> {
    await this.click(OPERATOR, SET_UP);
  }

  /** Somebody opens a link and fills in its form. */
  async click(
    name: string,
    link: string,
    form: Record<string, unknown> = {},
  ): Promise<void> {
    const triggers = await this.#ask<{ id: string; name: string }[]>(
      "GET",
      "/control/triggers",
    );
    const trigger = triggers.find((one) => one.name === link);
    if (trigger === undefined) throw new Error(`there is no link ${link}`);
    const path = `/control/triggers/${trigger.id}/trip`;
    const user = `U${name.toUpperCase()}`;
    this.#look(await this.#ask<Run>("POST", path, { user, form }));
  }

  async putSchedules(schedules: unknown): Promise<void> {
    await this.#ask("PUT", "/control/schedules", schedules);
  }

  /** The vendor refuses everything until it is brought back. */
  async takeDown(vendor: string): Promise<void> {
    const fault = { method: vendor, status: 503, times: 1_000_000 };
    await this.#ask("POST", "/control/faults", fault);
  }

  async bringBack(): Promise<void> {
    await this.#ask("DELETE", "/control/faults");
  }

  /** The steps of runs that failed since this was last asked. */
  failuresSince(): string[] {
    return this.#failed.splice(0);
  }

  async people(): Promise<Presence[]> {
    return await this.#ask("GET", "/control/people");
  }

  async messages(): Promise<Message[]> {
    return await this.#ask("GET", "/control/messages");
  }

  /** The records of one datastore. */
  async records(name: string): Promise<Record<string, unknown>[]> {
    return await this.#ask("GET", `/control/datastores/${name}`);
  }

  /** How often each method of Slack's and each vendor was called so far. */
  async calls(): Promise<Record<string, number>> {
    const { by_method } = await this.#ask<
      { by_method: Record<string, number> }
    >("GET", "/control/requests");
    return by_method;
  }

  #look({ at, workflow, steps }: Run): void {
    for (const { function: step, error } of steps) {
      if (error) this.#failed.push(`${at} ${workflow}, ${step}: ${error}`);
    }
  }
}
