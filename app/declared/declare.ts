import { allows, type Consent } from "../../reconciler/consent.ts";
import { dayAt, daysAfter, isDate, spanOf } from "../../rosters/zoned_time.ts";
import { asFailure } from "../../slack/failure.ts";
import { getRecord } from "../../slack/record_store.ts";
import { consents } from "../../slack/records/consents.ts";
import type { DeclaredShift } from "../../slack/records/declared_shifts.ts";
import { isInstant, SECONDS_PER_DAY } from "../../time.ts";
import { OPT_IN } from "../../triggers/link_triggers.ts";
import { type Execution, nowOf } from "../execution.ts";
import { type Answer, type Interaction, unchanged } from "../interaction.ts";
import { seeClickRun, storeForRun } from "../lock/click_run.ts";
import {
  declared,
  END_BEFORE_START,
  END_IN_PAST,
  FOCUS_TOO_LONG,
  lastDayBeforeFirst,
  lastDayInPast,
  notADay,
  notOptedIn,
  type NotShown,
  TOO_FAR_AWAY,
  unknownState,
} from "../messages/declared.ts";
import { type Reader, stateLabel } from "../messages/phrases.ts";
import {
  daysForText,
  linkIfFree,
  periodOf,
  readerOf,
  zoneOf,
} from "./answer_facts.ts";
import { forSelfOrGroup } from "./managers.ts";
import { mergeDeclaration } from "./merge_declaration.ts";
import { type Owner, ownerOf, putDeclared, readOwned } from "./records.ts";
import { whyNotShown } from "./why_not_shown.ts";

/** How far away people may declare a start and an end: two years. */
const FURTHEST_SECONDS = 2 * 366 * SECONDS_PER_DAY;

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
        state: "deploy_freeze",
        start: inputs.from ?? nowOf(execution),
        end: inputs.until ?? null,
        days: null,
        group,
        reader: await readerOf(execution, person),
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
  const now = nowOf(execution);
  const first = given ?? dayAt(now, timeZone);
  if (last !== null && last < first) {
    const reader = { timeZone, now };
    const message = given === null
      ? lastDayInPast(last, reader)
      : lastDayBeforeFirst({ first: given, last }, reader);
    return { person, ...unchanged(message) };
  }
  const until = last === null ? null : daysAfter(last, 1);
  const span = spanOf({ from: first, until: until ?? first }, timeZone);
  return await declare(execution, person, {
    state: "pto",
    start: span.start,
    end: until === null ? null : span.end,
    days: { from: first, until },
    reader: { timeZone, now },
  });
}

function dayOf(field: string, text: string | undefined): string | null {
  if (text === undefined || text === "") return null;
  if (isDate(text)) return text;
  throw new Error(notADay(field, text));
}

/** What a person declares in a form. Times are Unix seconds. */
interface Declaration
  extends Pick<DeclaredShift, "state" | "start" | "end" | "days"> {
  /** Slack user group id; left out, it is for the person who clicked. */
  group?: string | undefined;
  /** Left out, it may last for years. */
  longestSeconds?: number | undefined;
  /** What else to say. */
  note?: string | undefined;
  /** By whose clock the answer is read. */
  reader: Reader;
}

/**
 * Records what a person declares, merged with what was declared before for the
 * same person or group. If they have not opted in for the state, nothing is
 * recorded: else it would show all at once when they opt in, hours later.
 *
 * @throws {Error} if it could not be recorded.
 */
export async function declare(
  execution: Execution,
  person: string,
  declaration: Declaration,
): Promise<Answer & { person: string }> {
  const objection = objectionTo(execution, declaration);
  if (objection !== null) return { person, ...unchanged(objection) };
  const { group, state, reader } = declaration;
  const owner = ownerOf(person, group);
  const [{ open }, seen] = await Promise.all([
    readOwned(execution, owner),
    seeClickRun(execution),
  ]);
  // After the run, which it cannot do without.
  const consent = group === undefined
    ? await consentIfFree(execution, person)
    : undefined;
  const unconfirmed = group === undefined && consent === undefined;
  const { label } = periodOf(execution, declaration);
  if (consent !== undefined && !allows(consent, state)) {
    const link = await linkIfFree(execution, OPT_IN);
    return { person, ...unchanged(notOptedIn(label, link)) };
  }
  const fresh = {
    ...recordOf(execution, declaration, owner, person),
    unconfirmed,
  };
  const { record, replaced, ended } = mergeDeclaration(fresh, open);
  const answer = (runInSeconds: number, notShown: NotShown | null = null) =>
    declared({
      ...periodOf(execution, declaration),
      group,
      note: declaration.note,
      allDays: daysForText(record),
      replaced: replaced.map((each) => periodOf(execution, each)),
      runInSeconds,
      unconfirmed,
      notShown,
    }, reader);
  // Nothing is stored whose answer cannot be worded.
  answer(0);
  const store = () => putDeclared(execution, [record, ...ended]);
  const runAt = await storeForRun(execution, store, seen);
  // A click makes few calls: the ends that it stored took the place of this one.
  const notShown = consent && ended.length === 0
    ? await whyNotShown(execution, consent, record)
    : null;
  const message = answer(runAt - nowOf(execution), notShown);
  return { person, message, changed: true };
}

/** @returns why it cannot be recorded; `null` if it can. */
function objectionTo(
  execution: Execution,
  { state, start, end, longestSeconds = Infinity }: Declaration,
): string | null {
  const { states } = execution.config;
  if (!Object.hasOwn(states, state)) {
    return unknownState(
      stateLabel(states, state),
      Object.keys(states).map((each) => stateLabel(states, each)),
    );
  }
  const now = nowOf(execution);
  if ([start, end ?? now].some((at) => !isNear(at, now))) return TOO_FAR_AWAY;
  if (end === null) return null;
  if (end <= now) return END_IN_PAST;
  if (end - start > longestSeconds) return FOCUS_TOO_LONG;
  return end <= start ? END_BEFORE_START : null;
}

/** Whether an instant is at most two years away. */
function isNear(at: number, now: number): boolean {
  return isInstant(at) && Math.abs(at - now) <= FURTHEST_SECONDS;
}

/** @returns `undefined` if Slack allows no more calls now: then the run that shows it looks. */
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
    unconfirmed: false,
    ended: null,
  };
}
