import { type Claim, holdsNothing } from "../../reconciler/claim.ts";
import { nextCheck } from "../../reconciler/next_check.ts";
import type { Result } from "../../reconciler/change.ts";
import { isActive } from "../../reconciler/shift.ts";
import { unknownReason } from "../../reconciler/wanted.ts";
import { isGroupKey } from "../../rosters/members.ts";
import { MISS_KEPT_SECONDS } from "../../slack/records/people.ts";
import type { Checkpoint } from "../../slack/records/runs.ts";
import { DECLARED } from "../declared/source.ts";
import { type Execution, nowOf } from "../execution.ts";
import type { Observation } from "../state/observation.ts";
import { isOnlyTold } from "../state/person_context.ts";
import { concernedBy } from "../sync/sync_parts.ts";
import { isOrphaned } from "../sync/orphaned.ts";
import { SECONDS_PER_HOUR } from "../../time.ts";

/** Whatever is to be given back, or found out. */
const ENDS = { desired: "absent", state: null, override: null } as const;

/** How often a person is tried again whom nothing but they can help (seconds). */
const TRY_FAILED_AGAIN = SECONDS_PER_HOUR;

/** How long the members of a group on shift are taken to be the same (seconds). */
const MEMBERS_KEPT = SECONDS_PER_HOUR;

/**
 * What this run leaves for the next poll to compare itself with: whether work
 * is open, and when anything is due although nothing new comes in.
 */
export function checkpointOf(
  execution: Execution,
  observation: Observation,
  before: Checkpoint,
  results: Result[],
): Checkpoint {
  const now = nowOf(execution);
  const claims = [...observation.claims.values()];
  const people = claims.map(({ person }) => person);
  const kept = claims.filter((claim) =>
    !isOrphaned(claim, observation.consents.get(claim.person) ?? null)
  );
  const unfinished = results.some((result) =>
    result.outcome === "unknown" || result.outcome === "postponed" ||
    result.outcome === "failed" && result.passing
  );
  // In preview they stay as they are, and so do ends that wait for an operator.
  const ending = concernedBy(execution, observation, people, ENDS);
  const unended = ending.some((person) => !isOnlyTold(observation, person)) ||
    kept.some((claim) => isUseless(claim, observation));
  const look = nextCheck(kept, observation.consents);
  const due = look.at === null ? [] : [look.at];
  const failing = peopleWho(results, (result) => result.outcome === "failed");
  const failingAnew = failing.some((person) =>
    !before.failing.includes(person)
  );
  if (failing.length > 0 || observation.untouchable.size > 0) {
    due.push(now + TRY_FAILED_AGAIN);
  }
  const { unmapped, shifts, unreadable } = observation.snapshot;
  const unasked = unmapped.some(({ passing }) => passing);
  // No poll sees by its digests that it can be read again.
  const undeclared = unreadable.some(({ source, schedule }) =>
    source === DECLARED && schedule === null
  );
  if (unmapped.length > 0) due.push(now + MISS_KEPT_SECONDS);
  const ofGroup = shifts.some((shift) =>
    isGroupKey(shift.identity) && isActive(shift, now)
  );
  if (ofGroup) due.push(now + MEMBERS_KEPT);
  for (const { shift } of kept) {
    // No reading has it, so that none shows that it ends.
    const unknown = unknownReason(shift, observation.snapshot, now) !== null;
    if (unknown && shift.end !== null && shift.end > now) due.push(shift.end);
  }
  for (const person of observation.held_back) {
    const end = observation.claims.get(person)?.shift.end ?? null;
    if (end !== null) due.push(end);
  }
  return {
    ...before,
    // Whoever's consent has changed since has not been looked at whole.
    consents_revision: before.started_revision,
    // What another run wrote meanwhile this one may not have seen.
    open: before.overlapped || unfinished || unended || failingAnew ||
      unasked || undeclared ||
      observation.unfinished,
    next_due: due.length === 0 ? null : Math.min(...due),
    watch: look.watch,
    failing,
  };
}

/** A claim of nothing whose person has left. */
function isUseless(claim: Claim, { consents }: Observation): boolean {
  const consent = consents.get(claim.person);
  return holdsNothing(claim) && (!consent || consent.withdrawn_at !== null);
}

function peopleWho(
  results: Result[],
  test: (result: Result) => boolean,
): string[] {
  return [...new Set(results.filter(test).map(({ person }) => person))].sort();
}
