import type { Claim } from "../../reconciler/claim.ts";
import { type Consent, inForce } from "../../reconciler/consent.ts";
import type { Result } from "../../reconciler/change.ts";
import type { WantContext } from "../../reconciler/part_wants.ts";
import { nextChange } from "../../intervals.ts";
import type { SlackClient } from "../../slack/call.ts";
import {
  allRecords,
  deleteRecords,
  type Found,
  getRecords,
  putRecords,
} from "../../slack/record_store.ts";
import { claims as claimStore } from "../../slack/records/claims.ts";
import { consents as consentStore } from "../../slack/records/consents.ts";
import { type Execution, nowOf } from "../execution.ts";
import { setAsideAhead } from "./ahead.ts";
import type { DesiredState } from "./desired_state.ts";
import { contextOfFailed, personContext } from "./person_context.ts";
import { failedPlan } from "./results.ts";
import type { StepLog } from "./step_log.ts";

/** The people a step handles: all who are concerned, or only these (Slack user ids). */
export type Scope = "everybody" | string[];

/** @throws {SlackFailure} if the datastore cannot be read. */
export async function readClaims(
  client: SlackClient,
  scope: Scope,
): Promise<Found<Claim>> {
  return scope === "everybody"
    ? await allRecords(client, claimStore)
    : await getRecords(client, claimStore, scope);
}

const NO_CLAIMS: Found<Claim> = { records: new Map(), broken: [] };

function claimInstants({ written_at, rendered_at, orphaned_at }: Claim) {
  return { written_at, rendered_at, orphaned_at };
}

/** The instants of a consent, none of which may lie ahead. */
export function consentInstants({ recorded_at, withdrawn_at }: Consent) {
  return { recorded_at, withdrawn_at };
}

/** A person's claim to record; `null` deletes it. */
export interface ClaimChange {
  person: string;
  claim: Claim | null;
}

/**
 * The claims and consents of a step. Nothing else reads or writes them while the
 * step is at work.
 *
 * `of(person)` gives a person's context: what the reconciler decides from. It
 * stays valid until the person's claim or consent changes, or `now` moves:
 * `latest` builds it again only then. All current contexts are of one instant.
 */
export class People {
  readonly desired: DesiredState;
  readonly #execution: Execution;
  #claims: Map<string, Claim>;
  readonly #consents: Map<string, Consent>;
  /** In preview: the claims that a real run would have recorded; `null` for a deleted one. */
  readonly #planned = new Map<string, Claim | null>();
  readonly #unusable = new Set<string>();
  /** The people for whom planning failed, with their results; `null` once taken. */
  readonly #failures = new Map<string, Result | null>();
  #now: number;
  /** When the next shift starts or ends (Unix seconds). */
  #nextChangeAt: number;

  constructor(
    execution: Execution,
    desired: DesiredState,
    claims: Found<Claim>,
    consents: Found<Consent>,
    log: StepLog,
  ) {
    this.desired = desired;
    this.#execution = execution;
    this.#claims = claims.records;
    this.#now = nowOf(execution);
    this.#consents = new Map(
      [...consents.records].map((
        [person, consent],
      ) => [person, inForce(consent, this.#now)]),
    );
    this.#nextChangeAt = this.#findNextChange();
    this.#noteBroken(claims, consents, log);
  }

  /** The instant of every context (Unix seconds). */
  get now(): number {
    return this.#now;
  }

  get claims(): ReadonlyMap<string, Claim> {
    return this.#claims;
  }

  /** What people allow now: while they pause, no state. */
  get consents(): ReadonlyMap<string, Consent> {
    return this.#consents;
  }

  /** People with a record that cannot be used, or for whom planning failed. They are left alone. */
  get unusable(): ReadonlySet<string> {
    return this.#unusable;
  }

  /** The contexts of all people who have a claim or a shift, by id. */
  all(): WantContext[] {
    const ids = new Set(this.#claims.keys());
    for (const id of this.desired.shifts.keys()) ids.add(id);
    this.#keepNow();
    return [...ids].sort().map((id) => this.#contextOf(id));
  }

  /** The contexts of the people in a scope. */
  within(scope: Scope): WantContext[] {
    return scope === "everybody"
      ? this.all()
      : scope.map((person) => this.of(person));
  }

  /** The context of one person. If a shift has started or ended since `now`, `now` moves first. */
  of(person: string): WantContext {
    this.#keepNow();
    return this.#contextOf(person);
  }

  /** The current context of the same person: this one, if nothing has changed. */
  latest(context: WantContext): WantContext {
    this.#keepNow();
    const { person: { id }, now, claim, consent } = context;
    const isCurrent = now === this.#now && claim === this.#claimOf(id) &&
      consent === (this.#consents.get(id) ?? null);
    return isCurrent ? context : this.#contextOf(id);
  }

  /**
   * Reads the claims again, and moves `now`. Call it once the lease is held: no
   * other execution writes claims from then on.
   */
  async refreshClaims(scope: Scope, log: StepLog): Promise<void> {
    const { client } = this.#execution;
    const claims = await readClaims(client, scope);
    // Another run may have added claims. Without their consents these people
    // would count as opted out.
    const added = [...claims.records.keys()]
      .filter((person) => !this.#claims.has(person));
    const consents = await getRecords(client, consentStore, added);
    this.#noteBroken(claims, consents, log);
    this.#claims = claims.records;
    for (const [person, consent] of consents.records) {
      this.#consents.set(person, inForce(consent, nowOf(this.#execution)));
    }
    this.#moveNow();
  }

  /** Reads the consents of these people again: they may have changed their mind. */
  async refreshConsents(people: string[], log: StepLog): Promise<void> {
    const { client } = this.#execution;
    const found = await getRecords(client, consentStore, people);
    this.#noteBroken(NO_CLAIMS, found, log);
    for (const person of people) {
      const consent = found.records.get(person);
      const now = nowOf(this.#execution);
      this.#setConsent(person, consent ? inForce(consent, now) : null);
    }
  }

  /**
   * Plans for one person. If that throws, the person is left alone from now on and
   * gets a failed result, and the others are served.
   *
   * @param otherwise The answer for a person for whom planning failed.
   */
  plan<T>(
    { person }: Pick<WantContext, "person">,
    otherwise: T,
    work: () => T,
  ): T {
    if (this.#failures.has(person.id)) return otherwise;
    try {
      return work();
    } catch (thrown) {
      this.#unusable.add(person.id);
      const error = thrown instanceof Error ? thrown.message : String(thrown);
      this.#failures.set(person.id, failedPlan(person, error));
      return otherwise;
    }
  }

  /** The results of the people for whom planning failed, each once. */
  takeFailures(): Result[] {
    const results = [...this.#failures.values()].filter((each) =>
      each !== null
    );
    for (const { person } of results) this.#failures.set(person, null);
    return results;
  }

  /**
   * Stores or deletes claims.
   *
   * @returns the people whose record did not change.
   * @throws {SlackFailure} if none of them did.
   */
  async recordClaims(changes: ClaimChange[]): Promise<Set<string>> {
    const { client } = this.#execution;
    const stored = changes.flatMap(({ claim }) => claim ?? []);
    const deleted = changes
      .filter(({ person, claim }) => claim === null && this.#claims.has(person))
      .map(({ person }) => person);
    const [unstored, undeleted] = await Promise.all([
      putRecords(client, claimStore, stored),
      deleteRecords(client, claimStore, deleted),
    ]);
    const lost = new Set([...unstored, ...undeleted]);
    for (const { person, claim } of changes) {
      if (!lost.has(person)) this.#setClaim(person, claim);
    }
    return lost;
  }

  /** In preview: decides from this claim from now on, without storing it. */
  planClaim({ person, claim }: ClaimChange): void {
    this.#planned.set(person, claim);
  }

  /** Deletes the consents of these people. A later run deletes what Slack did not. */
  async deleteConsents(people: string[]): Promise<void> {
    const { client } = this.#execution;
    const lost = await deleteRecords(client, consentStore, people);
    for (const person of people) {
      if (!lost.has(person)) this.#setConsent(person, null);
    }
  }

  #setClaim(person: string, claim: Claim | null): void {
    if (claim === null) this.#claims.delete(person);
    else this.#claims.set(person, claim);
  }

  #setConsent(person: string, consent: Consent | null): void {
    const known = this.#consents.get(person) ?? null;
    // Each batch reads the consents again. Equal ones must not cost new contexts.
    if (JSON.stringify(known) === JSON.stringify(consent)) return;
    if (consent === null) this.#consents.delete(person);
    else this.#consents.set(person, consent);
  }

  #contextOf(person: string): WantContext {
    const recorded = this.#claims.get(person) ?? null;
    const claim = this.#claimOf(person);
    const consent = this.#consents.get(person) ?? null;
    const { config } = this.#execution;
    const records = { recorded, claim, consent };
    const failed = contextOfFailed(config, person, records, this.#now);
    return this.plan(
      failed,
      failed,
      () => personContext(config, this.desired, person, records, this.#now),
    );
  }

  /** The recorded claim; in preview the one that a real run would have recorded. */
  #claimOf(person: string): Claim | null {
    const planned = this.#planned.get(person);
    return planned === undefined ? this.#claims.get(person) ?? null : planned;
  }

  /** Moves `now` if a shift has started or ended since. */
  #keepNow(): void {
    if (nowOf(this.#execution) >= this.#nextChangeAt) this.#moveNow();
  }

  #moveNow(): void {
    this.#now = nowOf(this.#execution);
    this.#nextChangeAt = this.#findNextChange();
  }

  #findNextChange(): number {
    const { shifts, remembered } = this.desired.snapshot;
    const instants = [shifts, remembered].map((each) =>
      nextChange(each, this.#now) ?? Infinity
    );
    return Math.min(...instants);
  }

  /** Leaves people alone whose records cannot be used, or lie about when they were written. */
  #noteBroken(
    claims: Found<Claim>,
    consents: Found<Consent>,
    log: StepLog,
  ): void {
    const now = nowOf(this.#execution);
    setAsideAhead(claims, claimStore.name, claimInstants, now);
    setAsideAhead(consents, consentStore.name, consentInstants, now);
    for (const each of [...claims.broken, ...consents.broken]) {
      if (this.#unusable.has(each.id)) continue;
      this.#unusable.add(each.id);
      log.reportBroken(each);
    }
  }
}
