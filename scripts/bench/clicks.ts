import { titleOf } from "../../triggers/link_triggers.ts";
import { parseScenario } from "../../packages/slack-box/scenario.ts";
import { shiftlight } from "../../packages/slack-box/shiftlight.ts";
import {
  createWorkspace,
  type Workspace,
} from "../../packages/slack-box/workspace.ts";
import { callsIn } from "./measure.ts";

/** What one click on a link costs. */
export interface ClickCost {
  /** The link, and what is special about this click. */
  what: string;
  /** Calls to the app's datastores by method, without `apps.datastore.`. */
  calls: Record<string, number>;
  /** Steps of the click's workflow that failed. */
  errors: string[];
}

/** A click to measure. The first ones of a minute book a run; others find it. */
interface Click {
  what: string;
  link: string;
  user: string;
  form?: Record<string, unknown>;
  /** Counts until this datastore is written; what follows is a run's work. */
  until?: string;
}

const START = Date.UTC(2026, 2, 2, 9);

/** Clicks are measured so far apart that each books a run. */
const APART_MS = 150_000;

const EVERYTHING = ["on_call", "pto", "deploy_freeze", "focus"];

const ANN = "UANN";
const BOB = "UBOB";

const FOCUS = "Start focus time";
const END = "End it now";

/** Ann opted in for everything, Bob for nothing. In pairs: the first books a run. */
const CLICKS: readonly (readonly Click[])[] = [
  [
    { what: `${FOCUS}`, link: FOCUS, user: ANN },
    { what: `${END}, a run is booked`, link: END, user: ANN },
  ],
  [
    { what: `${FOCUS}, not opted in`, link: FOCUS, user: BOB },
    { what: `${END}, not opted in`, link: END, user: BOB },
  ],
  [
    { what: "Take time off", link: "Take time off", user: ANN },
    { what: `${FOCUS}, a run is booked`, link: FOCUS, user: ANN },
  ],
  [{ what: `${FOCUS} again`, link: FOCUS, user: ANN }],
  [
    {
      what: `${END}, two at once`,
      link: END,
      user: ANN,
      form: { what: "all" },
    },
    { what: "Undo, two at once", link: "Undo", user: ANN },
  ],
  [{ what: "Opt in", link: "Opt in", user: BOB, form: { states: EVERYTHING } }],
  [{
    what: "Opt in again",
    link: "Opt in",
    user: BOB,
    form: { states: ["pto"] },
  }],
  [{
    what: "Opt out, until it is recorded",
    link: "Opt out",
    user: BOB,
    until: "consents",
  }],
];

/** Plays a click of each kind and counts its calls. */
export async function measureClicks(): Promise<ClickCost[]> {
  const people = [
    {
      id: ANN,
      name: "ann",
      email: "ann@example.com",
      consent: { states: EVERYTHING },
    },
    { id: BOB, name: "bob", email: "bob@example.com" },
  ];
  const now = new Date(START).toISOString();
  const scenario = parseScenario({ now, people }, shiftlight);
  const workspace = createWorkspace({ app: shiftlight, scenario });
  const costs: ClickCost[] = [];
  try {
    for (const [index, clicks] of CLICKS.entries()) {
      await workspace.advance(START + (index + 1) * APART_MS);
      for (const click of clicks) costs.push(await costOf(workspace, click));
    }
  } finally {
    workspace.close();
  }
  return costs;
}

async function costOf(
  workspace: Workspace,
  { what, link, user, form = {}, until }: Click,
): Promise<ClickCost> {
  const triggers = [...workspace.state.triggers.values()];
  const { id } = triggers.find((trigger) => titleOf(trigger) === link)!;
  const written = until === undefined ? null : firstWrite(workspace, until);
  await ask(workspace, "DELETE", "requests");
  const { steps } = await ask(workspace, "POST", `triggers/${id}/trip`, {
    user,
    form,
  });
  const { log } = await ask(workspace, "GET", "requests");
  const prefix = "apps.datastore.";
  const untilMs = written?.atMs ?? Infinity;
  const counted = (log as { at: string; method: string }[])
    .filter(({ at }) => Date.parse(at) <= untilMs);
  const calls = Object.entries(callsIn(counted).calls)
    .filter(([method]) => method.startsWith(prefix))
    .map(([method, count]) => [method.slice(prefix.length), count]);
  const failed = (steps as { function: string; error?: string }[])
    .flatMap(({ function: name, error }) =>
      error === undefined ? [] : `${name}: ${error}`
    );
  return { what, calls: Object.fromEntries(calls), errors: failed };
}

/** Notes when a datastore is written next (Unix milliseconds). */
function firstWrite(
  { state, clock }: Workspace,
  datastore: string,
): { atMs: number | null } {
  const { items } = state.datastores.get(datastore)!;
  const put = items.set.bind(items);
  const written: { atMs: number | null } = { atMs: null };
  items.set = (key, item) => {
    written.atMs ??= clock.now();
    return put(key, item);
  };
  return written;
}

async function ask(
  workspace: Workspace,
  method: string,
  path: string,
  body?: unknown,
  // deno-lint-ignore no-explicit-any
): Promise<any> {
  const init = body === undefined
    ? { method }
    : { method, body: JSON.stringify(body) };
  const request = new Request(`http://local/control/${path}`, init);
  return await (await workspace.handle(request)).json();
}
