import type { Claim } from "../../reconciler/claim.ts";
import type { Consent } from "../../reconciler/consent.ts";
import { endingTogether, graceSecondsFor } from "../../reconciler/expiry.ts";
import type { WantContext } from "../../reconciler/part_wants.ts";
import type { Person, Shift } from "../../reconciler/shift.ts";
import { type Wanted, wantedFor } from "../../reconciler/wanted.ts";
import {
  allRecords,
  type Broken,
  deleteRecords,
  type Found,
  getRecords,
  putRecords,
} from "../../slack/record_store.ts";
import { claims as claimStore } from "../../slack/records/claims.ts";
import { consents as consentStore } from "../../slack/records/consents.ts";
import { type Execution, nowOf } from "../execution.ts";
import type { DesiredState } from "./desired_state.ts";
import type { StepLog } from "./step_log.ts";

/** Which people a step looks at: everybody concerned, or these alone. */
export type Scope = "everybody" | string[];

/** A person's claim to record; `null` deletes it. */
export interface ClaimChange {
  person: string;
  claim: Claim | null;
}

/**
 * The claims and consents that a step works with, and what follows from them
 * for each person. Within a step nothing else reads or writes either of them.
 *
 * A context that was handed out stays valid until that person's claim or consent
 * changes: `latest` builds it again only then. All contexts stand for one `now`:
 * the start of the step, or when the claims were read under the lease. It moves
 * on once a shift starts or ends while the step is at work.
 */
export class People {
  readonly desired: DesiredState;
  readonly #execution: Execution;
  readonly #consents: Map<string, Consent>;
  #claims: Map<string, Claim>;
  /** In preview: the claims as they would be by now. */
  readonly #planned = new Map<string, Claim | null>();
  /** People with a record that cannot be used: they are left alone. */
  readonly #unusable = new Set<string>();
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
    this.#consents = consents.records;
    this.#now = nowOf(execution);
    this.#nextChangeAt = nextChange(desired.snapshot.shifts, this.#now);
    this.#noteBroken([...claims.broken, ...consents.broken], log);
  }

  /** The instant that every context stands for (Unix seconds). */
  get now(): number {
    return this.#now;
  }

  get claims(): ReadonlyMap<string, Claim> {
    return this.#claims;
  }

  get consents(): ReadonlyMap<string, Consent> {
    return this.#consents;
  }

  get unusable(): ReadonlySet<string> {
    return this.#unusable;
  }

  /** Everybody who has a claim or a shift, in a fixed order. */
  all(): WantContext[] {
    const ids = new Set(this.#claims.keys());
    for (const id of this.desired.shifts.keys()) ids.add(id);
    this.#keepNow();
    return [...ids].sort().map((id) => this.#build(id));
  }

  /** Everything the core needs to decide about one person now. */
  of(person: string): WantContext {
    this.#keepNow();
    return this.#build(person);
  }

  /** The person's context as it is by now. */
  latest(context: WantContext): WantContext {
    this.#keepNow();
    const { person: { id }, now, claim, consent } = context;
    const isCurrent = now === this.#now && claim === this.#claimOf(id) &&
      consent === (this.#consents.get(id) ?? null);
    return isCurrent ? context : this.#build(id);
  }

  /**
   * Reads the claims again. Call it once the lease is held: nobody else writes
   * claims then, so from here on the own copy is what counts. `now` is taken
   * again, since the lease may have been waited for.
   */
  async refreshClaims(scope: Scope, log: StepLog): Promise<void> {
    const { client } = this.#execution;
    const claims = scope === "everybody"
      ? await allRecords(client, claimStore)
      : await getRecords(client, claimStore, scope);
    // Another run has made these meanwhile. Without their consents they would
    // look like people who left.
    const added = [...claims.records.keys()]
      .filter((person) => !this.#claims.has(person));
    const consents = await getRecords(client, consentStore, added);
    this.#claims = claims.records;
    for (const [id, consent] of consents.records) {
      this.#consents.set(id, consent);
    }
    this.#noteBroken([...claims.broken, ...consents.broken], log);
    this.#takeNow();
  }

  /** Reads the consents of these people again: they may have changed their mind. */
  async refreshConsents(people: string[], log: StepLog): Promise<void> {
    const { client } = this.#execution;
    const found = await getRecords(client, consentStore, people);
    for (const person of people) {
      this.#setConsent(person, found.records.get(person) ?? null);
    }
    this.#noteBroken(found.broken, log);
  }

  /**
   * Stores each claim, or deletes it.
   *
   * @returns the people whose record did not change.
   * @throws {SlackFailure} when none of them did.
   */
  async recordClaims(changes: ClaimChange[]): Promise<Set<string>> {
    const { client } = this.#execution;
    const put = changes.flatMap(({ claim }) => claim ?? []);
    const spent = changes
      .filter(({ person, claim }) => claim === null && this.#claims.has(person))
      .map(({ person }) => person);
    const [unwritten, undeleted] = await Promise.all([
      putRecords(client, claimStore, put),
      deleteRecords(client, claimStore, spent),
    ]);
    const lost = new Set([...unwritten, ...undeleted]);
    for (const { person, claim } of changes) {
      if (lost.has(person)) continue;
      if (claim === null) this.#claims.delete(person);
      else this.#claims.set(person, claim);
    }
    return lost;
  }

  /** In preview: takes what would be recorded for recorded. */
  planClaim({ person, claim }: ClaimChange): void {
    this.#planned.set(person, claim);
  }

  /** @returns whether it was stored. */
  async recordConsent(consent: Consent): Promise<boolean> {
    const { client } = this.#execution;
    const lost = await putRecords(client, consentStore, [consent]);
    if (lost.size > 0) return false;
    this.#setConsent(consent.person, consent);
    return true;
  }

  /** Deletes the consents of these people; one that stays is for a later run. */
  async deleteConsents(people: string[]): Promise<void> {
    const { client } = this.#execution;
    const lost = await deleteRecords(client, consentStore, people);
    for (const person of people) {
      if (!lost.has(person)) this.#setConsent(person, null);
    }
  }

  /** Moves `now` on once a shift has started or ended since. */
  #keepNow(): void {
    if (nowOf(this.#execution) >= this.#nextChangeAt) this.#takeNow();
  }

  /** The recorded claim; in preview as it would be by now. */
  #claimOf(id: string): Claim | null {
    const planned = this.#planned.get(id);
    return planned === undefined ? this.#claims.get(id) ?? null : planned;
  }

  #takeNow(): void {
    const { shifts } = this.desired.snapshot;
    this.#now = nowOf(this.#execution);
    this.#nextChangeAt = nextChange(shifts, this.#now);
  }

  #setConsent(person: string, consent: Consent | null): void {
    const known = this.#consents.get(person) ?? null;
    if (isSameConsent(known, consent)) return;
    if (consent === null) this.#consents.delete(person);
    else this.#consents.set(person, consent);
  }

  #noteBroken(broken: Broken[], log: StepLog): void {
    for (const each of broken) {
      if (this.#unusable.has(each.id)) continue;
      this.#unusable.add(each.id);
      log.reportBroken(each);
    }
  }

  #build(id: string): WantContext {
    const { states, poll_minutes } = this.#execution.config;
    const claim = this.#claimOf(id);
    const consent = this.#consents.get(id) ?? null;
    const wanted = this.#wantedFor(id, claim, consent);
    const end = wanted.kind === "shift" ? wanted.shift.end : null;
    return {
      person: this.#personOf(id),
      claim,
      consent,
      wanted,
      rules: states,
      override: this.desired.override,
      endingTogether: endingTogether(this.desired.ends, end),
      graceSeconds: graceSecondsFor(poll_minutes),
      now: this.#now,
    };
  }

  #wantedFor(
    id: string,
    claim: Claim | null,
    consent: Consent | null,
  ): Wanted {
    const { putBack, shifts, snapshot } = this.desired;
    if (putBack !== null) return { kind: "nothing", reason: putBack };
    const { states } = this.#execution.config;
    const own = shifts.get(id) ?? [];
    return wantedFor(own, consent, claim, snapshot, states, this.#now);
  }

  #personOf(id: string): Person {
    const listed = this.desired.roster.get(id);
    if (listed?.time_zone) return listed;
    const known = listed ?? this.#claims.get(id);
    const time_zone = known?.time_zone || this.#execution.config.time_zone;
    return { id, name: known?.name ?? id, time_zone };
  }
}

/** When the next of these shifts starts or ends after `now` (Unix seconds). */
function nextChange(shifts: Shift[], now: number): number {
  let next = Infinity;
  for (const { start, end } of shifts) {
    if (start > now && start < next) next = start;
    if (end !== null && end > now && end < next) next = end;
  }
  return next;
}

/** A nested value counts as changed, which only costs a context built again. */
function isSameConsent(a: Consent | null, b: Consent | null): boolean {
  if (a === null || b === null) return a === b;
  const fields = Object.keys(b) as (keyof Consent)[];
  return fields.length === Object.keys(a).length &&
    fields.every((field) => isSameValue(a[field], b[field]));
}

function isSameValue(a: unknown, b: unknown): boolean {
  return Array.isArray(a) && Array.isArray(b)
    ? a.length === b.length && a.every((each, index) => each === b[index])
    : a === b;
}

/** Whether a person's plan is only reported: in preview, unless they opted out. */
export function isPreviewOnly(
  { mode, putBack }: DesiredState,
  { consent }: Pick<WantContext, "consent">,
): boolean {
  if (mode === "enforce" || putBack !== null) return false;
  return !consent?.withdrawn_at;
}

/** The id of the person's own token at Slack: by consent or, once that is gone, by claim. */
export function externalTokenOf(
  { consent, claim }: Pick<WantContext, "consent" | "claim">,
): string | null {
  return consent?.external_token_id ?? claim?.external_token_id ?? null;
}
