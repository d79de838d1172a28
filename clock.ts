/**
 * The one clock. All code that reads, waits for or limits time takes it from here,
 * handed in by the execution's context, so that a local workspace can run a
 * day in a second. Nothing else in the project reads the machine's time.
 */
export interface Clock {
  /** The present, in Unix milliseconds. */
  now(): number;
  /** Resolves after `ms` milliseconds. */
  sleep(ms: number): Promise<void>;
  /** A signal that aborts after `ms` milliseconds. */
  deadline(ms: number): AbortSignal;
}

/** The machine's own time. */
export const systemClock: Clock = {
  now: () => Date.now(),
  sleep: (ms) => new Promise((resolve) => setTimeout(resolve, ms)),
  deadline: (ms) => AbortSignal.timeout(ms),
};

/**
 * The clock of a function's context: the one handed in as `clock`, else the
 * machine's. Slack's runtime hands in none.
 */
export function clockOf(context: object): Clock {
  const { clock } = context as { clock?: Clock };
  return clock ?? systemClock;
}

/**
 * What makes ids that cannot be guessed, of an execution: the `newId` handed in
 * by its context, else random ones. Slack's runtime hands in none.
 */
export function newIdOf(context: object): () => string {
  const { newId } = context as { newId?: () => string };
  return newId ?? (() => crypto.randomUUID());
}

/** The clock's present in whole Unix seconds, as Slack counts. */
export function unixNow(clock: Clock): number {
  return Math.floor(clock.now() / 1000);
}
