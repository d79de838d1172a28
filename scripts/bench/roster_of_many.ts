import { type Claim, newClaim } from "../../reconciler/claim.ts";
import type { Part } from "../../reconciler/part.ts";
import type { Consent } from "../../reconciler/consent.ts";
import { LEAST_GRACE_SECONDS } from "../../reconciler/expiry.ts";
import type { Person, Shift } from "../../reconciler/shift.ts";
import { dndLeaseFor, NO_DND } from "../../reconciler/dnd.ts";
import type { StateRules } from "../../reconciler/state_rule.ts";
import { EMPTY_STATUS, type Status } from "../../reconciler/status.ts";
import { renderText } from "../../reconciler/template.ts";
import { SECONDS_PER_HOUR } from "../../time.ts";

/** The input of a plan for many people. */
export interface ManyPeople {
  people: Person[];
  shifts: Shift[];
  claims: Map<string, Claim>;
  consents: Map<string, Consent>;
}

/** In hours. */
const WEEK = 7 * 24;

/**
 * Makes this many people with three shifts each, at `now` (Unix seconds). Of
 * each four people one starts, one ends, one goes on and one changes state.
 */
export function manyPeople(
  count: number,
  rules: StateRules,
  now: number,
): ManyPeople {
  const many: ManyPeople = {
    people: [],
    shifts: [],
    claims: new Map(),
    consents: new Map(),
  };
  for (let index = 0; index < count; index++) {
    addPerson(many, index, rules, now);
  }
  return many;
}

const ZONES = ["Europe/London", "America/New_York", "Asia/Tokyo", "UTC"];

function addPerson(
  many: ManyPeople,
  index: number,
  rules: StateRules,
  now: number,
): void {
  const id = `U${String(index).padStart(9, "0")}`;
  const time_zone = ZONES[index % ZONES.length]!;
  const person = { id, name: `person ${index}`, time_zone };
  many.people.push(person);
  many.consents.set(id, consentOf(id));
  const hours = (state: string, from: number, until: number) =>
    shiftOf(
      id,
      state,
      now + from * SECONDS_PER_HOUR,
      now + until * SECONDS_PER_HOUR,
    );
  const later = (weeks: number) =>
    hours("on_call", weeks * WEEK, weeks * WEEK + 8);
  const add = (current: Shift, ...others: Shift[]) =>
    many.shifts.push(current, ...others);
  const hold = (shift: Shift) =>
    many.claims.set(id, claimOf(person, shift, rules, now - SECONDS_PER_HOUR));
  const goesOn = hours(index % 8 === 2 ? "pto" : "on_call", -2, 4);
  switch (index % 4) {
    case 0:
      return void add(hours("pto", 0, 8), later(1), later(2));
    case 1:
      hold(hours("on_call", -8, 0));
      return void add(later(1), later(2), later(3));
    case 2:
      hold(goesOn);
      return void add(goesOn, later(1), later(2));
    default:
      hold(hours("on_call", -8, 0));
      return void add(hours("pto", 0, 8), later(1), later(2));
  }
}

function consentOf(person: string): Consent {
  return {
    person,
    states: ["on_call", "pto"],
    on_own_status: "defer",
    after_manual_change: "yield",
    dnd: true,
    presence: true,
    external_token_id: `Et${person}`,
    recorded_at: 1,
    withdrawn_at: null,
  };
}

function shiftOf(
  person: string,
  state: string,
  start: number,
  end: number,
): Shift {
  return {
    person,
    state,
    start,
    end,
    source: "pagerduty",
    schedule: "PCROWD",
    identity: `email:${person}@example.com`,
    label: "Crowd",
    level: 1,
  };
}

function claimOf(
  person: Person,
  shift: Shift,
  rules: StateRules,
  rendered_at: number,
): Claim {
  const { text, emoji } = rules[shift.state]!;
  const values = { ...shift, time_zone: person.time_zone, now: rendered_at };
  const status: Status = {
    text: renderText(text, values),
    emoji,
    expiration: shift.end! + LEAST_GRACE_SECONDS + 60,
  };
  const lease = dndLeaseFor(shift.end, rendered_at);
  return {
    ...newClaim(person, shift, rendered_at),
    external_token_id: `Et${person.id}`,
    status: held(EMPTY_STATUS, status),
    dnd: shift.state === "pto" ? held(NO_DND, lease) : null,
    presence: shift.state === "pto" ? held(false, true) : null,
  };
}

function held<V>(prior: V, applied: V): Part<V> {
  return { phase: "held", prior, before: prior, wanted: applied, applied };
}
