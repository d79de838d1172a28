import { allows, type Consent } from "../../reconciler/consent.ts";
import { dayAt, daysAfter, isDate, spanOf } from "../../rosters/zoned_time.ts";
import { asFailure } from "../../slack/failure.ts";
import { optInLink } from "../../slack/triggers.ts";
import { personById } from "../../slack/people.ts";
import { getRecord } from "../../slack/record_store.ts";
import { consents } from "../../slack/records/consents.ts";
import type { DeclaredShift } from "../../slack/records/declared_shifts.ts";
import { isInstant, SECONDS_PER_DAY } from "../../time.ts";
import { type Execution, nowOf } from "../execution.ts";
import { type Answer, type Interaction, unchanged } from "../interaction.ts";
import { patiently, seeClickRun, storeForRun } from "../lock/click_run.ts";
import {
  type Days,
  declared,
  END_BEFORE_START,
  END_IN_PAST,
  lastDayBeforeFirst,
  lastDayInPast,
  type Next,
  notADay,
  type NotShown,
  type Period,
  TOO_FAR_AWAY,
  unknownState,
} from "../messages/declared.ts";
import { forSelfOrGroup } from "./managers.ts";
import { mergeDeclaration } from "./merge_declaration.ts";
import { type Owner, ownerOf, putDeclared, readOpen } from "./records.ts";
import { whyNotShown } from "./why_not_shown.ts";

/** How far away people may declare a start and an end: two years. */
const FURTHEST_SECONDS = 2 * 366 * SECONDS_PER_DAY;

interface FocusInputs extends Interaction {
  /** Unix seconds; left out, it is open. */
  until?: number | undefined;
}

/**
 * Declares focus time for the person who clicked, from now on.
 *
 * @throws {Error} if it could not be recorded.
 */
export async function startFocusTime(
  execution: Execution,
  inputs: FocusInputs,
): Promise<Answer & { person: string }> {
  const person = inputs.interactivity.interactor.id;
  return await declare(execution, person, {
    name: "Focus time",
    state: "focus",
    start: nowOf(execution),
    end: inputs.until ?? null,
    days: null,
    timeZone: await zoneForText(execution, person),
  });
}

interface FreezeInputs extends Interaction {
  /** Unix seconds; left out, now. */
  from?: number | undefined;
  /** Unix seconds; left out, it is open. */
  until?: number | undefined;
  /** User group, as typed; left out, it is for the person who clicked. */
  group?: string | undefined;
}

/**
 * Declares a deploy freeze. Anyone may declare one for themselves; for a user
 * group only freeze managers and operators.
 *
 * @throws {Error} if it could not be recorded.
 */
export async function declareDeployFreeze(
  execution: Execution,
  inputs: FreezeInputs,
): Promise<Answer & { person: string }> {
  return await forSelfOrGroup(
    execution,
    inputs,
    async (person, group) =>
      await declare(execution, person, {
        name: "A deploy freeze",
        state: "deploy_freeze",
        start: inputs.from ?? nowOf(execution),
        end: inputs.until ?? null,
        days: null,
        group,
        timeZone: await zoneForText(execution, person),
      }),
  );
}

interface TimeOffInputs extends Interaction {
  /** `2026-03-02`; left out, it is today where they live. */
  first_day?: string | undefined;
  /** `2026-03-06`, itself a day off; left out, it is open. */
  last_day?: string | undefined;
}

/**
 * Declares time off for the person who clicked: whole days in their time zone,
 * including the first and the last.
 *
 * @throws {Error} if a day is not a date, or it could not be recorded.
 */
export async function takeTimeOff(
  execution: Execution,
  inputs: TimeOffInputs,
): Promise<Answer & { person: string }> {
  const person = inputs.interactivity.interactor.id;
  const last = dayOf("last_day", inputs.last_day);
  const given = dayOf("first_day", inputs.first_day);
  const timeZone = await zoneOf(execution, person);
  const first = given ?? dayAt(nowOf(execution), timeZone);
  if (last !== null && last < first) {
    const message = given === null
      ? lastDayInPast(last)
      : lastDayBeforeFirst({ first: given, last });
    return { person, ...unchanged(message) };
  }
  const until = last === null ? null : daysAfter(last, 1);
  const span = spanOf({ from: first, until: until ?? first }, timeZone);
  return await declare(execution, person, {
    name: "Time off",
    state: "pto",
    start: span.start,
    end: until === null ? null : span.end,
    days: { from: first, until },
    timeZone,
  });
}

function dayOf(field: string, text: string | undefined): string | null {
  if (text === undefined || text === "") return null;
  if (isDate(text)) return text;
  throw new Error(notADay(field, text));
}

/**
 * The time zone a person has in Slack, else the configured one; an IANA name.
 *
 * @throws {SlackFailure} if Slack does not answer.
 */
async function zoneOf(
  { client, config }: Execution,
  person: string,
): Promise<string> {
  const found = await personById(client, person);
  return found?.time_zone || config.time_zone;
}

/** The time zone for the answer's text. If Slack does not answer, the configured one is good enough. */
async function zoneForText(
  execution: Execution,
  person: string,
): Promise<string> {
  try {
    return await zoneOf(execution, person);
  } catch (thrown) {
    const { message } = asFailure(thrown, "looking up");
    console.warn(`the time zone of ${person}: ${message}`);
    return execution.config.time_zone;
  }
}

/** What a person declares in a form. Times are Unix seconds. */
interface Declaration
  extends Pick<DeclaredShift, "state" | "start" | "end" | "days"> {
  /** What people call it, at the beginning of a sentence: `Focus time`. */
  name: string;
  /** Slack user group id; left out, it is for the person who clicked. */
  group?: string | undefined;
  /** IANA name of the zone of the times in the answer. */
  timeZone: string;
}

/**
 * Records what a person declares, merged with what was declared before for the
 * same person or group.
 *
 * @throws {Error} if it could not be recorded.
 */
async function declare(
  execution: Execution,
  person: string,
  declaration: Declaration,
): Promise<Answer & { person: string }> {
  const objection = objectionTo(execution, declaration);
  if (objection !== null) return { person, ...unchanged(objection) };
  const { group, state } = declaration;
  const owner = ownerOf(person, group);
  const [{ shifts }, seen] = await Promise.all([
    readOpen(execution, owner),
    seeClickRun(execution),
  ]);
  // After the run, which it cannot do without.
  const consent = group === undefined
    ? await consentIfFree(execution, person)
    : undefined;
  const shows = group !== undefined ||
    (consent === undefined ? null : allows(consent, state));
  const fresh = recordOf(execution, declaration, owner, person);
  const { record, replaced, ended } = mergeDeclaration(fresh, shifts);
  const answer = (next: Next, notShown: NotShown | null = null) =>
    declared({
      ...declaration,
      days: daysForText(declaration),
      now: nowOf(execution),
      allDays: daysForText(record),
      replaced: replaced.map(periodForText),
      next,
      notShown,
    });
  // Nothing is stored whose answer cannot be worded.
  answer({ shows: true, runInSeconds: 0, isSure: true });
  const store = () => putDeclared(execution, [record, ...ended]);
  if (shows === false) {
    // Nothing is to be done about it, so no run is booked. Opting in will be a change.
    await patiently(execution, store);
    const optInLink = await linkToOptIn(execution);
    return { person, message: answer({ shows, optInLink }), changed: true };
  }
  const runAt = await storeForRun(execution, store, seen);
  const runInSeconds = runAt - nowOf(execution);
  const isSure = shows !== null;
  // A click makes few calls: the ends that it stored took the place of this one.
  const notShown = consent && ended.length === 0
    ? await whyNotShown(execution, consent, record)
    : null;
  const message = answer({ shows: true, runInSeconds, isSure }, notShown);
  return { person, message, changed: true };
}

/** @returns why it cannot be recorded; `null` if it can. */
function objectionTo(
  execution: Execution,
  { state, start, end }: Declaration,
): string | null {
  const { states } = execution.config;
  if (!Object.hasOwn(states, state)) {
    return unknownState(state, Object.keys(states));
  }
  const now = nowOf(execution);
  if ([start, end ?? now].some((at) => !isNear(at, now))) return TOO_FAR_AWAY;
  if (end === null) return null;
  if (end <= now) return END_IN_PAST;
  return end <= start ? END_BEFORE_START : null;
}

/** Whether an instant is at most two years away. */
function isNear(at: number, now: number): boolean {
  return isInstant(at) && Math.abs(at - now) <= FURTHEST_SECONDS;
}

/** @returns `undefined` if Slack allows no more calls now: the answer can do without. */
async function consentIfFree(
  { client }: Execution,
  person: string,
): Promise<Consent | null | undefined> {
  try {
    const { records } = await getRecord(client, consents, person);
    return records.get(person) ?? null;
  } catch (thrown) {
    if (asFailure(thrown, "reading").retryAfterSeconds === null) throw thrown;
    return undefined;
  }
}

function recordOf(
  execution: Execution,
  { state, start, end, days }: Declaration,
  { kind, id }: Owner,
  declaredBy: string,
): DeclaredShift {
  return {
    id: execution.id,
    person: kind === "person" ? id : null,
    group: kind === "group" ? id : null,
    state,
    start,
    end,
    days,
    label: "",
    declared_by: declaredBy,
    declared_at: nowOf(execution),
  };
}

/** @returns `null` also if Slack does not answer: the answer is useful without the link. */
async function linkToOptIn({ client }: Execution): Promise<string | null> {
  try {
    return await optInLink(client);
  } catch (thrown) {
    const { message } = asFailure(thrown, "reading the link");
    console.warn(`the link to opt in: ${message}`);
    return null;
  }
}

function periodForText(
  shift: Pick<DeclaredShift, "start" | "end" | "days">,
): Period {
  const { start, end } = shift;
  return { start, end, days: daysForText(shift) };
}

/** Includes the last day, as people read it. */
function daysForText({ days }: Pick<DeclaredShift, "days">): Days | null {
  if (days === null) return null;
  const { from, until } = days;
  return { first: from, last: until === null ? null : daysAfter(until, -1) };
}
