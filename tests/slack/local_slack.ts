import type { Clock } from "../../clock.ts";
import { addUserToken } from "../../packages/slack-box/engine/credentials.ts";
import { initialState } from "../../packages/slack-box/initial_state.ts";
import { shiftlight } from "../../packages/slack-box/shiftlight.ts";
import { connect } from "../../packages/slack-box/network.ts";
import { parseScenario } from "../../packages/slack-box/scenario.ts";
import type { Item, WorkspaceState } from "../../packages/slack-box/state.ts";
import { Faults, KillSwitch } from "../../packages/slack-box/traffic/faults.ts";
import {
  Gateway,
  RequestLog,
} from "../../packages/slack-box/traffic/gateway.ts";
import { VENDOR_KINDS } from "../../packages/slack-box/vendors/kinds.ts";
import { Roster } from "../../packages/slack-box/vendors/roster.ts";
import {
  standInsOf,
  VENDORS,
} from "../../packages/slack-box/vendors/vendors.ts";
import { VirtualClock } from "../../packages/slack-box/virtual_clock.ts";
import { parseApiRequest } from "../../packages/slack-box/web_api/parse_request.ts";
import { createApiClient } from "../../slack/api_client.ts";
import type { PersonToken, SlackClient } from "../../slack/call.ts";

/** 2026-03-02T09:00:00Z, in Unix seconds: when every workspace here begins. */
export const NOW = 1772442000;

export const PROVIDER_TOKEN = VENDOR_KINDS.pagerduty.token!;

/** One call as it arrived, before it was answered. */
export interface Arrived {
  method: string;
  args: Record<string, unknown>;
  token: string | null;
  /** Unix milliseconds. */
  at: number;
}

/** Time that passes only when somebody sleeps, or a test says so. */
export interface TestClock extends Clock {
  ms: number;
  /** Every sleep asked for, in milliseconds. */
  slept: number[];
}

/** A fault, as `POST /control/faults` takes it. */
export interface FaultInput {
  method: string;
  user?: string;
  times?: number;
  error?: string;
  status?: number;
  retry_after?: number;
  cut?: "before" | "after";
}

/** The local workspace's web api, reached by the app's own client. */
export interface LocalSlack {
  state: WorkspaceState;
  clock: TestClock;
  roster: Roster;
  client: SlackClient;
  /** Where its `/api/` and `/pagerduty` are. */
  root: string;
  arrived: Arrived[];
  /** Runs before a call is answered, and may move the clock or the state. */
  before: (call: Arrived) => void;
  fail(fault: FaultInput): void;
  /** How many calls of each method arrived. */
  counts(): Record<string, number>;
  items(datastore: string): Map<string, Item>;
  ownToken(person: string): PersonToken;
  close(): void;
}

function testClock(): TestClock {
  const clock: TestClock = {
    ms: NOW * 1000,
    slept: [],
    now: () => clock.ms,
    sleep: async (ms) => {
      clock.slept.push(ms);
      // Several sleeps at once take as long as the longest.
      const until = clock.ms + ms;
      await Promise.resolve();
      clock.ms = Math.max(clock.ms, until);
    },
    deadline: () => new AbortController().signal,
  };
  return clock;
}

/** A clock for the gateway, which asks for nothing but the present. */
function clockOfGateway(clock: TestClock): VirtualClock {
  return { now: () => clock.ms } as VirtualClock;
}

function addBotToken(state: WorkspaceState): string {
  const value = "xwfp-the-app-itself";
  state.tokens.set(value, {
    value,
    source: "execution",
    owner: state.botUserId,
    scopes: state.botScopes,
    revoked: false,
    expiresAtMs: null,
    execution: "Fx1",
  });
  return value;
}

/** Opens a workspace with these people, and these schedules on the roster. */
export function openSlack(
  people: unknown[],
  schedules: unknown[] = [],
  rates: "documented" | "none" = "none",
): LocalSlack {
  const now = new Date(NOW * 1000).toISOString();
  const scenario = parseScenario({ now, people, schedules }, shiftlight);
  const state = initialState(shiftlight, scenario, rates);
  const bot = addBotToken(state);
  const clock = testClock();
  const faults = new Faults();
  const roster = new Roster(scenario.schedules, state.people);
  const gateway = new Gateway({
    state,
    clock: clockOfGateway(clock),
    vendors: standInsOf(VENDORS, { roster, rates }),
    faults,
    killSwitch: new KillSwitch(),
    log: new RequestLog(),
    latencyMs: 0,
    afterSlackCall: () => {},
  });
  const handle = async (request: Request) => {
    if (new URL(request.url).pathname.startsWith("/api/")) {
      const { method, args, token } = await parseApiRequest(request.clone());
      const call = { method, args, token, at: clock.ms };
      slack.arrived.push(call);
      slack.before(call);
    }
    return await gateway.callFromOutside(request);
  };
  const network = connect({ handle, handleFromExecution: () => never() });
  const root = `http://${network.host}`;
  const slack: LocalSlack = {
    state,
    clock,
    roster,
    root,
    client: createApiClient(bot, `${root}/api/`),
    arrived: [],
    before: () => {},
    fail: (fault) => faults.add(faultOf(fault)),
    counts: () => countsOf(slack.arrived),
    items: (datastore) => state.datastores.get(datastore)!.items,
    ownToken: (person) => tokenOf(state, person),
    close: () => network.disconnect(),
  };
  return slack;
}

function never(): Promise<Response> {
  throw new Error("no execution runs here");
}

function faultOf({ method, user, times, retry_after, ...how }: FaultInput) {
  const failure = how.cut
    ? { cut: how.cut }
    : how.status !== undefined
    ? { status: how.status, retry_after: retry_after ?? null }
    : { error: how.error!, retry_after: retry_after ?? null };
  return {
    method,
    user: user ?? null,
    path: null,
    skip: 0,
    times: times ?? 1,
    failure,
  };
}

function countsOf(calls: Arrived[]): Record<string, number> {
  const counts: Record<string, number> = {};
  for (const { method } of calls) counts[method] = (counts[method] ?? 0) + 1;
  return counts;
}

function tokenOf(state: WorkspaceState, person: string): PersonToken {
  const { value } = addUserToken(state, "external", person);
  return { token: value, credential: { owner: "person", person, path: "own" } };
}

/** A person of the scenario: `ann` is UANN, not opted in by default. */
export function member(name: string, fields: Record<string, unknown> = {}) {
  return {
    id: `U${name.toUpperCase()}`,
    name,
    email: `${name}@example.com`,
    tz: "UTC",
    ...fields,
  };
}
