import { SECOND } from "@std/datetime";
import type {
  AfterManualChange,
  Consent,
  OnOwnStatus,
} from "../../reconciler/consent.ts";
import { getRecord, putRecord } from "../../slack/record_store.ts";
import { consents, leavingConsents } from "../../slack/records/consents.ts";
import { type Execution, nowOf } from "../execution.ts";
import { patiently, storeForRun } from "../lock/click_run.ts";
import {
  NO_STATE_CHOSEN,
  optedIn,
  unknownChoice,
  unknownStates,
} from "../messages/consent.ts";
import { refuseConnection } from "./check_account.ts";
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
 * If they connected an account that is not their own, nothing changes.
 *
 * @throws {Error} that names the invalid answer; then nothing is recorded.
 */
export async function recordConsent(
  execution: Execution,
  inputs: ConsentInputs,
): Promise<{ person: string; message: string }> {
  const consent = readConsent(execution, inputs);
  const { person, external_token_id } = consent;
  const refusal = external_token_id === null
    ? null
    : await refuseConnection(execution, person, external_token_id);
  if (refusal !== null) return { person, message: refusal };
  const runAt = await storeConsent(execution, consent);
  return { person, message: optedIn(consent, runAt - nowOf(execution)) };
}

/**
 * Stores the consent while a run is booked that will see it. If the person opted
 * out before, a run may still be deleting their old record, and this one with it:
 * then stores it again.
 *
 * @returns when that run begins (Unix seconds).
 * @throws {SlackFailure} if it was not stored.
 */
async function storeConsent(
  execution: Execution,
  consent: Consent,
): Promise<number> {
  const { client, clock } = execution;
  const { person } = consent;
  const read = () =>
    patiently(execution, () => getRecord(client, leavingConsents, person));
  const put = () => putRecord(client, consents, consent);
  const before = (await read()).records.get(person) ?? null;
  const runAt = await storeForRun(execution, put);
  if (!before?.withdrawn_at) {
    await forgetReconnect(execution, person);
    return runAt;
  }
  await clock.sleep(DELETED_WITHIN_MS);
  if ((await read()).records.has(person)) return runAt;
  return await storeForRun(execution, put);
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
