import { type Claim, holdsNothing } from "../../reconciler/claim.ts";
import { nextCheck } from "../../reconciler/next_check.ts";
import type { Result } from "../../reconciler/change.ts";
import { isActive } from "../../reconciler/shift.ts";
import { unknownReason } from "../../reconciler/wanted.ts";
import { isGroupKey } from "../../rosters/members.ts";
import { MISS_KEPT_SECONDS } from "../../slack/records/people.ts";
import type { Checkpoint } from "../../slack/records/runs.ts";
import { SECONDS_PER_HOUR } from "../../time.ts";
import { DECLARED } from "../declared/records.ts";
import type { People } from "../state/people.ts";
import { isPreviewOnly } from "../state/person_context.ts";
import type { StepLog } from "../state/step_log.ts";
import { isOrphaned } from "../sync/orphaned.ts";
import { concernedBy } from "../sync/sync_parts.ts";

/** How often a person is tried again whom only they themselves can help. */
const RETRY_FAILED_SECONDS = SECONDS_PER_HOUR;

/** How long the members of a group on shift are assumed to stay the same. */
const MEMBERS_KEPT_SECONDS = SECONDS_PER_HOUR;

/** What a run did and found. */
interface RunOutcome {
  people: People;
  log: StepLog;
  results: Result[];
  /** People whose ends wait for an operator. */
  heldBack: ReadonlySet<string>;
}

/**
 * What a run leaves for the next poll to compare itself with: whether work is
 * open, and when something is due although nothing new comes in.
 *
 * @param before As the run's first step left it.
 */
export function nextCheckpoint(
  before: Checkpoint,
  run: RunOutcome,
): Checkpoint {
  const { people, results } = run;
  const { watch, at } = nextCheck(keptClaims(people), people.consents);
  const failing = peopleWho(results, ({ outcome }) => outcome === "failed");
  const due = [at, ...dueInstants(run, failing)]
    .filter((instant) => instant !== null);
  return {
    ...before,
    // A consent that has changed since has not been looked at whole.
    consents_revision: before.started_revision,
    // This run may not have seen what another run wrote meanwhile.
    open: before.overlapped || isOpen(run) ||
      failing.some((person) => !before.failing.includes(person)),
    next_due: due.length === 0 ? null : Math.min(...due),
    watch,
    failing,
  };
}

/** The claims for which anything is tried. */
function keptClaims({ claims, consents }: People): Claim[] {
  return [...claims.values()].filter((claim) =>
    !isOrphaned(claim, consents.get(claim.person) ?? null)
  );
}

/** Whether the next poll has work to do, whatever it reads. */
function isOpen({ people, log, results, heldBack }: RunOutcome): boolean {
  const { unmapped, unreadable } = people.desired.snapshot;
  return log.isUnfinished ||
    results.some(isUnfinished) ||
    hasUnended(people, heldBack) ||
    keptClaims(people).some((claim) => isUseless(claim, people)) ||
    unmapped.some(({ transient }) => transient) ||
    // No poll sees by its digests that what people declared can be read again.
    unreadable.some(({ source, schedule }) =>
      source === DECLARED && schedule === null
    );
}

function isUnfinished({ outcome, transient }: Result): boolean {
  return outcome === "unknown" || outcome === "postponed" ||
    outcome === "failed" && transient;
}

/** In preview ends stay as they are, and so do ends that wait for an operator. */
function hasUnended(people: People, heldBack: ReadonlySet<string>): boolean {
  const held = [...people.claims.keys()].map((id) => people.of(id));
  const ends = { desired: "absent", state: null, heldBack } as const;
  return concernedBy(held, ends)
    .some((context) => !isPreviewOnly(people.desired, context));
}

/** A claim of nothing whose person has left. */
function isUseless(claim: Claim, { consents }: People): boolean {
  const consent = consents.get(claim.person);
  return holdsNothing(claim) && (!consent || consent.withdrawn_at !== null);
}

/** When to look again at what no reading shows (Unix seconds). */
function dueInstants(
  { people, heldBack }: RunOutcome,
  failing: string[],
): (number | null)[] {
  const { now, claims, unusable, desired: { snapshot } } = people;
  const tried = failing.length > 0 || unusable.size > 0;
  const ofGroup = snapshot.shifts.some((shift) =>
    isGroupKey(shift.identity) && isActive(shift, now)
  );
  return [
    tried ? now + RETRY_FAILED_SECONDS : null,
    snapshot.unmapped.length > 0 ? now + MISS_KEPT_SECONDS : null,
    ofGroup ? now + MEMBERS_KEPT_SECONDS : null,
    // No reading has these shifts, so none shows that they end.
    ...keptClaims(people).map(({ shift }) => shift)
      .filter((shift) => unknownReason(shift, snapshot, now) !== null)
      .map(({ end }) => end !== null && end > now ? end : null),
    ...[...heldBack].map((person) => claims.get(person)?.shift.end ?? null),
  ];
}

function peopleWho(
  results: Result[],
  test: (result: Result) => boolean,
): string[] {
  return [...new Set(results.filter(test).map(({ person }) => person))].sort();
}
