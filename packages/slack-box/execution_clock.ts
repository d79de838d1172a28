import type { ScheduledEvent } from "./event_queue.ts";

/**
 * The clock that each execution gets as `clock` of its context. An app that
 * tells, waits for and bounds time by it can be run through a day in a second.
 */
export interface Clock {
  /** The present, in Unix milliseconds. */
  now(): number;
  /** Resolves after `ms` milliseconds. */
  sleep(ms: number): Promise<void>;
  /** A signal that aborts after `ms` milliseconds. */
  deadline(ms: number): AbortSignal;
}

/** What an execution's clock needs of the clock it shows. */
export interface EventClock {
  now(): number;
  schedule(at: number, action: () => void): ScheduledEvent;
}

/**
 * The clock as one function execution sees it. It knows whether its execution
 * waits for virtual time, and once stopped it lets nothing of it go on.
 */
export class ExecutionClock implements Clock {
  /** Set when it was waited for in vain; the next wait clears it. */
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

  /** Aborts after `ms`. It bounds work and is none: nobody waits for it. */
  deadline(ms: number): AbortSignal {
    const controller = new AbortController();
    this.after(ms, () => {
      const message = `The deadline of ${ms} ms has passed.`;
      controller.abort(new DOMException(message, "TimeoutError"));
    });
    return controller.signal;
  }

  /** Does `action` after `ms` milliseconds, unless stopped by then. */
  after(ms: number, action: () => void): void {
    if (this.#stopped) return;
    const delay = ms > 0 ? ms : 0;
    const event = this.#clock.schedule(this.#clock.now() + delay, () => {
      this.#events.delete(event);
      action();
    });
    this.#events.add(event);
  }

  /** Says that the execution waits for something; call the result once over. */
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

  /** Ends every sleep and deadline without resolving it, for good. */
  stop(): void {
    if (this.#stopped) return;
    this.#stopped = true;
    for (const event of this.#events) event.cancelled = true;
    this.#events.clear();
    this.#onStop(this);
  }
}
