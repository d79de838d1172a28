import { assert } from "@std/assert";
import type { ValidatedSource } from "../../rosters/sources.ts";
import type {
  ReadingWindow,
  ReadRoster,
  RosterContext,
  RosterReading,
} from "../../rosters/port.ts";

/** Where a stand-in answers, unless a test says otherwise. */
export const HOST = "http://vendor.test";

/** An adapter under test, and what it is read with unless a test changes it. */
export interface Subject<S extends ValidatedSource> {
  rosterOf(source: S): ReadRoster;
  source: S;
  /** The secret, and the setting that puts `HOST` in the vendor's place. */
  env: Record<string, string>;
  window: ReadingWindow;
}

export interface Seen {
  method: string;
  path: string;
  query: URLSearchParams;
  headers: Headers;
  /** The `redirect` option of `fetch`; nothing follows one here. */
  redirect: RequestRedirect;
}

export type Handler = (
  seen: Seen,
  signal: AbortSignal,
) => Response | Promise<Response>;

export interface Changes<S extends ValidatedSource> {
  source?: Partial<S>;
  window?: ReadingWindow;
  env?: Record<string, string>;
  clock?: RosterContext["clock"];
  /** The only origin that answers; anything else cannot be reached. */
  host?: string;
  /** Unix milliseconds. */
  stopAtMs?: number;
  timeZone?: string;
}

export type ReadWith<S extends ValidatedSource> = (
  answer: Handler,
  changes?: Changes<S>,
) => Promise<{ reading: RosterReading; seen: Seen[] }>;

/** Unix seconds of an ISO time. */
export function at(iso: string): number {
  return Date.parse(iso) / 1000;
}

/** A clock that only its own sleeps move; deadlines pass on request. */
export function fakeClock(now = at("2015-03-06T21:00:00Z") * 1000) {
  const sleeps: number[] = [];
  const deadlines: { ms: number; pass: () => void }[] = [];
  return {
    sleeps,
    deadlines,
    advance: (ms: number) => void (now += ms),
    now: () => now,
    sleep: (ms: number) => {
      sleeps.push(ms);
      now += ms;
      return Promise.resolve();
    },
    deadline: (ms: number) => {
      const controller = new AbortController();
      const reason = new DOMException("Signal timed out.", "TimeoutError");
      deadlines.push({ ms, pass: () => controller.abort(reason) });
      return controller.signal;
    },
  };
}

/** Reads the subject with `answer` in its vendor's place. */
export function readerOf<S extends ValidatedSource>(
  subject: Subject<S>,
): ReadWith<S> {
  return async (answer, changes = {}) => {
    const seen: Seen[] = [];
    const read = subject.rosterOf({ ...subject.source, ...changes.source });
    const answering = answerBy(answer, changes.host ?? HOST, seen);
    const { fetch } = globalThis;
    globalThis.fetch = answering;
    try {
      const reading = await read(changes.window ?? subject.window, {
        stopAtMs: changes.stopAtMs ?? Infinity,
        timeZone: changes.timeZone ?? "UTC",
        env: changes.env ?? subject.env,
        clock: changes.clock ?? fakeClock(),
      });
      return { reading, seen };
    } finally {
      globalThis.fetch = fetch;
    }
  };
}

function answerBy(answer: Handler, host: string, seen: Seen[]): typeof fetch {
  return async (input, init) => {
    const request = new Request(input, init);
    const url = new URL(request.url);
    if (url.origin !== host) throw new TypeError(`no route to ${url.origin}`);
    const call = {
      method: request.method,
      path: url.pathname,
      query: url.searchParams,
      headers: request.headers,
      redirect: request.redirect,
    };
    seen.push(call);
    const signal = init?.signal ?? new AbortController().signal;
    signal.throwIfAborted();
    return await answer(call, signal);
  };
}

/** The only reason of a source that is unreadable as a whole. */
export function reasonOf(reading: RosterReading): string {
  const [only, ...others] = reading.unreadable;
  if (!only || others.length > 0 || only.schedule !== null) {
    throw new Error(`not one unreadable source: ${JSON.stringify(reading)}`);
  }
  if (reading.shifts.length > 0 || reading.rejected.length > 0) {
    throw new Error(`unreadable, and yet: ${JSON.stringify(reading)}`);
  }
  return only.reason;
}

/**
 * The reason of a source that is unreadable as a whole, once it has been seen
 * that nothing of the reading holds one of `secrets`.
 */
export async function reasonWith<S extends ValidatedSource>(
  read: ReadWith<S>,
  answer: Handler,
  secrets: readonly string[],
  changes: Changes<S> = {},
): Promise<string> {
  const { reading } = await read(answer, changes);
  const text = JSON.stringify(reading);
  for (const secret of secrets) {
    assert(!text.includes(secret), "the credential is shown");
  }
  return reasonOf(reading);
}

export function assertIncludes(text: string, part: string) {
  assert(text.includes(part), `"${text}" lacks "${part}"`);
}

export function json(
  body: unknown,
  status = 200,
  headers: Record<string, string> = {},
): Response {
  return new Response(JSON.stringify(body), { status, headers });
}

/** Answers that never come, and ones that stop after `begun`. */
export function hangs(begun: string): Handler[] {
  const silent: Handler = (_, signal) =>
    new Promise((_, reject) =>
      signal.addEventListener("abort", () => reject(signal.reason))
    );
  const stalled: Handler = (_, signal) =>
    new Response(
      new ReadableStream({
        start(body) {
          body.enqueue(new TextEncoder().encode(begun));
          signal.addEventListener("abort", () => body.error(signal.reason));
        },
      }),
    );
  return [silent, stalled];
}

/**
 * Reads with an answer that hangs, and lets the deadline of the first call
 * pass: its milliseconds, and the reason given.
 */
export async function reasonOfHanging<S extends ValidatedSource>(
  read: ReadWith<S>,
  answer: Handler,
  changes: Changes<S> = {},
): Promise<{ ms: number; reason: string }> {
  const clock = fakeClock();
  const reading = read(answer, { ...changes, clock });
  while (clock.deadlines.length === 0) await Promise.resolve();
  for (let turn = 0; turn < 20; turn++) await Promise.resolve();
  const [first] = clock.deadlines;
  first!.pass();
  return { ms: first!.ms, reason: reasonOf((await reading).reading) };
}
