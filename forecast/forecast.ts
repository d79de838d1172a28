import type { Claim } from "../reconciler/claim.ts";
import { type Consent, inForce } from "../reconciler/consent.ts";
import { afterWrite } from "../reconciler/decide.ts";
import { onCallFrom } from "../reconciler/on_call.ts";
import {
  dndWant,
  presenceWant,
  type WantContext,
} from "../reconciler/part_wants.ts";
import {
  claimWith,
  planPart,
  statusPlan,
  withPart,
} from "../reconciler/plan_part.ts";
import type { Person, Shift } from "../reconciler/shift.ts";
import type { StateRules } from "../reconciler/state_rule.ts";
import { EMPTY_STATUS, type Status, statusAt } from "../reconciler/status.ts";
import { wantedFor } from "../reconciler/wanted.ts";
import { Instants } from "./instants.ts";
import { type ListedShift, shiftsSeenAt } from "./shifts_seen.ts";

/** One person, what is known of them, and the time to look at. */
export interface Outlook {
  person: Person;
  /** All their shifts from `from` until `aheadSeconds` after `until`. */
  shifts: readonly ListedShift[];
  consent: Consent;
  /** What the app has on record at `from`. */
  claim: Claim | null;
  rules: StateRules;
  /** The time from a shift's end to the expiry of its status. */
  graceSeconds: number;
  /** How far ahead the app reads the rosters. */
  aheadSeconds: number;
  /** Unix seconds, inclusive. */
  from: number;
  /** Unix seconds, exclusive. */
  until: number;
}

/** A status that a person shows. */
export interface Shown {
  /** Unix seconds. */
  from: number;
  /** Unix seconds, also after the time that was looked at; `null` if the app knows no end. */
  to: number | null;
  text: string;
  emoji: string;
  /** As the app reports it: `on call: Payments`. */
  why: string;
  /** The shift that shows, joined with those that touch it. */
  shift: Shift;
}

/** A time in Unix seconds; `to` as in `Shown`. */
export interface Span {
  from: number;
  to: number | null;
}

/** What a person will show, if they and the rosters change nothing. */
export interface Forecast {
  shown: Shown[];
  /** When their notifications are paused. */
  snoozed: Span[];
  /** When they are shown as away. */
  away: Span[];
}

/**
 * Plays the core from instant to instant, as the app does in its runs: each write
 * succeeds at once, and the person changes nothing.
 *
 * @example
 * forecast({ person, shifts: [nineToFive], consent: consentToAll(person.id, rules), … })
 * // { shown: [{ from, to, text: "On call for Payments until 17:00", … }], snoozed: [], away: [] }
 */
export function forecast(outlook: Outlook): Forecast {
  const { from, until, claim, shifts, aheadSeconds } = outlook;
  const result: Forecast = { shown: [], snoozed: [], away: [] };
  const instants = new Instants(shifts, aheadSeconds, from, until);
  let state: State = { claim, status: statusOf(claim) };
  for (let at = instants.next(); at !== null; at = instants.next()) {
    const { next, context } = step(outlook, state, at);
    state = next;
    show(result, context, state);
    instants.addDue(state.claim);
  }
  return result;
}

/** A person who allows everything and keeps no status of their own. */
export function consentToAll(person: string, rules: StateRules): Consent {
  return {
    person,
    states: Object.keys(rules),
    on_own_status: "replace",
    after_manual_change: "yield",
    dnd: true,
    presence: true,
    external_token_id: null,
    recorded_at: 0,
    withdrawn_at: null,
  };
}

/** What is on record, and what Slack shows. */
interface State {
  claim: Claim | null;
  status: Status;
}

/** A status of the person's own, of which nothing else is known. */
const THEIRS: Status = {
  text: "",
  emoji: ":bust_in_silhouette:",
  expiration: 0,
};

/** What Slack shows while a claim is on record. */
function statusOf(claim: Claim | null): Status {
  const part = claim?.status ?? null;
  if (part === null) return EMPTY_STATUS;
  switch (part.phase) {
    case "yielded":
      return THEIRS;
    case "skipped":
    case "deferred":
      return part.prior;
    default:
      return part.applied ?? part.wanted;
  }
}

const ALL_IS_KNOWN = { unreadable: [], unmapped: [] };

/** One run of the app, for this person's status alone. */
function step(
  { person, shifts, consent, rules, graceSeconds, aheadSeconds }: Outlook,
  { claim, status }: State,
  now: number,
): { next: State; context: WantContext } {
  const seen = shiftsSeenAt(shifts, now, aheadSeconds);
  const allowed = inForce(consent, now);
  const context: WantContext = {
    person,
    claim,
    consent: allowed,
    wanted: wantedFor(seen, allowed, claim, ALL_IS_KNOWN, rules, now),
    onCallFrom: onCallFrom(seen, now),
    rules,
    override: null,
    endingTogether: 0,
    graceSeconds,
    now,
  };
  const value = statusAt(status, now);
  const decision = planPart(statusPlan, context, { value, at: now });
  if (!decision.record) return { next: { claim, status: value }, context };
  const planned = claimWith(context, "status", decision, "", now);
  if (decision.write === null || planned?.status == null) {
    return { next: { claim: planned, status: value }, context };
  }
  const written = decision.write.value;
  const part = afterWrite(planned.status, written);
  const after = withPart(context, planned, "status", part);
  return { next: { claim: after, status: written }, context };
}

/** Adds what shows now to the forecast, and ends what no longer does. */
function show(
  { shown, snoozed, away }: Forecast,
  before: WantContext,
  { claim, status }: State,
): void {
  const { now, wanted } = before;
  const shift = claim?.status?.phase === "held" && wanted.kind === "shift"
    ? wanted.shift
    : null;
  const isOn = (want: typeof dndWant | typeof presenceWant) =>
    shift !== null && want({ ...before, claim }).kind === "present";
  const last = shown.at(-1);
  const goesOn = shift !== null && isOpen(last, now) &&
    last.text === status.text && last.emoji === status.emoji &&
    last.shift.state === shift.state;
  if (goesOn) {
    last.to = shift.end;
    last.shift = shift;
  } else {
    endAt(last, now);
    if (shift !== null && wanted.kind === "shift") {
      const { text, emoji } = status;
      const why = wanted.reason;
      shown.push({ from: now, to: shift.end, text, emoji, why, shift });
    }
  }
  extend(snoozed, isOn(dndWant), now, shift);
  extend(away, isOn(presenceWant), now, shift);
}

/** Whether a span goes on after an instant, or ends just then. */
function isOpen<S extends Span>(span: S | undefined, now: number): span is S {
  return span !== undefined && (span.to === null || span.to >= now);
}

function endAt(span: Span | undefined, now: number): void {
  if (isOpen(span, now)) span.to = now;
}

function extend(
  spans: Span[],
  isOn: boolean,
  now: number,
  shift: Shift | null,
): void {
  const last = spans.at(-1);
  if (!isOn || shift === null) endAt(last, now);
  else if (isOpen(last, now)) last.to = shift.end;
  else spans.push({ from: now, to: shift.end });
}
