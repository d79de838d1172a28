import process from "node:process";
import { MINUTE } from "@std/datetime";
import type { App } from "../../packages/slack-box/app.ts";
import { parseScenario } from "../../packages/slack-box/scenario.ts";
import {
  createWorkspace,
  type Workspace,
} from "../../packages/slack-box/workspace.ts";
import config from "../../shiftlight.config.ts";
import {
  Arrivals,
  crowd,
  type ExpectedPresence,
  firstShift,
  membersOf,
  type Progress,
  stateOf,
  type Timeline,
  timelineOf,
} from "./crowd.ts";
import type { Case } from "./cases.ts";
import { changesOf, type Floor, floorOf } from "./floors.ts";

/** The figures of one case. Seconds are the workspace's unless named otherwise. */
export interface Measurement extends Case {
  /** Why the case could not be measured, or `null`. */
  problem: string | null;
  floor: Floor;
  /** How long the poll's own run took. */
  poll_seconds: number;
  /** From the poll until the last status is right; `null` if one never was. */
  status_seconds: number | null;
  snooze_seconds: number | null;
  /** The people whose status was right in the end, and whose snooze was. */
  right: number;
  snoozed: number;
  /** How long it was watched. */
  watched_seconds: number;
  /** Runs of workflows that were started. */
  runs: number;
  /** Runs that changed a person's presence. */
  runs_at_work: number;
  /** The errors of failed steps, each once. */
  errors: string[];
  /** Calls to Slack by method. */
  calls: Record<string, number>;
  roster_calls: number;
  /** Calls that Slack answered with 429. */
  refused: number;
  /** CPU of this process: the app and the workspace it runs in. */
  cpu_seconds: number;
}

/** An app to measure, and where it takes people's tokens from. */
export interface Contestant {
  app: App;
  path?: "own" | "env" | "admin";
  /** How long its functions may run (virtual seconds); 60 unless given. */
  limit?: number;
}

interface Log {
  at: string;
  method: string;
  ok: boolean;
  error?: string;
}

/** A quiet poll is watched until shortly before the next one. */
const QUIET_WATCH_MS = 14 * MINUTE;

/**
 * Plays one case in a workspace of its own. Shifts are prepared without rates;
 * the rates of the case count from the poll that is measured.
 */
export async function measure(
  each: Case,
  contestant: Contestant,
): Promise<Measurement> {
  const timeline = timelineOf(each);
  const scenario = crowd(each, timeline, contestant.path);
  let rates: Case["rates"] = "none";
  const function_seconds = 60;
  const workspace = createWorkspace({
    // While Slack has no rates, the app must not keep to any.
    extraConfig: () => ({ limits: { function_seconds, rates } }),
    app: contestant.app,
    scenario: parseScenario(scenario, contestant.app),
    rates: each.rates,
    functionLimitSeconds: contestant.limit ?? function_seconds,
  });
  try {
    workspace.state.rates = rates;
    const arrivals = new Arrivals(workspace, heldBefore(each));
    await workspace.advance(timeline.measured * 1000 - 1);
    workspace.state.rates = each.rates;
    // A changed setting is something new, which a quiet poll must not find.
    if (each.phase !== "quiet") rates = each.rates;
    const problem = unpreparedReason(arrivals.statuses);
    if (problem !== null) return unmeasured(each, problem);
    return await watch(workspace, each, timeline);
  } finally {
    workspace.close();
  }
}

/** What people must show before the measured poll. */
function heldBefore(each: Case): Map<string, ExpectedPresence> {
  if (each.phase === "start") return new Map();
  const first = firstShift(each, membersOf(each));
  return new Map(first.map(({ id }) => [id, shown(each)]));
}

function unpreparedReason({ right, people }: Progress): string | null {
  return right === people
    ? null
    : `only ${right} of ${people} had started before`;
}

/** Whether the change that a case measures was done for all people. */
export function isComplete(each: Measurement): boolean {
  const { phase, problem, right, people, floor, snooze_seconds } = each;
  if (problem !== null) return false;
  if (phase === "quiet") return true;
  return right === people &&
    (floor.snooze_seconds === null || snooze_seconds !== null);
}

async function watch(
  workspace: Workspace,
  each: Case,
  { measured, giveUp }: Timeline,
): Promise<Measurement> {
  const arrivals = new Arrivals(workspace, wantedIn(each));
  const from = measured * 1000;
  await request(workspace, "DELETE");
  const before = process.cpuUsage();
  const runs = await workspace.advance(from);
  const poll_seconds = (workspace.clock.now() - from) / 1000;
  if (each.phase === "quiet") {
    runs.push(...await workspace.advance(from + QUIET_WATCH_MS));
  }
  for (let at = from + MINUTE; !arrivals.complete; at += MINUTE) {
    if (at > giveUp * 1000) break;
    runs.push(...await workspace.advance(at));
  }
  const { user, system } = process.cpuUsage(before);
  const { statuses, snoozes } = arrivals;
  return {
    ...each,
    ...callsIn(await request(workspace, "GET")),
    problem: null,
    floor: floorOf(each),
    poll_seconds,
    status_seconds: each.phase === "quiet"
      ? null
      : secondsSince(from, statuses.completeAtMs),
    snooze_seconds: secondsSince(from, snoozes.completeAtMs),
    right: statuses.right,
    snoozed: snoozes.right,
    watched_seconds: (workspace.clock.now() - from) / 1000,
    runs: runs.length,
    runs_at_work: runs.filter(isAtWork).length,
    errors: errorsOf(runs),
    cpu_seconds: (user + system) / 1e6,
  };
}

/** What people show once the change is through. */
function wantedIn(each: Case): Map<string, ExpectedPresence> {
  const members = membersOf(each);
  const first = new Set(firstShift(each, members));
  const { snoozes } = changesOf(each);
  const none: ExpectedPresence = { status: null, snoozed: false };
  return new Map(members.map((member) => {
    if (each.phase === "end") return [member.id, none];
    if (each.phase === "handoff" && first.has(member)) return [member.id, none];
    return [member.id, { ...shown(each), snoozed: snoozes > 0 }];
  }));
}

function shown(each: Case): ExpectedPresence {
  const [status] = config.states[stateOf(each)]!.text.split("{");
  // A label comes after "for" where the state's text has one.
  return { status: status!.replace(/ for $/, ""), snoozed: false };
}

function secondsSince(from: number, at: number | null): number | null {
  return at === null ? null : (at - from) / 1000;
}

async function request(workspace: Workspace, method: string): Promise<Log[]> {
  const url = "http://local/control/requests";
  const response = await workspace.handle(new Request(url, { method }));
  const { log = [] } = await response.json();
  return log;
}

type Run = Awaited<ReturnType<Workspace["advance"]>>[number];

/** A handoff's run finds that the poll at the same instant has done the work. */
function isAtWork({ steps }: Run): boolean {
  return steps.some(({ outputs }) =>
    Number(outputs?.changed) > 0 || Number(outputs?.restored) > 0
  );
}

/** The errors of failed steps, each once. */
export function errorsOf(
  runs: Awaited<ReturnType<Workspace["advance"]>>,
): string[] {
  const errors = runs.flatMap(({ steps }) => steps).flatMap((step) =>
    step.error === undefined ? [] : `${step.function}: ${step.error}`
  );
  return [...new Set(errors)];
}

/** Counts the calls of a request log. The end of a step is the runtime's own call. */
export function callsIn(
  log: Pick<Log, "method" | "error">[],
): Pick<Measurement, "calls" | "roster_calls" | "refused"> {
  const calls: Record<string, number> = {};
  let roster_calls = 0;
  let refused = 0;
  for (const { method, error } of log) {
    if (method.startsWith("functions.complete")) continue;
    if (method === "pagerduty") {
      roster_calls++;
      continue;
    }
    calls[method] = (calls[method] ?? 0) + 1;
    if (error === "ratelimited") refused++;
  }
  return { calls, roster_calls, refused };
}

function unmeasured(each: Case, problem: string): Measurement {
  return {
    ...each,
    problem,
    floor: floorOf(each),
    poll_seconds: 0,
    status_seconds: null,
    snooze_seconds: null,
    right: 0,
    snoozed: 0,
    watched_seconds: 0,
    runs: 0,
    runs_at_work: 0,
    errors: [],
    calls: {},
    roster_calls: 0,
    refused: 0,
    cpu_seconds: 0,
  };
}
