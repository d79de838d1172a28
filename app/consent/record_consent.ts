import { SECOND } from "@std/datetime";
import type { Consent } from "../../reconciler/consent.ts";
import { asFailure } from "../../slack/failure.ts";
import { getRecord, putRecord } from "../../slack/record_store.ts";
import { consents } from "../../slack/records/consents.ts";
import { LINKS_FOR_PEOPLE } from "../../triggers/link_triggers.ts";
import { type Execution, mayBegin, nowOf } from "../execution.ts";
import type { Interaction } from "../interaction.ts";
import { patiently, storeForRun } from "../lock/click_run.ts";
import {
  consentUnreadable,
  OPTED_OUT_MEANWHILE,
  optedIn,
} from "../messages/opting_in.ts";
import { setAsideAhead } from "../state/ahead.ts";
import { readLinks } from "../state/links.ts";
import { consentInstants } from "../state/people.ts";
import { readMode } from "../state/run_state.ts";
import {
  type Answers,
  firstChoices,
  type FormValues,
  lostAnswers,
  namesOf,
  readAnswers,
} from "./answers.ts";
import { refuseConnection } from "./check_account.ts";

/** What the opt-in form gives, and who submitted it. */
export interface ConsentInputs extends Interaction, FormValues {
  /** The id under which Slack keeps the person's token. */
  slack_account?: string | null | undefined;
}

/**
 * After this long, a record that is read again has everything that others wrote who
 * had not seen it: an opt-in reads and writes within 1.5 s, a run deletes the record
 * of a person who opted out within 3 s of its last look, and a read lags 0.7 s.
 */
const SETTLED_MS = 3 * SECOND;

/** A click looks for lost answers so many times: more clicks of one person at once are not made by hand. */
const MOST_LOOKS = 3;

/** Thrown for a consent that does not parse, or that a newer version wrote. */
class UnreadableConsent extends Error {}

/** One click on *Opt in*. */
interface OptIn {
  person: string;
  answers: Answers;
  /** `null` if they connected no account. */
  connection: string | null;
  /** Unix seconds. */
  clickedAt: number;
}

/** What was stored, and what was on record until then. */
interface Stored {
  found: Consent | null;
  consent: Consent;
  /** When the run begins that will see it (Unix seconds). */
  runAt: number;
}

/**
 * Records what the person who clicked allows. What they left empty stays as they
 * chose it before. If they connected an account that is not their own, or if what
 * they chose before cannot be read, nothing changes.
 *
 * @throws {Error} that names the invalid answer; then nothing is recorded.
 */
export async function recordConsent(
  execution: Execution,
  inputs: ConsentInputs,
): Promise<{ person: string; message: string }> {
  const { states } = execution.config;
  const person = inputs.interactivity.interactor.id;
  const answers = readAnswers(states, inputs);
  const connection = inputs.slack_account ?? null;
  const clickedAt = nowOf(execution);
  const refusal = connection === null
    ? null
    : await refuseConnection(execution, person, connection);
  if (refusal !== null) return { person, message: refusal };
  try {
    const stored = await storeOptIn(execution, {
      person,
      answers,
      connection,
      clickedAt,
    });
    if (stored === null) return { person, message: OPTED_OUT_MEANWHILE };
    const mode = await readMode(execution);
    const links = await readLinks(execution, LINKS_FOR_PEOPLE);
    const { found, consent, runAt } = stored;
    const next = { mode, runInSeconds: runAt - nowOf(execution) };
    const before = given(found);
    return { person, message: optedIn(states, before, consent, next, links) };
  } catch (thrown) {
    if (!(thrown instanceof UnreadableConsent)) throw thrown;
    return { person, message: consentUnreadable(thrown.message) };
  }
}

/**
 * Stores an opt-in, and looks some seconds later whether it is still there: another
 * click at the same moment may have kept what it had read before, and a run may have
 * deleted the record of an opt-out from before. Then stores what was lost again.
 *
 * @returns `null` if the person opted out meanwhile.
 * @throws {UnreadableConsent} if nothing was stored because of what is on record.
 * @throws {SlackFailure} if it was not stored.
 */
async function storeOptIn(
  execution: Execution,
  optIn: OptIn,
): Promise<Stored | null> {
  const first = await putOptIn(execution, optIn, false);
  if (first === null) return null;
  const { found } = first;
  let { consent, runAt } = first;
  const wasLeaving = found !== null && given(found) === null;
  for (let looks = 0; looks < MOST_LOOKS; looks++) {
    if (!mayBegin(execution, SETTLED_MS)) break;
    await execution.clock.sleep(SETTLED_MS);
    const now = await lookAgain(execution, optIn.person);
    if (now === undefined) continue;
    if (now ? given(now) === null : !wasLeaving) return null;
    const isKept = now !== null &&
      namesOf(lostAnswers(optIn.answers, now)).length === 0;
    if (isKept) return { found, consent: now, runAt };
    const again = await putOptIn(execution, optIn, true);
    if (again === null) return null;
    ({ consent, runAt } = again);
  }
  return { found, consent, runAt };
}

/**
 * Stores an opt-in over what is on record at this moment.
 *
 * @param isAgain Whether this click has stored it before.
 * @returns `null` if the person has opted out since this click began.
 */
async function putOptIn(
  execution: Execution,
  optIn: OptIn,
  isAgain: boolean,
): Promise<Stored | null> {
  const { client } = execution;
  let found: Consent | null = null;
  let consent: Consent | null = null;
  const runAt = await storeForRun(execution, async () => {
    found = await readConsent(execution, optIn.person);
    const leftAt = found?.withdrawn_at ?? null;
    const hasLeft = leftAt !== null && (isAgain || leftAt > optIn.clickedAt);
    consent = hasLeft ? null : merged(execution, optIn, given(found), isAgain);
    if (consent !== null) await putRecord(client, consents, consent);
  });
  return consent && { found, consent, runAt };
}

/**
 * @param found What is on record; `null` if nothing counts.
 * @param isAgain Whether this click has stored its answers before. Then it leaves
 * alone what others have answered since.
 */
function merged(
  execution: Execution,
  { person, answers, connection }: OptIn,
  found: Consent | null,
  isAgain: boolean,
): Consent {
  const isOther = isAgain && found !== null;
  const mine = isOther ? lostAnswers(answers, found) : answers;
  const others = isOther ? found.answered ?? [] : [];
  return {
    ...found ?? firstChoices(execution.config.states),
    ...mine,
    person,
    answered: [...new Set([...others, ...namesOf(mine)])],
    external_token_id: connection ?? found?.external_token_id ?? null,
    recorded_at: nowOf(execution),
    withdrawn_at: null,
  };
}

/** The consent, unless it is one that was withdrawn. */
function given(consent: Consent | null): Consent | null {
  return consent?.withdrawn_at === null ? consent : null;
}

/** @throws {UnreadableConsent} if there is one that cannot be read. */
async function readConsent(
  execution: Execution,
  person: string,
): Promise<Consent | null> {
  const found = await getRecord(execution.client, consents, person);
  setAsideAhead(found, consents.name, consentInstants, nowOf(execution));
  const [broken] = found.broken;
  if (broken) throw new UnreadableConsent(broken.reason);
  return found.records.get(person) ?? null;
}

/** @returns `undefined` if it cannot be read now. */
async function lookAgain(
  execution: Execution,
  person: string,
): Promise<Consent | null | undefined> {
  try {
    return await patiently(execution, () => readConsent(execution, person));
  } catch (thrown) {
    console.warn(`opting in: ${asFailure(thrown, "reading").message}`);
    return undefined;
  }
}
