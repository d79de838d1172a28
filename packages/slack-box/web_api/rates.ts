import { findConversation } from "../channels.ts";
import type { Token, WorkspaceState } from "../state.ts";
import { MINUTE_MS } from "../time.ts";
import type { ApiMethod, RateTier } from "./method.ts";

/**
 * Calls a minute (Slack, "Rate limits"). `chat.postMessage` allows one message
 * a second in a channel; `auth.test` and `chat.getPermalink` hundreds a minute.
 */
const CALLS_A_MINUTE: Record<RateTier, number> = {
  1: 1,
  2: 20,
  3: 50,
  4: 100,
  post_message: 60,
  hundreds: 600,
};

/** Slack, users.profile.set: 10 a minute for one user, with one token. */
const WRITES_OF_ONE_PROFILE = 10;
/** Slack, users.profile.set: 30 different users a minute, with one token. */
const PROFILES_OF_ONE_TOKEN = 30;

/** Times of the last `limit` admitted calls, in Unix milliseconds. */
class SlidingMinute {
  readonly #times: number[] = [];
  #next = 0;

  constructor(readonly limit: number) {}

  /** Milliseconds until another call is allowed; 0 if it is now. */
  wait(nowMs: number): number {
    const oldest = this.#times[this.#next];
    return oldest === undefined ? 0 : Math.max(0, oldest + MINUTE_MS - nowMs);
  }

  admit(nowMs: number): void {
    this.#times[this.#next] = nowMs;
    this.#next = (this.#next + 1) % this.limit;
  }
}

/** Times of the calls of the last minute in one workspace. */
interface CallHistory {
  methods: Map<string, SlidingMinute>;
  /** By token and person. */
  profiles: Map<string, SlidingMinute>;
  /** By token: when each person's profile was last written, in order. */
  writers: Map<string, Map<string, number>>;
}

const histories = new WeakMap<WorkspaceState, CallHistory>();

/**
 * Counts a call against the documented rates, across all of the app's tokens. A
 * person's own client does not count.
 *
 * @returns 0, or the milliseconds until the call is allowed; such a call is not
 * counted.
 */
export function admitCall(
  state: WorkspaceState,
  method: ApiMethod,
  token: Token,
  args: Readonly<Record<string, unknown>>,
  nowMs: number,
): number {
  if (state.rates === "none" || token.source === "client") return 0;
  const history = historyOf(state);
  const key = method.tier === "post_message"
    ? `${method.name} ${placeOf(state, args.channel)}`
    : method.name;
  const minute = entry(
    history.methods,
    key,
    () => new SlidingMinute(CALLS_A_MINUTE[method.tier]),
  );
  const wait = minute.wait(nowMs);
  if (method.name !== "users.profile.set") {
    if (wait === 0) minute.admit(nowMs);
    return wait;
  }
  return admitProfileWrite(history, minute, token, args, nowMs);
}

/** A direct message is one place, by its own id and by the person's. */
function placeOf(state: WorkspaceState, channel: unknown): string {
  return findConversation(state, String(channel))?.id ?? String(channel);
}

function admitProfileWrite(
  history: CallHistory,
  minute: SlidingMinute,
  token: Token,
  args: Readonly<Record<string, unknown>>,
  nowMs: number,
): number {
  const person = typeof args.user === "string" && args.user !== ""
    ? args.user
    : token.owner;
  const profile = entry(
    history.profiles,
    `${token.value} ${person}`,
    () => new SlidingMinute(WRITES_OF_ONE_PROFILE),
  );
  const written = entry(
    history.writers,
    token.value,
    () => new Map<string, number>(),
  );
  const wait = Math.max(
    minute.wait(nowMs),
    profile.wait(nowMs),
    waitForAnotherProfile(written, person, nowMs),
  );
  if (wait > 0) return wait;
  minute.admit(nowMs);
  profile.admit(nowMs);
  written.delete(person);
  written.set(person, nowMs);
  return 0;
}

function waitForAnotherProfile(
  written: Map<string, number>,
  person: string,
  nowMs: number,
): number {
  let oldest: number | undefined;
  for (const [other, at] of written) {
    if (at + MINUTE_MS > nowMs) {
      oldest = at;
      break;
    }
    written.delete(other);
  }
  if (written.has(person) || written.size < PROFILES_OF_ONE_TOKEN) return 0;
  return oldest === undefined ? 0 : oldest + MINUTE_MS - nowMs;
}

function historyOf(state: WorkspaceState): CallHistory {
  let history = histories.get(state);
  if (history === undefined) {
    history = { methods: new Map(), profiles: new Map(), writers: new Map() };
    histories.set(state, history);
  }
  return history;
}

function entry<T>(map: Map<string, T>, key: string, make: () => T): T {
  let value = map.get(key);
  if (value === undefined) {
    value = make();
    map.set(key, value);
  }
  return value;
}
