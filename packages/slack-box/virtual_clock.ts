import { setImmediate } from "node:timers";
import { EventQueue, type ScheduledEvent } from "./event_queue.ts";
import { ExecutionClock } from "./execution_clock.ts";

/**
 * How long, in milliseconds of the machine's time, an execution may work
 * (importing a module, hashing) without waiting for virtual time.
 */
const REAL_WORK_LIMIT_MS = 5_000;

/** The machine's own time. */
const machine = {
  now: () => Date.now(),
  sleep: (ms: number) => new Promise((resolve) => setTimeout(resolve, ms)),
};

/**
 * Turns of the event loop to wait for before using a timer, which is much
 * slower.
 */
const TURNS_BEFORE_TIMER = 40;

interface VirtualClockOptions {
  /** Where it begins, in Unix milliseconds. */
  nowMs: number;
  /** Follow the machine's time instead of standing still. */
  realtime?: boolean;
  /** Whether work is under way, which a move of the clock has to finish. */
  busy?: () => boolean;
  /** Milliseconds of the machine's time in which simultaneous moves gather. */
  gatherMs?: number;
}

interface Move {
  /** Unix milliseconds. */
  toMs: number;
  resolve: () => void;
}

function turn(): Promise<void> {
  return new Promise((resolve) => setImmediate(resolve));
}

/**
 * A discrete-event clock. It stands still until it is moved, and goes from one
 * event to the next only when every live execution waits for virtual time.
 */
export class VirtualClock {
  #queue = new EventQueue();
  #executions = new Set<ExecutionClock>();
  #moves = new Set<Move>();
  #pumping = false;
  #closed = false;
  #now: number;
  /** The machine's time at which the clock showed `#now`, under realtime. */
  #anchor = machine.now();
  #realtime: boolean;
  #busy: () => boolean;
  #gatherMs: number;
  #wake: (() => void) | null = null;

  constructor(options: VirtualClockOptions) {
    this.#now = options.nowMs;
    this.#realtime = options.realtime ?? false;
    this.#busy = options.busy ?? (() => false);
    this.#gatherMs = options.gatherMs ?? 0;
    if (this.#realtime) this.#startPump();
  }

  /** The present, in Unix milliseconds. */
  now(): number {
    if (!this.#realtime) return this.#now;
    return this.#now + (machine.now() - this.#anchor);
  }

  /**
   * Performs `action` at `atMs` (Unix milliseconds), or now if that has passed.
   */
  schedule(atMs: number, action: () => void): ScheduledEvent {
    const event = this.#queue.add(Math.max(atMs, this.now()), action);
    this.#wake?.();
    return event;
  }

  /** Makes the clock of a new execution. */
  executionClock(): ExecutionClock {
    const clock = new ExecutionClock(
      this,
      (stopped) => this.#executions.delete(stopped),
    );
    this.#executions.add(clock);
    return clock;
  }

  /**
   * Moves to `toMs` (Unix milliseconds), performs everything that is due, and
   * goes on until no work is under way. Simultaneous moves share one passage of
   * time.
   */
  move(toMs: number): Promise<void> {
    const { promise, resolve } = Promise.withResolvers<void>();
    this.#moves.add({ toMs, resolve });
    this.#startPump();
    this.#wake?.();
    return promise;
  }

  /** Stops the clock for good and ends all moves. */
  close(): void {
    this.#closed = true;
    this.#releaseMoves(() => true);
    this.#wake?.();
  }

  #startPump(): void {
    if (this.#pumping || this.#closed) return;
    this.#pumping = true;
    this.#pump();
  }

  async #pump(): Promise<void> {
    if (this.#gatherMs > 0) await machine.sleep(this.#gatherMs);
    while (!this.#closed) {
      await turn();
      const next = this.#queue.peek();
      if (next !== undefined && next.atMs <= this.now()) {
        this.#perform();
        continue;
      }
      if (this.#paced()) {
        await this.#sleepUntil(next?.atMs);
        continue;
      }
      await this.#quiesce();
      // Quiescing may have added an earlier event.
      const due = this.#queue.peek();
      this.#releaseMoves((move) => !this.#wants(move, due));
      if (this.#moves.size > 0) this.#perform();
      // Before a caller whose move has ended can ask for another one.
      else if (!this.#realtime) return this.#endPump();
    }
  }

  #endPump(): void {
    this.#pumping = false;
  }

  #perform(): void {
    const event = this.#queue.take();
    if (event === undefined) return;
    this.#jump(event.atMs);
    event.action();
  }

  #jump(toMs: number): void {
    if (toMs <= this.now()) return;
    this.#now = toMs;
    this.#anchor = machine.now();
  }

  #wants(move: Move, next: ScheduledEvent | undefined): boolean {
    return next !== undefined && (next.atMs <= move.toMs || this.#busy());
  }

  #releaseMoves(reached: (move: Move) => boolean): void {
    for (const move of [...this.#moves]) {
      if (!reached(move)) continue;
      this.#moves.delete(move);
      if (!this.#closed) this.#jump(move.toMs);
      move.resolve();
    }
  }

  /** Whether time passes by itself now, instead of from event to event. */
  #paced(): boolean {
    if (!this.#realtime) return false;
    const now = this.now();
    for (const move of this.#moves) {
      if (move.toMs > now || !this.#busy()) return false;
    }
    return true;
  }

  /**
   * Waits in the machine's time until `at`, or until something is scheduled.
   */
  async #sleepUntil(at: number | undefined): Promise<void> {
    // Work in the machine's time may end without any event.
    const longest = this.#moves.size > 0 ? 20 : 1_000;
    const wait = Math.min(
      at === undefined ? longest : at - this.now(),
      longest,
    );
    await new Promise<void>((resolve) => {
      const timer = setTimeout(resolve, Math.max(wait, 1));
      this.#wake = () => {
        clearTimeout(timer);
        resolve();
      };
    });
    this.#wake = null;
  }

  /** Waits until every live execution waits for virtual time. */
  async #quiesce(): Promise<void> {
    await turn();
    for (let turns = 0; this.#working(); turns++) {
      if (turns === TURNS_BEFORE_TIMER) return await this.#awaitRealWork();
      await turn();
    }
  }

  async #awaitRealWork(): Promise<void> {
    const giveUp = machine.now() + REAL_WORK_LIMIT_MS;
    while (this.#working() && !this.#closed) {
      if (machine.now() > giveUp) {
        for (const clock of this.#executions) {
          if (!clock.waiting) clock.stalled = true;
        }
        return;
      }
      await machine.sleep(1);
    }
  }

  #working(): boolean {
    for (const clock of this.#executions) {
      if (!clock.waiting && !clock.stalled) return true;
    }
    return false;
  }
}
