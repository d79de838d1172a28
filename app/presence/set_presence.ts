import type { Consent } from "../../reconciler/consent.ts";
import { isOnCall, onCallFrom } from "../../reconciler/on_call.ts";
import type { SlackClient } from "../../slack/call.ts";
import { asFailure, type SlackFailure } from "../../slack/failure.ts";
import { readAway, writeAway } from "../../slack/presence.ts";
import { getRecord } from "../../slack/record_store.ts";
import { consents } from "../../slack/records/consents.ts";
import { type Execution, nowOf } from "../execution.ts";
import {
  presenceOutcome,
  SET_BY_WORKFLOW,
  WHY_NOT_SET,
} from "../messages/presence.ts";
import { readSnapshot } from "../state/desired_state.ts";
import { readLastRun } from "../state/run_state.ts";
import { writeLogged } from "./logged_write.ts";
import { withToken } from "./own_token.ts";
import { isWithoutToken } from "./why_not_written.ts";

/** The inputs of *Set a person's presence*. */
export interface SetPresenceInputs {
  person: string;
  /** `auto` or `away`: nobody can be forced to be active. */
  presence: string;
  /** Who used the workflow, as the workflow says it. */
  used_by?: string | null | undefined;
}

/** What became of it. All but `done` changed nothing, except that `failed` may have. */
export type PresenceOutcome =
  | "done"
  | "not_allowed"
  | "on_call"
  | "no_token"
  | "failed";

interface Outcome {
  outcome: PresenceOutcome;
  /** Why, in words; `""` if it is done. */
  why: string;
}

/**
 * Sets a person's presence for a workflow that somebody built, if the person lets
 * workflows do so. To the reconciler it is somebody else's change. One person's
 * failure is an outcome, so that the workflow goes on.
 */
export async function setPresence(
  execution: Execution,
  inputs: SetPresenceInputs,
): Promise<{ outcome: PresenceOutcome; message: string }> {
  const { outcome, why } = await outcomeOf(execution, inputs);
  return { outcome, message: presenceOutcome(outcome, inputs.presence, why) };
}

async function outcomeOf(
  execution: Execution,
  inputs: SetPresenceInputs,
): Promise<Outcome> {
  const { person, presence } = inputs;
  if (presence !== "auto" && presence !== "away") {
    return failed(WHY_NOT_SET.unknownPresence);
  }
  try {
    const consent = await consentOf(execution.client, person);
    if (consent === "unreadable") return failed(WHY_NOT_SET.unreadable);
    if (!allowsWorkflows(consent)) return { outcome: "not_allowed", why: "" };
    const refused = presence === "away"
      ? await whyNotAway(execution, person)
      : null;
    return refused ?? await write(execution, inputs, consent!);
  } catch (thrown) {
    return outcomeOfFailure(asFailure(thrown, "setting a presence"));
  }
}

async function consentOf(
  client: SlackClient,
  person: string,
): Promise<Consent | null | "unreadable"> {
  const { records, broken } = await getRecord(client, consents, person);
  return broken.length > 0 ? "unreadable" : records.get(person) ?? null;
}

function allowsWorkflows(consent: Consent | null): boolean {
  return consent !== null && consent.withdrawn_at === null &&
    consent.workflow_presence === true;
}

/**
 * Why nobody may show them as away now: they are on call, the app sets nothing yet,
 * or it is not known. What is not known is never taken for no shift.
 */
async function whyNotAway(
  execution: Execution,
  person: string,
): Promise<Outcome | null> {
  const { checkpoint, mode, restoreReason } = await readLastRun(execution);
  if (checkpoint === null) return failed(WHY_NOT_SET.noRoster);
  const { shifts, remembered } = await readSnapshot(
    execution,
    checkpoint.snapshot,
  );
  const own = [...shifts, ...remembered].filter((each) =>
    each.person === person
  );
  const now = nowOf(execution);
  if (isOnCall({ onCallFrom: onCallFrom(own, now), now })) {
    return { outcome: "on_call", why: "" };
  }
  return mode === "preview" || restoreReason !== null
    ? failed(WHY_NOT_SET.preview)
    : null;
}

async function write(
  execution: Execution,
  { person, presence, used_by }: SetPresenceInputs,
  { external_token_id }: Consent,
): Promise<Outcome> {
  const { client } = execution;
  const away = presence === "away";
  await withToken(
    execution,
    person,
    external_token_id,
    "presence",
    async (token) => {
      const before = await readAway(client, token);
      const change = {
        ...{ person, part: "presence", action: "workflow" } as const,
        ...{ by: used_by ?? "", reason: SET_BY_WORKFLOW, before, after: away },
      };
      await writeLogged(
        execution,
        change,
        token,
        () => writeAway(client, token, away),
      );
    },
  );
  return { outcome: "done", why: "" };
}

function outcomeOfFailure(failure: SlackFailure): Outcome {
  if (isWithoutToken(failure)) return { outcome: "no_token", why: "" };
  return failed(
    failure.kind === "unknown" ? WHY_NOT_SET.unanswered : failure.message,
  );
}

function failed(why: string): Outcome {
  return { outcome: "failed", why };
}
