import type { Claim } from "../../../reconciler/claim.ts";
import type { Shift } from "../../../reconciler/shift.ts";
import { NOW } from "../local_slack.ts";

/** Ann's, on call for an hour from `NOW`, by default. */
export function sampleShift(fields: Partial<Shift> = {}): Shift {
  return {
    person: "UANN",
    state: "on_call",
    start: NOW,
    end: NOW + 3600,
    source: "pagerduty",
    schedule: "P1",
    identity: "email:ann@example.com",
    label: "Payments",
    level: 1,
    ...fields,
  };
}

/** A claim on Ann's status, held, over an empty one. */
export function sampleClaim(fields: Partial<Claim> = {}): Claim {
  const applied = {
    text: "On call for Payments until 10:00",
    emoji: ":pager:",
    expiration: NOW + 3600 + 1260,
  };
  const empty = { text: "", emoji: "", expiration: 0 };
  return {
    person: "UANN",
    name: "ann",
    time_zone: "UTC",
    shift: sampleShift(),
    rendered_at: NOW,
    override: null,
    status: {
      phase: "held",
      prior: empty,
      before: empty,
      wanted: applied,
      applied,
    },
    dnd: null,
    presence: null,
    suppressed: [],
    external_token_id: null,
    orphaned_at: null,
    written_by: "Fx0",
    written_at: NOW,
    ...fields,
  };
}
