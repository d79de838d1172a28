import { HOUR } from "@std/datetime";
import { configFor } from "../../config/overlay.ts";
import { parseScenario } from "../../packages/slack-box/scenario.ts";
import { shiftlight } from "../../packages/slack-box/shiftlight.ts";
import { namesOf, VENDORS } from "../../packages/slack-box/vendors/vendors.ts";
import {
  createWorkspace,
  type Workspace,
} from "../../packages/slack-box/workspace.ts";
import { addressOf } from "../../rosters/sources.ts";
import config from "../../shiftlight.config.ts";
import { LOOK_AND_SET, withBuiltWorkflow } from "./built_workflow.ts";
import { dispatch, type FunctionContext, type Outcome } from "./dispatch.ts";

/** One execution of a bundle in the play. */
export interface Dispatched extends Outcome {
  callbackId: string;
}

/** What happened in a play. */
export interface Play {
  /** In the order of their ends. */
  dispatched: Dispatched[];
  /** What went wrong besides. */
  problems: string[];
}

interface Click {
  /** The workflow that the link starts. */
  workflow: string;
  user: string;
  form?: Record<string, unknown>;
  /** What customizable inputs get. */
  inputs?: Record<string, string>;
  /** What Ann's status begins with afterwards. */
  statusOfAnn?: string;
}

const EVERYTHING = ["on_call", "pto", "deploy_freeze", "focus"];

/** A click on a link of every function: *Sync now* makes a run as two others do, and one link for commands is as the others. */
const CLICKS: Click[] = [
  { workflow: "set_up", user: "UOPS" },
  {
    workflow: "opt_in",
    user: "UANN",
    form: {
      states: EVERYTHING,
      on_own_status: "replace",
      workflow_presence: "yes",
    },
  },
  {
    workflow: "switch_mode",
    user: "UOPS",
    form: { mode: "enforce" },
    statusOfAnn: "On call for ",
  },
  { workflow: "my_history", user: "UANN" },
  { workflow: "home", user: "UANN" },
  { workflow: "who", user: "UANN" },
  { workflow: "set_choice", user: "UANN" },
  { workflow: "skip_shift", user: "UANN", statusOfAnn: "Lunch" },
  { workflow: "my_presence", user: "UANN" },
  { workflow: "set_me_away", user: "UANN" },
  {
    workflow: LOOK_AND_SET,
    user: "UOPS",
    inputs: { person: "UANN", presence: "auto" },
  },
  { workflow: "start_focus_time", user: "UANN" },
  { workflow: "take_time_off", user: "UANN" },
  { workflow: "declare_deploy_freeze", user: "UANN" },
  { workflow: "end_declared", user: "UANN", form: { what: "all" } },
  { workflow: "undo_end", user: "UANN" },
  { workflow: "confirm_early_ends", user: "UOPS" },
  { workflow: "put_one_person_back", user: "UOPS", form: { person: "UBOB" } },
  {
    workflow: "set_my_status",
    user: "UBOB",
    form: { emoji: ":sandwich:", text: "Lunch" },
  },
  { workflow: "clear_my_status", user: "UBOB" },
  { workflow: "opt_out", user: "UANN", statusOfAnn: "Lunch" },
  { workflow: "put_everybody_back", user: "UOPS" },
];

const BUSY = { text: "Lunch", emoji: ":sandwich:", expiration: 0 };

/** Each vendor has Ann and Bob on call now. Bob has opted in, Ann will. */
function scenario(nowMs: number): Record<string, unknown> {
  const instant = (ms: number) => new Date(ms).toISOString();
  const shifts = ["ann", "bob"].map((name) => ({
    email: `${name}@example.com`,
    start: instant(nowMs - HOUR),
    end: instant(nowMs + HOUR),
  }));
  return {
    now: instant(nowMs),
    plan: "paid",
    operators: ["UOPS"],
    channels: [{ id: "COUT", name: "outside" }],
    people: [
      { id: "UANN", name: "ann", email: "ann@example.com", status: BUSY },
      {
        id: "UBOB",
        name: "bob",
        email: "bob@example.com",
        consent: { states: ["on_call", "focus"], dnd: true },
      },
      { id: "UOPS", name: "ops", email: "ops@example.com" },
    ],
    schedules: namesOf(VENDORS).map((vendor) => (
      { id: `P_${vendor}`, name: `Of ${vendor}`, vendor, shifts }
    )),
  };
}

/**
 * Plays every link of the app in a local workspace that follows the machine's
 * time. Each step is the function's bundle, in a process of the given Deno. It
 * reaches Slack and every kind of vendor by https and their real host names.
 *
 * @param executable The Deno.
 * @param folder Has the bundles, named by the functions' callback ids.
 */
export async function play(executable: string, folder: string): Promise<Play> {
  const dispatched: Dispatched[] = [];
  const closing = new AbortController();
  const dispatches: Promise<unknown>[] = [];
  const run = async (callbackId: string, context: FunctionContext) => {
    const outcome = await dispatch({
      executable,
      bundle: `${folder}/${callbackId}.js`,
      context: { ...context, env: withoutAddresses(context.env) },
      hosts: hostsOf(context.env),
      signal: closing.signal,
    });
    if (!closing.signal.aborted) dispatched.push({ callbackId, ...outcome });
    return outcome.ok ? { outputs: outcome.outputs } : { error: outcome.text };
  };
  const load = (callbackId: string) => {
    const handler = (context: Record<string, unknown>) => {
      const running = run(callbackId, context as unknown as FunctionContext);
      dispatches.push(running);
      return running;
    };
    return Promise.resolve({ default: handler });
  };
  const workspace = createWorkspace({
    app: withBuiltWorkflow({ ...shiftlight, load }),
    scenario: parseScenario(scenario(Date.now()), shiftlight),
    realtime: true,
    rates: "none",
    latencyMs: 1,
  });
  try {
    const problems = await clickAll(workspace);
    const unread = dispatched.some(({ outputs }) => outputs.unreadable);
    if (unread) problems.push("a source could not be read");
    return { dispatched: [...dispatched], problems };
  } finally {
    // A run that was booked may be under way.
    closing.abort();
    workspace.close();
    await Promise.allSettled(dispatches);
  }
}

type Env = Record<string, string>;

/** The settings that put a local address in the place of the real one. */
const ADDRESS = /_API_URL$/;

function withoutAddresses(env: Env): Env {
  const kept = Object.entries(env).filter(([name]) => !ADDRESS.test(name));
  return Object.fromEntries(kept);
}

/** Slack's host and those of the sources, each answered at its local address. */
function hostsOf(env: Env) {
  const local = new Map([[
    "slack.com",
    env.SLACK_API_URL!.replace(/\/api\/$/, ""),
  ]]);
  for (const source of configFor(config, env).sources) {
    const { hostname } = new URL(addressOf(source));
    local.set(hostname, env[`${source.type.toUpperCase()}_API_URL`]!);
  }
  return new Map(
    [...local].map(([host, address]) => [
      host,
      async ({ method, headers, url, body }: Request) => {
        const { pathname, search } = new URL(url);
        const text = body === null ? null : await new Response(body).text();
        return await fetch(address + pathname + search, {
          method,
          headers,
          body: text,
        });
      },
    ]),
  );
}

/** Clicks every link, one after the other. @returns what went wrong. */
async function clickAll(workspace: Workspace): Promise<string[]> {
  const problems: string[] = [];
  const triggers: { id: string; type: string; workflow: string }[] = await ask(
    workspace,
    "/control/triggers",
  );
  for (const { workflow, user, form = {}, ...rest } of CLICKS) {
    const { inputs = {}, statusOfAnn } = rest;
    const { id } = triggers.find((trigger) =>
      trigger.type === "shortcut" && trigger.workflow === workflow
    )!;
    const path = `/control/triggers/${id}/trip`;
    const run = await ask(workspace, path, { user, form, inputs });
    if (run.status !== "completed") {
      problems.push(`${workflow}: ${run.error ?? run.status}`);
    }
    if (statusOfAnn === undefined) continue;
    const people: { id: string; status: { text: string } }[] = await ask(
      workspace,
      "/control/people",
    );
    const { text } = people.find((person) => person.id === "UANN")!.status;
    if (!text.startsWith(statusOfAnn)) {
      problems.push(`${workflow}: Ann's status is ${JSON.stringify(text)}`);
    }
  }
  problems.push(...await talk(workspace));
  const { by_method } = await ask(workspace, "/control/requests");
  for (const vendor of namesOf(VENDORS)) {
    if (!by_method[vendor]) problems.push(`${vendor} was never asked`);
  }
  return problems;
}

/** What reaches the app by events: a mention, and joining a channel. @returns what went wrong. */
async function talk(workspace: Workspace): Promise<string[]> {
  const mention = { user: "UANN", text: "@Shiftlight who", channel: "CTEAM" };
  const runs = [
    await ask(workspace, "/control/messages", mention),
    await ask(workspace, "/control/channels/COUT/invite", { user: "UANN" }),
  ].flatMap((answer) => answer.runs);
  const outputs = runs.map(({ steps }) => steps.at(-1)?.outputs ?? {});
  const isRight = outputs.length === 2 && outputs[0].outcome === "answered" &&
    outputs[1].welcomed === true;
  return isRight ? [] : [`talking: ${JSON.stringify(outputs)}`];
}

/** A POST if there is a body. */
// deno-lint-ignore no-explicit-any
async function ask(workspace: Workspace, path: string, body?: any) {
  const init = body === undefined
    ? {}
    : { method: "POST", body: JSON.stringify(body) };
  const request = new Request(`http://local${path}`, init);
  return await (await workspace.handle(request)).json();
}
