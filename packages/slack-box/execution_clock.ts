import type { ScheduledEvent } from "./event_queue.ts";

/**
 * The clock that each execution gets as `clock` of its context. An app that
 * takes the time, sleeps and deadlines from it can be run through a day in a
 * second.
 */
export interface Clock {
  /** The present, in Unix milliseconds. */
  now(): number;
  /** Resolves after `ms` milliseconds. */
  sleep(ms: number): Promise<void>;
  /** A signal that aborts after `ms` milliseconds. */
  deadline(ms: number): AbortSignal;
}

/** What an execution's clock needs of the workspace's clock. */
interface EventClock {
  now(): number;
  schedule(atMs: number, action: () => void): ScheduledEvent;
}

/**
 * The clock of one function execution. It knows whether its execution waits for
 * virtual time. Once it is stopped, no sleep or deadline of the execution ends.
 */
export class ExecutionClock implements Clock {
  /**
   * Whether the workspace gave up waiting for it; its next wait clears this.
   */
  stalled = false;
  #clock: EventClock;
  #onStop: (stopped: ExecutionClock) => void;
  #waits = 0;
  #stopped = false;
  #events = new Set<ScheduledEvent>();

  constructor(
    clock: EventClock,
    onStop: (stopped: ExecutionClock) => void,
  ) {
    this.#clock = clock;
    this.#onStop = onStop;
  }

  now(): number {
    return this.#clock.now();
  }

  sleep(ms: number): Promise<void> {
    const { promise, resolve } = Promise.withResolvers<void>();
    if (this.#stopped) return promise;
    const endWait = this.beginWait();
    this.after(ms, () => {
      endWait();
      resolve();
    });
    return promise;
  }

  /**
   * Aborts after `ms`. A deadline is not a wait: the clock does not advance to
   * it.
   */
  deadline(ms: number): AbortSignal {
    const controller = new AbortController();
    this.after(ms, () => {
      const message = `The deadline of ${ms} ms has passed.`;
      controller.abort(new DOMException(message, "TimeoutError"));
    });
    return controller.signal;
  }

  /**
   * Performs `action` after `ms` milliseconds, unless it is stopped by then.
   */
  after(ms: number, action: () => void): void {
    if (this.#stopped) return;
    const delay = ms > 0 ? ms : 0;
    const event = this.#clock.schedule(this.#clock.now() + delay, () => {
      this.#events.delete(event);
      action();
    });
    this.#events.add(event);
  }

  /** Marks the execution as waiting until the returned function is called. */
  beginWait(): () => void {
    this.#waits++;
    this.stalled = false;
    let over = false;
    return () => {
      if (over) return;
      over = true;
      this.#waits--;
    };
  }

  get waiting(): boolean {
    return this.#waits > 0;
  }

  get stopped(): boolean {
    return this.#stopped;
  }

  /** Cancels every sleep and deadline for good; none of them resolves. */
  stop(): void {
    if (this.#stopped) return;
    this.#stopped = true;
    for (const event of this.#events) event.cancelled = true;
    this.#events.clear();
    this.#onStop(this);
  }
}
