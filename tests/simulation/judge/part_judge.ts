import type { PersonRecording, Write } from "../recording.ts";
import type { State } from "../setting.ts";
import { clock, type Rule, type Verdict } from "./verdict.ts";
import type { JoinedShift } from "./joined_shifts.ts";
import { leftHelpless } from "./excuses.ts";
import { isKnownOnCall } from "./on_call_judge.ts";
import type { PartRules } from "./part_rules.ts";
import {
  allows,
  isInDoubt,
  partOf,
  SNAPSHOT_MS,
  type Truth,
  WINDOW_MS,
} from "./truth.ts";

interface Ours<V> {
  value: V;
  at: number;
  before: V;
  record: string;
}

/**
 * Follows one person's snooze, or presence, as `StatusJudge` follows the
 * status: whose it is, what is to be given back, whether a write was allowed.
 */
export class PartJudge<V> {
  /** Values of the person's own that may be given back. */
  own: V[];
  ours: Ours<V> | null = null;
  current: V;
  lastHuman = -Infinity;
  /** When the person last changed what was ours. */
  yielded = -Infinity;
  /** Past the end of ours, nothing counts as run out by itself. */
  #reset: { own: V[]; from: number } | null = null;
  #replaced: { value: V; at: number }[] = [];
  /** What was ours until the person changed it, if the app has not read it since. */
  #former: { ours: Ours<V>; own: V[] } | null = null;
  #gaveBack: { own: V[]; record: string; from: number } | null = null;

  constructor(
    private readonly truth: Truth,
    private readonly person: PersonRecording,
    private readonly rules: PartRules<V>,
    private readonly verdict: Verdict,
    /** Whether the status that this goes with is shown as ours now, for the whole shift. */
    private readonly isShown: () => boolean,
  ) {
    this.own = [rules.initial(person)];
    this.current = rules.initial(person);
  }

  see(write: Write<V>): void {
    this.current = write.after;
    if (write.by === "human") return this.#seeHuman(write);
    const raced = write.at - this.lastHuman <= WINDOW_MS;
    if (raced) this.verdict.windows++;
    const { same } = this.rules;
    if (same(write.before, write.after)) {
      // Two equal values count once, except ours over one of theirs that was not read, or that ends about then.
      const differs = JSON.stringify(write.before) !==
        JSON.stringify(write.after);
      const over = (raced || differs) && this.ours === null &&
        write.claim !== null &&
        partOf(write.claim, this.rules.name).includes('"intent"');
      if (over) this.#seePut(write, raced);
      return;
    }
    // Where nothing is ours there is nothing to give back: ours may look like theirs.
    const mayBack = raced || this.ours !== null || this.#reset !== null;
    const own = this.ownAt(write.at)
      .map((value) => this.rules.shown(value, write.at));
    // Ours may end about when theirs does. Then the record tells which of them it is.
    const isOurs = partOf(write.claim, this.rules.name).includes('"intent"') &&
      !own.some((each) => JSON.stringify(each) === JSON.stringify(write.after));
    const back = mayBack && !isOurs &&
      own.some((each) => same(each, write.after));
    const nothing = same(write.after, this.rules.nothing);
    if (back || nothing) this.#seeBack(write, raced, back);
    else this.#seePut(write, raced);
  }

  #seeHuman(write: Write<V>): void {
    const { same, shown, name } = this.rules;
    const { at, before } = write;
    const after = shown(write.after, at);
    if (same(after, before)) return;
    this.lastHuman = at;
    this.#replaced = [
      ...this.#replaced.filter((each) => each.at >= at - WINDOW_MS),
      ...this.own.map((value) => ({ value, at })),
    ];
    const record = partOf(write.claim, name);
    // With nothing on record of it, nothing is ours any more.
    if (record === "null") this.ours = this.#former = null;
    const { ours } = this;
    const back = this.#gaveBack;
    const former = this.#former;
    this.#gaveBack = null;
    this.ours = null;
    if (former && same(after, shown(former.ours.value, at))) {
      // There and back again, unseen: as if they had never touched it.
      this.ours = former.ours;
      this.own = [...former.own, write.after];
      this.yielded = -Infinity;
      return;
    }
    if (ours?.record === record && same(after, shown(ours.before, at))) {
      // It looks as if our write had never happened, and its answer was lost.
      this.own = [after, ...this.own];
      return;
    }
    if (this.rules.twoValued && !ours && isInDoubt(record)) {
      // It is what a write of unknown outcome was to do.
      this.ours = { value: write.after, at, before, record };
      this.own = [...this.own, write.after];
      return;
    }
    if (ours) {
      // Without the status, ours is about to be given back anyway.
      if (this.isShown()) this.yielded = at;
      this.#former = { ours, own: this.own };
      this.#reset = { own: this.own, from: this.rules.endsAt(ours.value) };
    } else if (back?.record === record) {
      this.#reset = { own: back.own, from: back.from };
    }
    this.own = [write.after];
  }

  ownAt(at: number): V[] {
    const { shown, same, nothing } = this.rules;
    const reset = this.#reset;
    const gone = same(shown(this.own[0]!, at), nothing);
    return reset && at >= reset.from && gone
      ? [...this.own, ...reset.own]
      : this.own;
  }

  #isOurs({ at, before }: Write<V>): boolean {
    const { same, shown } = this.rules;
    if (this.ours === null) return false;
    const { value } = this.ours;
    return same(before, value) || same(before, shown(value, at));
  }

  #seePut(write: Write<V>, raced: boolean): void {
    const { at, before, after } = write;
    const { rules } = this;
    this.#judgeAllowed(write);
    const goesOn = this.#isOurs(write);
    if (raced) {
      const replaced = this.#replaced.map(({ value }) => value);
      this.own = [before, ...this.ownAt(at), ...replaced];
    } else if (!goesOn) {
      const free = rules.same(before, rules.nothing);
      if (!free && !rules.mayReplace(before, after)) {
        this.#breach("never over a human", write, "their own lasts longer");
      }
      this.#judgeYield(write);
      // What ended since it was read may be on record.
      const gone = rules.endsAt(this.own[0]!);
      const read = gone <= at && gone > at - WINDOW_MS;
      this.own = [before, ...this.ownAt(at).slice(read ? 0 : 1)];
    }
    const recorded = this.own.some((own) =>
      rules.isRecorded(own, write.claim, at) ||
      rules.isRecorded(rules.shown(own, at), write.claim, at)
    );
    if (!recorded) {
      this.#breach(
        "exact restore",
        write,
        "what is to be given back is not on record",
      );
    }
    this.#reset = null;
    this.#gaveBack = null;
    this.#former = null;
    const record = partOf(write.claim, rules.name);
    this.ours = { value: after, at, before, record };
  }

  #judgeAllowed(write: Write<V>): void {
    const { id } = this.person;
    const { name, states } = this.rules;
    const seen = this.#shiftsSeen(write.at);
    const given = this.truth.consents(id, write.at - WINDOW_MS, write.at);
    const allowed = given.some((item) =>
      item?.[name] === true && states.some((state) => allows(item, state))
    );
    if (!allowed) this.#breach("consent", write, "not allowed");
    if (isKnownOnCall(this.truth, id, write.at)) {
      this.#breach("on call", write, "silenced while on call");
    }
    if (seen.length === 0) {
      return this.#breach("consent", write, "no shift asks for it");
    }
    const objection = this.rules.objection(write, seen);
    if (objection) this.#breach("exact restore", write, objection);
  }

  #shiftsSeen(at: number): JoinedShift[] {
    return this.rules.states.flatMap((state) =>
      this.truth.shiftsSeen(this.person.id, state, at - SNAPSHOT_MS, at)
    );
  }

  /** A person who ended ours is left alone until the shift ends. */
  #judgeYield(write: Write<V>): void {
    const { at } = write;
    const { id } = this.person;
    const since = this.yielded;
    const reset = this.#reset;
    if (since === -Infinity || reset && at >= reset.from) return;
    if (this.truth.changedConsent(id, since - WINDOW_MS, at)) return;
    const wanted = this.rules.states.filter((state) =>
      this.truth.consents(id, at, at).some((item) => allows(item, state))
    );
    const lasting = wanted.find((state) =>
      this.truth.lastsAlone(id, state, since, at) &&
      !this.#otherStates(state, since, at)
    );
    if (!lasting) return;
    this.#breach("yield", write, `changed by themselves at ${clock(since)}`);
  }

  /** Whether the status may have stood for another state meanwhile. */
  #otherStates(state: State, from: number, to: number): boolean {
    return this.truth.rosters(from - SNAPSHOT_MS, to).flat().some((shift) =>
      shift.person === this.person.id && shift.state !== state &&
      shift.start <= to && (shift.end ?? Infinity) > from
    );
  }

  #seeBack(write: Write<V>, raced: boolean, exact: boolean): void {
    const { at, claim } = write;
    const { ours } = this;
    const candidates = this.ownAt(at);
    const reset = this.#reset;
    if (!raced) {
      const wasReset = reset !== null && at >= reset.from;
      if (!this.#isOurs(write) && !wasReset) {
        this.#breach("never over a human", write, "it was not ours");
      } else if (
        !exact && !candidates.some((own) => this.#isNearlyOver(own, at))
      ) {
        const wanted = candidates.map(this.rules.textOf).join(" or ");
        this.#breach("exact restore", write, `theirs was ${wanted}`);
      }
      if (!claim) this.#breach("exact restore", write, "nothing was on record");
    }
    this.#gaveBack = {
      own: candidates,
      record: partOf(claim, this.rules.name),
      from: ours ? this.rules.endsAt(ours.value) : 0,
    };
    this.own = [write.after];
    this.ours = null;
    this.#reset = null;
    this.#former = null;
  }

  /** Under a minute of it is left: not worth giving back. */
  #isNearlyOver(own: V, at: number): boolean {
    return this.rules.endsAt(own) - at < 60_000 + WINDOW_MS;
  }

  /** What they have at the end is their own. */
  end(at: number): void {
    const { shown, same, textOf } = this.rules;
    const value = shown(this.current, at);
    const own = this.ownAt(at);
    const wanted = own.map((each) => shown(each, at));
    if (wanted.some((each) => same(each, value))) return;
    // What has under a minute left may be gone or not.
    const later = shown(this.current, at + 60_000);
    if (own.some((each) => same(shown(each, at + 60_000), later))) return;
    const { id } = this.person;
    // What could not be given back to a person who left is not kept.
    const ours = this.ours && same(value, shown(this.ours.value, at));
    if (ours && leftHelpless(this.truth, id) !== null) return;
    this.verdict.violations.push({
      rule: "exact restore",
      person: id,
      at,
      text: `ends ${textOf(value)}, not ${wanted.map(textOf).join(" or ")}`,
    });
  }

  #breach(rule: Rule, write: Write<V>, why: string): void {
    const { textOf } = this.rules;
    this.verdict.violations.push({
      rule,
      person: this.person.id,
      at: write.at,
      text: `${textOf(write.before)} -> ${textOf(write.after)}: ${why}`,
    });
  }
}
