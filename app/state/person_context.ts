import type { Claim, Override } from "../../reconciler/claim.ts";
import { endingTogether, graceSecondsFor } from "../../reconciler/expiry.ts";
import type { WantContext } from "../../reconciler/part_wants.ts";
import type { Person } from "../../reconciler/shift.ts";
import { type Wanted, wantedFor } from "../../reconciler/wanted.ts";
import { type Execution, nowOf } from "../execution.ts";
import type { Observation } from "./observation.ts";

/** Everything the core needs to decide about one person now. */
export function contextOf(
  execution: Execution,
  observation: Observation,
  person: string,
  override: Override | null,
): WantContext {
  const now = nowOf(execution);
  const { claims, consents, planned, ends } = observation;
  const claim = (planned.has(person) ? planned : claims).get(person) ?? null;
  const consent = consents.get(person) ?? null;
  const rules = execution.config.states;
  const wanted = wantedOf(execution, observation, person, claim);
  const end = wanted.kind === "shift" ? wanted.shift.end : null;
  return {
    person: personOf(execution, observation, person),
    claim,
    consent,
    wanted,
    rules,
    override,
    endingTogether: endingTogether(ends, end),
    graceSeconds: graceSecondsFor(execution.config.poll_minutes),
    now,
  };
}

function wantedOf(
  execution: Execution,
  { consents, shifts, snapshot, put_back }: Observation,
  person: string,
  claim: Claim | null,
): Wanted {
  if (put_back !== null) return { kind: "nothing", reason: put_back };
  const own = shifts.get(person) ?? [];
  const consent = consents.get(person) ?? null;
  const { states } = execution.config;
  return wantedFor(own, consent, claim, snapshot, states, nowOf(execution));
}

/** The id of the person's own token at Slack, by consent or, once that is gone, by claim. */
export function externalTokenOf(
  { consent, claim }: Pick<WantContext, "consent" | "claim">,
): string | null {
  return consent?.external_token_id ?? claim?.external_token_id ?? null;
}

/** Whether what is planned for the person is only told: in preview, unless they leave. */
export function isOnlyTold(
  { mode, put_back, consents }: Observation,
  person: string,
): boolean {
  if (mode === "enforce" || put_back !== null) return false;
  return !consents.get(person)?.withdrawn_at;
}

function personOf(
  execution: Execution,
  { people, claims }: Observation,
  id: string,
): Person {
  const claim = claims.get(id);
  const known = people.get(id) ??
    (claim && { id, name: claim.name, time_zone: claim.time_zone });
  const time_zone = known?.time_zone || execution.config.time_zone;
  return { id, name: known?.name ?? id, time_zone };
}
