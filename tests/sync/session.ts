import { assertEquals } from "@std/assert";
import { complaints, type Posted } from "../readable.ts";
import { titleOf } from "../../triggers/link_triggers.ts";
import { shiftlight } from "../../packages/slack-box/shiftlight.ts";
import { parseScenario } from "../../packages/slack-box/scenario.ts";
import {
  createWorkspace,
  type Workspace,
  type WorkspaceOptions,
} from "../../packages/slack-box/workspace.ts";

export interface Status {
  text: string;
  emoji: string;
  expiration: number;
}

/** A person as `/control/people` answers them. */
export interface PersonState {
  id: string;
  name: string;
  token: string;
  status: Status;
  dnd: { snooze_enabled: boolean; snooze_until: number };
  presence: { manual_away: boolean };
  opted_in: boolean;
}

export interface RunAnswer {
  workflow: string;
  at: string;
  status: "completed" | "failed";
  steps: {
    function: string;
    outputs?: Record<string, unknown>;
    error?: string;
  }[];
}

export interface Requests {
  total: number;
  by_method: Record<string, number>;
  log: {
    at: string;
    method: string;
    token_owner: string;
    ok: boolean;
    error?: string;
  }[];
}

export interface Fault {
  method: string;
  /** Of a vendor's calls: how their path begins. */
  path?: string;
  user?: string;
  times?: number;
  skip?: number;
  error?: string;
  status?: number;
  retry_after?: number;
  cut?: "before" | "after";
}

export type Item = Record<string, unknown>;

/** One local workspace, spoken to through its contract alone. */
export class Session {
  readonly workspace: Workspace;

  constructor(scenario: unknown, options: Partial<WorkspaceOptions> = {}) {
    this.workspace = createWorkspace({
      app: shiftlight,
      scenario: parseScenario(scenario, shiftlight),
      ...options,
    });
  }

  /** The answer to a request, also if it is an error. */
  async ask(method: string, path: string, body?: unknown): Promise<Response> {
    const init = body === undefined
      ? { method }
      : { method, body: JSON.stringify(body) };
    const request = new Request(`http://local${path}`, init);
    return await this.workspace.handle(request);
  }

  async send<T>(method: string, path: string, body?: unknown): Promise<T> {
    const response = await this.ask(method, path, body);
    const answer = await response.json();
    if (response.ok) return answer;
    throw new Error(`${path}: ${response.status} ${answer.error}`);
  }

  async get<T>(path: string): Promise<T> {
    return await this.send<T>("GET", path);
  }

  async people(): Promise<PersonState[]> {
    return await this.get<PersonState[]>("/control/people");
  }

  async person(id: string): Promise<PersonState> {
    return (await this.people()).find((each) => each.id === id)!;
  }

  async status(id: string): Promise<Status> {
    return (await this.person(id)).status;
  }

  async items(datastore: string): Promise<Item[]> {
    return await this.get<Item[]>(`/control/datastores/${datastore}`);
  }

  /** Calls Slack as the person's own client does. */
  async asPerson(id: string, method: string, args: unknown): Promise<Item> {
    const { token } = await this.person(id);
    const request = new Request(`http://local/api/${method}`, {
      method: "POST",
      headers: {
        "Content-Type": "application/json",
        "Authorization": `Bearer ${token}`,
      },
      body: JSON.stringify(args),
    });
    return await (await this.workspace.handle(request)).json();
  }

  /** The person changes their own status, in their own client. */
  async edit(
    id: string,
    text: string,
    emoji: string,
    expiration = 0,
  ): Promise<void> {
    const answer = await this.asPerson(id, "users.profile.set", {
      profile: {
        status_text: text,
        status_emoji: emoji,
        status_expiration: expiration,
      },
    });
    if (answer.ok !== true) throw new Error(`edit: ${answer.error}`);
  }

  async to(instant: string): Promise<RunAnswer[]> {
    const body = { to: instant };
    const path = "/control/clock";
    return (await this.send<{ runs: RunAnswer[] }>("POST", path, body)).runs;
  }

  /** Moves on until the run that is booked for clicks is over. */
  async bookedRun(): Promise<RunAnswer[]> {
    const { now } = await this.get<{ now: string }>("/control/clock");
    const over = Date.parse(now) + 90_000;
    return await this.to(new Date(over).toISOString().replace(".000Z", "Z"));
  }

  async trip(name: string, body: Item): Promise<RunAnswer> {
    const path = `/control/triggers/${await this.trigger(name)}/trip`;
    return await this.send<RunAnswer>("POST", path, body);
  }

  /** A click on a link that must succeed. @returns what the person is told then. */
  async click(name: string, user: string, form?: Item): Promise<string> {
    const filledIn = form === undefined ? {} : { form };
    const run = await this.trip(name, { user, ...filledIn });
    assertEquals(run.status, "completed", JSON.stringify(run.steps.at(-1)));
    return (await this.messages(user)).at(-1) ?? "";
  }

  async trigger(name: string): Promise<string> {
    const triggers = await this.get<{ id: string; name: string }[]>(
      "/control/triggers",
    );
    return triggers.find((trigger) => titleOf(trigger) === name)!.id;
  }

  async fault(fault: Fault): Promise<void> {
    await this.send("POST", "/control/faults", fault);
  }

  async clearFaults(): Promise<void> {
    await this.send("DELETE", "/control/faults");
  }

  async kill(after_calls: number): Promise<void> {
    await this.send("POST", "/control/kill", { after_calls });
  }

  async roster(schedules: unknown): Promise<void> {
    await this.send("PUT", "/control/schedules", schedules);
  }

  async requests(): Promise<Requests> {
    return await this.get<Requests>("/control/requests");
  }

  async countAnew(): Promise<void> {
    await this.send("DELETE", "/control/requests");
  }

  async messages(channel: string): Promise<string[]> {
    const all = await this.get<{ channel: string; text: string }[]>(
      "/control/messages",
    );
    return all.filter((message) => message.channel === channel)
      .map(({ text }) => text);
  }

  /** What the report channel heard, in one text. */
  async reports(): Promise<string> {
    return (await this.messages("CREPORTS")).join("\n");
  }

  /** @throws {Error} that names what people could not read in the messages so far. */
  async assertReadable(mentionable: readonly string[] = []): Promise<void> {
    const posted = await this.get<Posted[]>("/control/messages");
    const people = await this.people();
    const names = {
      ids: [...people.map(({ id }) => id), "CREPORTS"],
      states: STATES_UNSAID,
      mentionable,
    };
    const bad = posted.flatMap((message) => {
      // Schedules of these tests are named after their state.
      const text = message.text.replace(OWN_NAMES, "Payments");
      const found = complaints({ ...message, text }, names);
      return found.map((each) =>
        `${each}: ${message.channel}: ${message.text}`
      );
    });
    if (bad.length > 0) throw new Error(`people read ${bad.join("\n")}`);
  }

  close(): void {
    this.workspace.close();
  }
}

/** Names of states that no message says. */
const STATES_UNSAID = ["on_call", "pto", "deploy_freeze"];

const OWN_NAMES = /\b(The |P_)(on_call|pto|deploy_freeze|focus)\b/g;

/**
 * Opens a workspace for one test and lets go of it afterwards. At the end, every
 * message of it is read: people must be able to.
 */
export async function inSession(
  scenario: unknown,
  play: (session: Session) => Promise<void>,
  options: Partial<WorkspaceOptions> = {},
): Promise<void> {
  const { operators = [] } = scenario as { operators?: string[] };
  await inUnreadSession(scenario, async (session) => {
    await play(session);
    await session.assertReadable(operators);
  }, options);
}

/** The same, for messages that hold absurd values on purpose: they are not read. */
export async function inUnreadSession(
  scenario: unknown,
  play: (session: Session) => Promise<void>,
  options: Partial<WorkspaceOptions> = {},
): Promise<void> {
  const session = new Session(scenario, options);
  try {
    await play(session);
  } finally {
    session.close();
  }
}
