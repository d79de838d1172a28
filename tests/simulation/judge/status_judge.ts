import {
  EMPTY,
  type PersonRecording,
  shown,
  type Status,
  type Write,
} from "../recording.ts";
import type { State } from "../setting.ts";
import { clock, type Rule, type Verdict } from "./verdict.ts";
import { inTrouble, leftHelpless } from "./excuses.ts";
import { endOf, type JoinedShift } from "./joined_shifts.ts";
import { isBeingRestored } from "./operator_judge.ts";
import { endsWith, MOST_GRACE, shows } from "./shown_shift.ts";
import {
  allows,
  holdsStatus,
  isEmpty,
  isInDoubt,
  partOf,
  same,
  SNAPSHOT_MS,
  stateOf,
  type Truth,
  WINDOW_MS,
} from "./truth.ts";

/** What the app set, until somebody else changes it. */
interface Ours {
  value: Status;
  state: State;
  at: number;
  /** Whether it showed the whole shift, nothing of which was unreadable. */
  whole: boolean;
  /** What it may be thought to have replaced, and the record as it landed. */
  befores: Status[];
  record: string;
}

/** A write of ours that a human changed before anybody knew that it was done. */
interface Unseen {
  befores: Status[];
  own: Status[];
  record: string;
}

/** A status with fewer seconds left is not given back; a read may be older. */
const LEAST_LEFT = 60;
const LEAST_LEFT_AT_READ = LEAST_LEFT - WINDOW_MS / 1000;

/**
 * Follows one person's status, write by write: whose it is, what is to be
 * given back, and whether each write of the app's was allowed.
 */
export class StatusJudge {
  /** Values of the person's own that may be given back, the likeliest first. */
  own: Status[];
  ours: Ours | null = null;
  current: Status;
  /** The states in which the person changed what was ours, and when. */
  readonly yields = new Map<State, number>();
  /** Every time they changed what was ours, and the state it was of. */
  readonly changes: { at: number; state: State }[] = [];
  /** Those for which the end of the shift could not be known. */
  readonly #partly = new Set<State>();
  lastHuman = -Infinity;
  /** When a status last was gone by itself that was replaced since. */
  vanished = -Infinity;
  /** When they last changed it while a write of unknown outcome was on record; `null`: never. */
  unsure: number | null = null;
  /** Values of their own that edits have replaced, and when. */
  #replaced: { value: Status; at: number }[] = [];
  #unseen: Unseen | null = null;
  #gaveBack: { own: Status[]; record: string; expires: number } | null = null;
  /** Past our own expiry, an empty status counts as Slack's reset. */
  #reset: { own: Status[]; from: number } | null = null;

  constructor(
    private readonly truth: Truth,
    private readonly person: PersonRecording,
    private readonly verdict: Verdict,
  ) {
    this.own = [person.initial.status];
    this.current = person.initial.status;
  }

  see(write: Write<Status>): void {
    const gone = this.current.expiration * 1000;
    if (gone > 0 && gone <= write.at) this.vanished = gone;
    if (write.by === "human") this.#seeHuman(write);
    else this.#seeApp(write);
    this.current = write.after;
  }

  #seeApp(write: Write<Status>): void {
    this.verdict.writes++;
    const raced = write.at - this.lastHuman <= WINDOW_MS;
    if (raced) this.verdict.windows++;
    // A person may have made one of ours their own, with another expiry.
    const theirs = this.own.some((own) => same(own, write.after));
    const state = theirs ? null : stateOf(write.after);
    if (state) this.#seePut(write, state, raced);
    else this.#seeBack(write, raced);
  }

  #seeHuman(write: Write<Status>): void {
    const after = shown(write.after, write.at);
    // What looks just as before cannot be told from nothing at all.
    if (same(after, write.before)) return;
    this.lastHuman = write.at;
    this.#replaced = [
      ...this.#replaced.filter(({ at }) => at >= write.at - WINDOW_MS),
      ...this.own.map((value) => ({ value, at: write.at })),
    ];
    const record = partOf(write.claim, "status");
    const { ours } = this;
    const back = this.#gaveBack;
    if (isInDoubt(record)) this.unsure = write.at;
    if (this.#unseen?.record !== record) this.#unseen = null;
    if (ours) {
      const { befores, state, value } = ours;
      if (ours.record === record) {
        this.#unseen = { befores, own: this.own, record };
      }
      this.#reset = { own: this.own, from: value.expiration * 1000 };
      if (same(write.before, value)) {
        this.yields.set(state, write.at);
        this.changes.push({ at: write.at, state });
        if (ours.whole) this.#partly.delete(state);
        else this.#partly.add(state);
      }
    } else if (back?.record === record) {
      this.#reset = { own: back.own, from: back.expires };
    }
    this.own = [write.after];
    this.ours = null;
    this.#gaveBack = null;
  }

  /** What may be the person's own at an instant. */
  ownAt(at: number): Status[] {
    const reset = this.#reset;
    const gone = isEmpty(shown(this.own[0]!, at));
    return [
      ...this.own,
      ...(reset && at >= reset.from && gone ? reset.own : []),
      ...(this.isDoubtful(at) ? this.#unseen!.own : []),
    ];
  }

  /** Whether it looks as if a write of unknown outcome had never happened. */
  isDoubtful(at: number): boolean {
    const now = shown(this.current, at);
    return this.#unseen !== null &&
      this.#unseen.befores.some((before) => same(now, shown(before, at)));
  }

  #seePut(write: Write<Status>, state: State, raced: boolean): void {
    const { at, before } = write;
    this.#judgeConsent(write, state);
    this.#judgeShift(write, state);
    const goesOn = this.#isOurs(write);
    const replaced = raced ? this.#replaced.map(({ value }) => value) : [];
    if (raced) {
      this.own = [before, ...this.ownAt(at), ...replaced];
    } else if (!goesOn) {
      this.#judgeTaking(write, state);
      // What expired since it was read may be on record.
      const gone = this.own[0]!.expiration * 1000;
      const read = gone <= at && gone > at - WINDOW_MS;
      this.own = [before, ...this.ownAt(at).slice(read ? 0 : 1)];
    } else if (this.#isForgotten(at)) {
      this.own = [...this.own, EMPTY];
    }
    const recorded = this.own.some((own) =>
      holdsStatus(write.claim, own) || holdsStatus(write.claim, shown(own, at))
    );
    if (!recorded) {
      this.#breach(
        "exact restore",
        write,
        "what is to be given back is not on record",
      );
    }
    this.yields.delete(state);
    this.#unseen = this.#gaveBack = this.#reset = null;
    this.ours = {
      value: write.after,
      state,
      at,
      whole: this.#seen(write, state).some((shift) =>
        shows(write.after, shift, at - SNAPSHOT_MS, at)
      ),
      befores: [before, ...replaced],
      record: partOf(write.claim, "status"),
    };
  }

  /** Whether what stands is ours, or was until Slack's reset. */
  #isOurs({ at, before }: Write<Status>): boolean {
    if (!this.ours) return false;
    const { value } = this.ours;
    return same(before, value) || isEmpty(before) && isEmpty(shown(value, at));
  }

  #judgeConsent(write: Write<Status>, state: State): void {
    const given = this.truth
      .consents(this.person.id, write.at - WINDOW_MS, write.at);
    if (given.some((item) => allows(item, state))) return;
    this.#breach("consent", write, `${state} is not allowed`);
  }

  /** Ours stands for a shift, and ends with it. */
  #judgeShift(write: Write<Status>, state: State): void {
    const { at, after } = write;
    const seen = this.#seen(write, state);
    if (seen.length === 0) {
      return this.#breach("exact restore", write, `no shift of ${state}`);
    }
    if (seen.some((shift) => shows(after, shift, at - SNAPSHOT_MS, at))) return;
    // The words may be newer than the reading that says when it ends.
    const isReworded = this.truth.recording.templates
      .some((change) => change.at > at - SNAPSHOT_MS && change.at <= at);
    const mixed = seen.flatMap((shift) =>
      seen.map(({ end }) => ({ ...shift, end }))
    );
    if (
      isReworded &&
      mixed.some((shift) => shows(after, shift, at - SNAPSHOT_MS, at))
    ) return;
    // Nothing is known of what could not be read or found just then.
    const partly = inTrouble(this.truth, this.person.id, at - SNAPSHOT_MS, at);
    const parts = seen.flatMap(({ parts }) => parts);
    const fits = partly &&
      parts.some(({ end }) => endsWith(after, end, at - SNAPSHOT_MS, at));
    if (!fits) {
      return this.#breach("exact restore", write, "it shows no shift as it is");
    }
    if (!this.#isKept(write, state)) return;
    this.#breach(
      "unreadable is not empty",
      write,
      "every roster says what was shown before",
    );
  }

  /** The shifts of the state that a write may be about. */
  #seen({ at }: Write<Status>, state: State): JoinedShift[] {
    return this.truth.shiftsSeen(this.person.id, state, at - SNAPSHOT_MS, at);
  }

  /** Whether what this replaces is ours, and what every roster of late asks for. */
  #isKept(write: Write<Status>, state: State): boolean {
    const { ours } = this;
    if (ours?.state !== state || !this.#isOurs(write)) return false;
    const { at } = write;
    const from = at - SNAPSHOT_MS;
    return this.truth.rosters(from, at).every((shifts) =>
      shifts.some((shift) =>
        shift.person === this.person.id && shift.state === state &&
        shift.start <= from && endOf(shift) > at &&
        shows(ours.value, shift, from, at)
      )
    );
  }

  /** A write over what is not ours. */
  #judgeTaking(write: Write<Status>, state: State): void {
    const { at, before, claim } = write;
    if (isEmpty(before)) return this.#judgeYield(write, state);
    const given = this.truth.consents(this.person.id, at - WINDOW_MS, at);
    if (!given.some((item) => item?.on_own_status === "replace")) {
      this.#breach("never over a human", write, "they never said replace");
    } else if (!holdsStatus(claim, before)) {
      this.#breach("never over a human", write, "it is not on record");
    }
    this.#judgeYield(write, state);
  }

  #judgeYield(write: Write<Status>, state: State): void {
    const since = this.yields.get(state);
    const { at } = write;
    if (since === undefined || this.isDoubtful(at)) return;
    if (this.#partly.has(state)) return;
    const { id } = this.person;
    const reset = this.#reset;
    // It was not read before our expiry passed: it counts as Slack's reset.
    if (reset && at >= reset.from) return;
    if (this.truth.changedConsent(id, since - WINDOW_MS, at)) return;
    const resumes = this.truth.consentAt(id, at)?.after_manual_change ===
      "resume";
    if (resumes && isEmpty(write.before)) return;
    if (!this.truth.lastsAlone(id, state, since, at)) return;
    this.#breach("yield", write, `changed by themselves at ${clock(since)}`);
  }

  #seeBack(write: Write<Status>, raced: boolean): void {
    const { at, before, after, claim } = write;
    const { ours } = this;
    const candidates = ours ? this.own : this.ownAt(at);
    // Twice the same is once.
    if (same(before, after)) return;
    if (!raced) {
      this.#judgeGivingBack(write, candidates);
      if (ours) this.#judgeEarly(write, ours);
    }
    this.#gaveBack = {
      own: candidates,
      record: partOf(claim, "status"),
      expires: (ours?.value.expiration ?? 0) * 1000,
    };
    this.own = [after];
    this.ours = null;
    this.#unseen = this.#reset = null;
  }

  #judgeGivingBack(write: Write<Status>, candidates: Status[]): void {
    const { at, before, claim } = write;
    const reset = this.#reset;
    const wasReset = reset !== null && at >= reset.from && isEmpty(before);
    if (!this.#isOurs(write) && !wasReset && !this.isDoubtful(at)) {
      return this.#breach("never over a human", write, "it was not ours");
    }
    if (!claim) this.#breach("exact restore", write, "nothing was on record");
    if (!candidates.some((own) => isGivenBack(own, write))) {
      const wanted = candidates.map(statusText).join(" or ");
      this.#breach("exact restore", write, `theirs was ${wanted}`);
    }
  }

  /** Nothing ends a shift that every roster of late still has. */
  #judgeEarly(write: Write<Status>, ours: Ours): void {
    const { id } = this.person;
    const from = write.at - SNAPSHOT_MS;
    const allowed = this.truth.consents(id, from, write.at)
      .every((item) => allows(item, ours.state));
    if (!allowed || !this.truth.lasts(id, ours.state, from, write.at)) return;
    if (isBeingRestored(this.truth, id, write.at)) return;
    // What went on after the end that was known could not be read.
    const over = ours.value.expiration * 1000 - MOST_GRACE * 1000 <= write.at;
    if (!ours.whole && over) return;
    // It may have moved from what can be read to what cannot.
    const partly = inTrouble(this.truth, id, from, write.at);
    const since = ours.at - SNAPSHOT_MS;
    if (partly && !this.truth.stands(id, since, write.at)) return;
    this.#breach(
      "unreadable is not empty",
      write,
      `given back while every roster has them ${ours.state}`,
    );
  }

  /** What they have at the end is their own. */
  end(at: number): void {
    const status = shown(this.current, at);
    const wanted = this.ownAt(at).map((own) => shown(own, at));
    if (this.#isForgotten(at)) wanted.push(EMPTY);
    if (wanted.some((each) => same(each, status))) return;
    // A person who left without a serving token keeps it until Slack clears it.
    const { id } = this.person;
    const ours = this.ours && same(shown(this.ours.value, at), status);
    if (ours && leftHelpless(this.truth, id) !== null) return;
    this.verdict.violations.push({
      rule: "exact restore",
      person: this.person.id,
      at,
      text: `ends with ${statusText(status)}, not ${
        wanted.map(statusText).join(" or ")
      }`,
    });
  }

  /** Whether Slack cleared ours, and they left while nothing could be given back. */
  #isForgotten(at: number): boolean {
    if (!this.ours || !isEmpty(shown(this.ours.value, at))) return false;
    const cleared = this.ours.value.expiration * 1000;
    return leftHelpless(this.truth, this.person.id, cleared) !== null;
  }

  #breach(rule: Rule, write: Write<Status>, why: string): void {
    const { at, before, after } = write;
    this.verdict.violations.push({
      rule,
      person: this.person.id,
      at,
      text: `${statusText(before)} -> ${statusText(after)}: ${why}`,
    });
  }
}

/** Whether a write gives back this very status, or rightly nothing of it. */
function isGivenBack(own: Status, { at, after }: Write<Status>): boolean {
  const left = own.expiration === 0
    ? Infinity
    : own.expiration - Math.floor(at / 1000);
  if (left < LEAST_LEFT_AT_READ) return isEmpty(after);
  return same(after, own) || left < LEAST_LEFT && isEmpty(after);
}

export function statusText(status: Status): string {
  if (isEmpty(status)) return "nothing";
  const { text, emoji, expiration } = status;
  const until = expiration === 0 ? "" : ` until ${clock(expiration * 1000)}`;
  return `${emoji} "${text}"${until}`;
}
