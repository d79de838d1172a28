import { keyOf } from "../../packages/slack-box/vendors/roster.ts";
import type { App } from "../../packages/slack-box/app.ts";
import { parseScenario } from "../../packages/slack-box/scenario.ts";
import {
  createWorkspace,
  type Workspace,
} from "../../packages/slack-box/workspace.ts";
import { callsIn, errorsOf } from "./measure.ts";

/**
 * - `waiting`: a quiet poll while this many people wait for their own status to go.
 * - `stale`: a start while the look-ups of this many people have expired.
 * - `fresh`: the first start of an installation with this many people on the rosters.
 */
export type Situation = "waiting" | "stale" | "fresh";

export interface SizeCase {
  situation: Situation;
  people: number;
}

/** In the order they are measured. */
export const SIZE_CASES: SizeCase[] = [
  ...[0, 1, 5, 30].map((people): SizeCase => ({
    situation: "waiting",
    people,
  })),
  ...[1_000, 10_000].map((people): SizeCase => ({
    situation: "stale",
    people,
  })),
  ...[3_000, 9_999, 10_001].map((people): SizeCase => ({
    situation: "fresh",
    people,
  })),
];

/** What was measured. */
export interface SizeResult extends SizeCase {
  /** Calls to Slack by method, of the poll or of all runs at the start. */
  calls: Record<string, number>;
  /** Calls that Slack answered with 429. */
  refused: number;
  /** From the start of the shift until it shows (virtual seconds); `null`: not within a minute, or no shift starts. */
  start_seconds: number | null;
  /** The errors of failed steps, each once. */
  errors: string[];
}

const DAY = "2026-03-02T";
const at = (time: string) => `${DAY}${time}:00Z`;
const msOf = (time: string) => Date.parse(at(time));

/** When the one shift starts that is measured; the poll that is measured comes later. */
const START = "08:30";
const QUIET_POLL = "10:00";

/** The person whose start is measured. They come last on the roster. */
const STARTS = "USTARTS";

export async function measureSize(
  each: SizeCase,
  app: App,
): Promise<SizeResult> {
  const workspace = createWorkspace({
    app,
    scenario: parseScenario(scenarioOf(each), app),
  });
  try {
    return each.situation === "waiting"
      ? await measureQuietPoll(workspace, each)
      : await measureStart(workspace, each);
  } finally {
    workspace.close();
  }
}

function scenarioOf({ situation, people }: SizeCase) {
  const waits = situation === "waiting";
  const consent = { states: ["on_call"] };
  const lunch = { text: "Lunch", emoji: ":sandwich:" };
  const others = Array.from({ length: people }, (_, index) => {
    const name = `p${String(index).padStart(5, "0")}`;
    const person = { id: `U${name}`.toUpperCase(), name, email: emailOf(name) };
    return waits ? { ...person, consent, status: lunch } : person;
  });
  const starts = {
    id: STARTS,
    name: "starts",
    email: emailOf("starts"),
    consent,
  };
  const later = waits ? START : "18:00";
  const shifts = [
    ...others.map(({ email }) => ({
      email,
      start: at(later),
      end: at("20:00"),
    })),
    { email: starts.email, start: at(START), end: at("17:00") },
  ];
  return {
    now: at("08:00"),
    people: [...others, starts],
    schedules: [{ id: "PSIZE", name: "Size", state: "on_call", shifts }],
  };
}

function emailOf(name: string): string {
  return `${name}@example.com`;
}

async function measureQuietPoll(
  workspace: Workspace,
  each: SizeCase,
): Promise<SizeResult> {
  await workspace.advance(msOf(QUIET_POLL) - 1);
  const measured = await measureUntil(workspace, msOf(QUIET_POLL));
  return { ...each, ...measured, start_seconds: null };
}

async function measureStart(
  workspace: Workspace,
  each: SizeCase,
): Promise<SizeResult> {
  const startMs = msOf(START);
  const { errors } = await measureUntil(workspace, startMs - 1);
  if (each.situation === "stale") expireLookUps(workspace, startMs / 1000 - 1);
  const shownAtMs = watchStart(workspace);
  const measured = await measureUntil(workspace, startMs + 59_999);
  const atMs = shownAtMs();
  return {
    ...each,
    ...measured,
    errors: [...new Set([...errors, ...measured.errors])],
    start_seconds: atMs === null ? null : (atMs - startMs) / 1000,
  };
}

/**
 * Stores a look-up of everybody that has expired, over any that was stored before.
 *
 * @param expires_at Unix seconds.
 */
export function expireLookUps(
  { state }: Pick<Workspace, "state">,
  expires_at: number,
): void {
  const { items } = state.datastores.get("people")!;
  for (const { id, name, email } of state.people.values()) {
    const identity = `pagerduty:P${keyOf(email)}`;
    items.set(identity, {
      identity,
      schema_version: 1,
      looked_up: `email:${email}`,
      slack_id: id,
      name,
      time_zone: "UTC",
      expires_at,
    });
  }
}

/** @returns tells when the status was set that is waited for; `null`: not yet. */
function watchStart({ clock, state }: Workspace): () => number | null {
  const person = state.people.get(STARTS)!;
  let current = person.status;
  let shownAtMs: number | null = null;
  Object.defineProperty(person, "status", {
    configurable: true,
    enumerable: true,
    get: () => current,
    set: (status: typeof current) => {
      current = status;
      shownAtMs ??= clock.now();
    },
  });
  return () => shownAtMs;
}

async function measureUntil(
  workspace: Workspace,
  ms: number,
): Promise<Pick<SizeResult, "calls" | "refused" | "errors">> {
  const ask = async (method: string) => {
    const url = "http://local/control/requests";
    return await workspace.handle(new Request(url, { method }));
  };
  await ask("DELETE");
  const runs = await workspace.advance(ms);
  const { log } = await (await ask("GET")).json();
  const { calls, refused } = callsIn(log);
  return { calls, refused, errors: errorsOf(runs) };
}
