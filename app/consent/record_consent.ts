import { SECOND } from "@std/datetime";
import type {
  AfterManualChange,
  Consent,
  OnOwnStatus,
} from "../../reconciler/consent.ts";
import { getRecords, putRecords } from "../../slack/record_store.ts";
import { consents } from "../../slack/records/consents.ts";
import { type Execution, nowOf } from "../execution.ts";
import {
  NO_STATE_CHOSEN,
  optedIn,
  unknownChoice,
  unknownStates,
} from "../messages/consent.ts";
import { notStored } from "../messages/errors.ts";
import { markConsentsChanged } from "../state/run_state.ts";
import { forgetReconnect } from "../sync/reconnect.ts";

/** What the opt-in form gives, and who submitted it. */
export interface ConsentInputs {
  interactivity: { interactor: { id: string } };
  states: string[];
  on_own_status?: string | undefined;
  after_manual_change?: string | undefined;
  dnd?: boolean | undefined;
  presence?: boolean | undefined;
  /** The id under which Slack keeps the person's token. */
  slack_account?: string | undefined;
}

/** A run deletes an opted-out person's record at most this long after it last checked it, read lag included. */
const DELETED_WITHIN_MS = 3 * SECOND;

const ON_OWN_STATUS: OnOwnStatus[] = ["skip", "defer", "replace"];
const AFTER_MANUAL_CHANGE: AfterManualChange[] = ["yield", "resume"];

/**
 * Records what the person who clicked allows. It replaces their earlier consent.
 *
 * @throws {Error} that names the invalid answer; then nothing is recorded.
 */
export async function recordConsent(
  execution: Execution,
  inputs: ConsentInputs,
): Promise<{ person: string; message: string }> {
  const consent = readConsent(execution, inputs);
  const message = optedIn(consent, execution.config.poll_minutes);
  await markConsentsChanged(execution, true);
  const failed = await putConsent(execution, consent);
  await markConsentsChanged(execution, false);
  await forgetReconnect(execution, consent.person);
  if (failed.size > 0) {
    throw new Error(notStored("your choice"));
  }
  return { person: consent.person, message };
}

/**
 * Stores the consent. If the person opted out before, a run may still be deleting
 * their old record, and this one with it: then stores it again.
 *
 * @returns the people whose consent was not stored.
 */
async function putConsent(
  { client, clock }: Execution,
  consent: Consent,
): Promise<Set<string>> {
  const { person } = consent;
  const { records } = await getRecords(client, consents, [person]);
  const failed = await putRecords(client, consents, [consent]);
  const wasWithdrawn = records.get(person)?.withdrawn_at;
  if (!wasWithdrawn || failed.size > 0) return failed;
  await clock.sleep(DELETED_WITHIN_MS);
  const found = await getRecords(client, consents, [person]);
  if (found.records.has(person)) return failed;
  return await putRecords(client, consents, [consent]);
}

function readConsent(execution: Execution, inputs: ConsentInputs): Consent {
  const { config } = execution;
  const states = [...new Set(inputs.states)];
  if (states.length === 0) {
    throw new Error(NO_STATE_CHOSEN);
  }
  const unknown = states.filter((state) =>
    !Object.hasOwn(config.states, state)
  );
  if (unknown.length > 0) {
    throw new Error(unknownStates(unknown, Object.keys(config.states)));
  }
  return {
    person: inputs.interactivity.interactor.id,
    states,
    on_own_status: oneOf(ON_OWN_STATUS, inputs.on_own_status, "defer"),
    after_manual_change: oneOf(
      AFTER_MANUAL_CHANGE,
      inputs.after_manual_change,
      "yield",
    ),
    dnd: inputs.dnd ?? false,
    presence: inputs.presence ?? false,
    external_token_id: inputs.slack_account ?? null,
    recorded_at: nowOf(execution),
    withdrawn_at: null,
  };
}

function oneOf<T extends string>(
  choices: T[],
  given: string | undefined,
  otherwise: T,
): T {
  if (given === undefined || given === "") return otherwise;
  const found = choices.find((choice) => choice === given);
  if (found) return found;
  throw new Error(unknownChoice(given, choices));
}
