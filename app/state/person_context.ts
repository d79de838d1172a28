import type { Config } from "../../config/schema.ts";
import type { Claim } from "../../reconciler/claim.ts";
import type { Consent } from "../../reconciler/consent.ts";
import { endingTogether, graceSecondsFor } from "../../reconciler/expiry.ts";
import { onCallFrom } from "../../reconciler/on_call.ts";
import type { WantContext } from "../../reconciler/part_wants.ts";
import type { Person } from "../../reconciler/shift.ts";
import { type Wanted, wantedFor } from "../../reconciler/wanted.ts";
import type { DesiredState } from "./desired_state.ts";

/** One person's records. */
export interface PersonRecords {
  /** The claim on record. */
  recorded: Claim | null;
  /** The claim to decide from: in preview, the one that a real run would have on record by now. */
  claim: Claim | null;
  consent: Consent | null;
}

/**
 * Gathers everything that the reconciler needs to decide about one person.
 *
 * @param id Slack user id.
 * @param now Unix seconds.
 */
export function personContext(
  config: Config,
  desired: DesiredState,
  id: string,
  { recorded, claim, consent }: PersonRecords,
  now: number,
): WantContext {
  const wanted = wantedOf(config, desired, id, claim, consent, now);
  const end = wanted.kind === "shift" ? wanted.shift.end : null;
  return {
    person: personOf(config, desired, id, recorded),
    claim,
    consent,
    wanted,
    onCallFrom: onCallFrom(
      [...desired.shifts.get(id) ?? [], ...desired.remembered.get(id) ?? []],
      now,
    ),
    rules: config.states,
    override: desired.override,
    endingTogether: endingTogether(desired.ends, end),
    graceSeconds: graceSecondsFor(config.poll_minutes),
    now,
  };
}

/** The reason of a person for whom planning failed; the error follows. */
export const PLANNING_FAILED =
  "what to do for them could not be planned, so they stay as they are";

/** The context of a person for whom planning failed: nothing is known of what is wanted. */
export function contextOfFailed(
  config: Config,
  id: string,
  { claim, consent }: PersonRecords,
  now: number,
): WantContext {
  return {
    person: { id, name: claim?.name ?? id, time_zone: config.time_zone },
    claim,
    consent,
    wanted: { kind: "unknown", reason: PLANNING_FAILED },
    onCallFrom: null,
    rules: config.states,
    override: null,
    endingTogether: 0,
    graceSeconds: graceSecondsFor(config.poll_minutes),
    now,
  };
}

function wantedOf(
  { states }: Config,
  { restoreReason, shifts, snapshot }: DesiredState,
  id: string,
  claim: Claim | null,
  consent: Consent | null,
  now: number,
): Wanted {
  if (restoreReason !== null) return { kind: "nothing", reason: restoreReason };
  const own = shifts.get(id) ?? [];
  return wantedFor(own, consent, claim, snapshot, states, now);
}

/** The person as the roster has them, else as their claim has them. */
function personOf(
  config: Config,
  { roster }: DesiredState,
  id: string,
  recorded: Claim | null,
): Person {
  const listed = roster.get(id);
  if (listed?.time_zone) return listed;
  const known = listed ?? recorded;
  const time_zone = known?.time_zone || config.time_zone;
  return { id, name: known?.name ?? id, time_zone };
}

/** Whether a person's plan is only reported: in preview, unless they opted out. */
export function isPreviewOnly(
  { mode, restoreReason }: DesiredState,
  { consent }: Pick<WantContext, "consent">,
): boolean {
  if (mode === "enforce" || restoreReason !== null) return false;
  return !consent?.withdrawn_at;
}

/** The id of the person's own token at Slack: from the consent, or from the claim if the consent is gone. */
export function externalTokenOf(
  { consent, claim }: Pick<WantContext, "consent" | "claim">,
): string | null {
  return consent?.external_token_id ?? claim?.external_token_id ?? null;
}
