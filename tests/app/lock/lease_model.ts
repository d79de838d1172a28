import type { Clock } from "../../../clock.ts";
import {
  LEASE_TIMING,
  type LeaseRecord,
  type LeaseStore,
  type LeaseTiming,
  takeLease,
} from "../../../app/lock/lease.ts";
import { APP, SlackFailure } from "../../../slack/failure.ts";

/** What one call, or one wait, meets; all in milliseconds. */
export interface Delay {
  /** The contender stands still before it goes out, or after a wait. */
  pause: number;
  /** From sending to landing. */
  landing: number;
  /** From landing to the answer. */
  answer: number;
  /** A read tells what was true this long before it landed. */
  stale: number;
  /** The answer never comes: the call fails `answer` after its sending, landed or not. */
  lost: boolean;
}

export const CALM: Delay = {
  pause: 0,
  landing: 50,
  answer: 50,
  stale: 0,
  lost: false,
};

/** One execution that wants the lease; all in milliseconds. */
export interface ContenderPlan {
  /** When it begins. */
  start: number;
  /** How far its clock is ahead of the true time. */
  skew: number;
  /** How long it tries. */
  patience: number;
  /** In the order of its calls and waits; `CALM` once they are used up. */
  delays: Delay[];
  /** How long it writes, and how often it looks meanwhile whether it may. */
  holds: number;
  looks: number;
  releases: boolean;
  /** When it dies; `null`: never. */
  dies: number | null;
}

/** True time (milliseconds) in which a contender acts as the holder. */
export interface Hold {
  holder: string;
  from: number;
  to: number;
}

/** What a contender works with. */
export interface Hands {
  store: LeaseStore;
  clock: Clock;
}

/** Something weakened on purpose, to see that it matters. */
export interface Weakness {
  timing?: Partial<LeaseTiming>;
  wrap?: (hands: Hands, id: string, timing: LeaseTiming) => Hands;
}

/** True time begins here, so that no clock shows a time before its leases. */
const BEGINNING = 1_000_000;

/** Turns that a contender may work for between two calls. */
const MOST_TURNS = 1_000;

interface Happening {
  at: number;
  action: () => void;
}

/**
 * A record, and executions that run the real code for it, in virtual time: one
 * thing happens after another, each contender works on until it waits again.
 */
export class LeaseModel {
  readonly holds: Hold[] = [];
  #weakness: Weakness;
  #now = BEGINNING;
  #due: Happening[] = [];
  #register: { since: number; record: LeaseRecord | null }[] = [
    { since: 0, record: null },
  ];
  /** How many contenders work rather than wait. */
  #working = 0;
  #contenders = 0;

  constructor(weakness: Weakness = {}) {
    this.#weakness = weakness;
  }

  /** Milliseconds since the beginning. */
  get elapsed(): number {
    return this.#now - BEGINNING;
  }

  /** Lets all of them contend, until nothing more happens. */
  async run(plans: ContenderPlan[]): Promise<void> {
    for (const plan of plans) {
      const id = `Fx${++this.#contenders}`;
      this.#at(BEGINNING + plan.start, () => this.#begin(id, plan));
    }
    for (let next = this.#next(); next; next = this.#next()) {
      this.#now = next.at;
      next.action();
      await this.#settle();
    }
  }

  /** Two that held it at once; `null`: there are none. */
  conflict(): [Hold, Hold] | null {
    for (const [index, one] of this.holds.entries()) {
      for (const other of this.holds.slice(index + 1)) {
        const from = Math.max(one.from, other.from);
        if (from < Math.min(one.to, other.to)) return [one, other];
      }
    }
    return null;
  }

  #at(at: number, action: () => void): void {
    const after = this.#due.findIndex((other) => other.at > at);
    const place = after === -1 ? this.#due.length : after;
    this.#due.splice(place, 0, { at, action });
  }

  #next(): Happening | undefined {
    return this.#due.shift();
  }

  async #settle(): Promise<void> {
    for (let turns = 0; this.#working > 0; turns++) {
      if (turns > MOST_TURNS) throw new Error("a contender never waits");
      await null;
    }
  }

  #begin(id: string, plan: ContenderPlan): void {
    this.#working++;
    this.#contend(id, plan).finally(() => this.#working--);
  }

  async #contend(id: string, plan: ContenderPlan): Promise<void> {
    const timing = { ...LEASE_TIMING, ...this.#weakness.timing };
    const plain = this.#handsOf(plan);
    const hands = this.#weakness.wrap?.(plain, id, timing) ?? plain;
    const { store, clock } = hands;
    const giveUpAt = clock.now() + plan.patience;
    const lease = await takeLease(store, clock, id, giveUpAt, timing)
      .catch(expectedFailure);
    if (!lease) return;
    const dies = BEGINNING + (plan.dies ?? Infinity);
    const ends = Math.min(lease.endsAtMs - plan.skew, dies);
    const hold = { holder: id, from: this.#now, to: ends };
    this.holds.push(hold);
    for (let look = 0; look <= plan.looks; look++) {
      await clock.sleep(plan.holds / (plan.looks + 1));
      if (look === plan.looks) break;
      if (!await lease.isHeld().catch(expectedFailure)) break;
    }
    if (!plan.releases) return;
    hold.to = Math.min(hold.to, this.#now);
    await lease.release();
  }

  #handsOf(plan: ContenderPlan): Hands {
    const delays = [...plan.delays];
    const dies = BEGINNING + (plan.dies ?? Infinity);
    const send = <T>(serve: (stale: number) => T): Promise<T> => {
      const { pause, landing, answer, stale, lost } = delays.shift() ?? CALM;
      const sent = this.#now + pause;
      return this.#wait(dies, (deliver) => {
        if (sent >= dies) return;
        this.#at(sent + landing, () => {
          const served = serve(stale);
          if (!lost) this.#at(this.#now + answer, () => deliver(served));
        });
        if (lost) this.#at(sent + answer, () => deliver(NO_ANSWER));
      });
    };
    const clock: Clock = {
      now: () => this.#now + plan.skew,
      sleep: (ms) => {
        const { pause } = delays.shift() ?? CALM;
        const at = this.#now + ms + pause;
        return this.#wait(
          dies,
          (deliver) => this.#at(at, () => deliver(undefined)),
        );
      },
      deadline: () => {
        throw new Error("no deadline is needed");
      },
    };
    const store: LeaseStore = {
      read: () => send((stale) => this.#recordAt(this.#now - stale)),
      write: (record) => send(() => this.#write(record)),
    };
    return { store, clock };
  }

  /** A contender waits, for ever if it has died when its answer comes. */
  #wait<T>(
    dies: number,
    arrange: (deliver: (outcome: T | SlackFailure) => void) => void,
  ): Promise<T> {
    return new Promise((resolve, reject) => {
      this.#working--;
      arrange((outcome) => {
        if (this.#now >= dies) return;
        this.#working++;
        if (outcome instanceof SlackFailure) reject(outcome);
        else resolve(outcome);
      });
    });
  }

  #recordAt(at: number): LeaseRecord | null {
    return this.#register.findLast(({ since }) => since <= at)?.record ?? null;
  }

  #write(record: LeaseRecord): void {
    this.#register.push({ since: this.#now, record });
  }
}

const NO_ANSWER = new SlackFailure(
  "apps.datastore.put",
  "no_answer",
  "unknown",
  APP,
  null,
);

function expectedFailure(thrown: unknown): null {
  if (thrown === NO_ANSWER) return null;
  throw thrown;
}
