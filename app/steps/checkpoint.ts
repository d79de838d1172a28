import { isPaused } from "../../reconciler/consent.ts";
import { type Claim, holdsNothing } from "../../reconciler/claim.ts";
import { nextCheck } from "../../reconciler/next_check.ts";
import type { Result } from "../../reconciler/change.ts";
import { isActive } from "../../reconciler/shift.ts";
import { unknownReason } from "../../reconciler/wanted.ts";
import { isGroupKey } from "../../rosters/members.ts";
import { MISS_KEPT_SECONDS } from "../../slack/records/people.ts";
import type { Checkpoint } from "../../slack/records/checkpoint.ts";
import { isInstant, SECONDS_PER_HOUR } from "../../time.ts";
import { DECLARED } from "../declared/records.ts";
import type { People } from "../state/people.ts";
import { isPreviewOnly } from "../state/person_context.ts";
import type { StepLog } from "../state/step_log.ts";
import { isOrphaned } from "../sync/orphaned.ts";
import { concernedBy } from "../sync/sync_parts.ts";

/** How often a failure is retried that only the person can fix. */
const RETRY_FAILED_SECONDS = SECONDS_PER_HOUR;

/** How long the members of a group on shift are assumed to stay the same. */
const MEMBERS_KEPT_SECONDS = SECONDS_PER_HOUR;

/** What a run did and what it found. */
export interface RunOutcome {
  people: People;
  log: StepLog;
  results: Result[];
  /** People whose ends wait for an operator. */
  heldBack: ReadonlySet<string>;
}

/**
 * The checkpoint that a run leaves for the next poll: whether work is open, and
 * when something is due even if no roster, setting or consent changes.
 *
 * @param before The checkpoint that the run's first step wrote.
 */
export function nextCheckpoint(
  before: Checkpoint,
  run: RunOutcome,
): Checkpoint {
  const { people, results } = run;
  const failing = peopleWho(results, ({ outcome }) => outcome === "failed");
  const { watch, ours, at } = nextCheckOf(people, failing);
  const due = [at, ...dueInstants(run, failing)]
    .filter((instant) => instant !== null);
  return {
    ...before,
    // If a consent has changed since, the next poll must check it.
    consents_revision: before.started_revision,
    // This run may not have seen what another run wrote meanwhile.
    open: before.overlapped || isOpen(run, failing) ||
      failing.some((person) => !before.failing.includes(person)),
    next_due: due.length === 0 ? null : bounded(Math.min(...due)),
    watch,
    ours,
    failing,
  };
}

/** An instant that can be recorded; `null` for one that never comes. */
function bounded(at: number): number | null {
  return at < 0 ? 0 : isInstant(at) ? at : null;
}

/**
 * While everyone is restored, nothing is shown again, so there is no one to watch.
 *
 * @param failing Their renewals are due with the next attempt, not before.
 */
function nextCheckOf(
  people: People,
  failing: readonly string[] = [],
): ReturnType<typeof nextCheck> {
  const next = nextCheck(
    liveClaims(people),
    people.consents,
    new Set(failing),
    (person) => people.of(person).onCallFrom,
  );
  return people.desired.restoreReason === null
    ? next
    : { ...next, watch: [], ours: {} };
}

/**
 * The checkpoint after a run for some of the watched people; `null` if it stays
 * as it is. The run does not close the run before it. If it left something
 * undone, the next poll checks everyone.
 *
 * @param looked The people whom the run looked at.
 */
export function checkpointAfterWatched(
  before: Checkpoint,
  looked: string[],
  { people, results, log }: Omit<RunOutcome, "heldBack">,
): Checkpoint | null {
  const failing = peopleWho(results, ({ outcome }) => outcome === "failed");
  const isUndone = log.isUnfinished || people.unusable.size > 0 ||
    results.some(isUnfinished);
  if (isUndone || failing.length > 0) {
    const all = new Set([...before.failing, ...failing]);
    return { ...before, open: true, failing: [...all].sort() };
  }
  const { watch, ours, at } = nextCheckOf(people);
  const due = [before.next_due, at].filter((instant) => instant !== null);
  const others = before.watch.filter((person) => !looked.includes(person));
  const known = Object.entries(before.ours ?? {})
    .filter(([person]) => !looked.includes(person));
  const next = {
    ...before,
    watch: [...others, ...watch].sort(),
    ours: { ...Object.fromEntries(known), ...ours },
    next_due: due.length === 0 ? null : bounded(Math.min(...due)),
  };
  return JSON.stringify(next) === JSON.stringify(before) ? null : next;
}

/** The claims that are not orphaned. */
function liveClaims({ claims, consents }: People): Claim[] {
  return [...claims.values()].filter((claim) =>
    !isOrphaned(claim, consents.get(claim.person) ?? null)
  );
}

/**
 * Whether the next poll has work to do even if nothing has changed.
 *
 * @param failing Their ends are tried again by the hour.
 */
function isOpen(
  { people, log, results, heldBack }: RunOutcome,
  failing: readonly string[],
): boolean {
  const { unmapped, unreadable } = people.desired.snapshot;
  return log.isUnfinished ||
    results.some(isUnfinished) ||
    hasUndoneEnds(people, heldBack, failing) ||
    liveClaims(people).some((claim) => isLeftOver(claim, people)) ||
    unmapped.some(({ transient }) => transient) ||
    // No digest shows a poll that the declarations can be read again.
    unreadable.some(({ source, schedule }) =>
      source === DECLARED && schedule === null
    );
}

function isUnfinished({ outcome, transient }: Result): boolean {
  return outcome === "unknown" || outcome === "postponed" ||
    outcome === "failed" && transient;
}

/**
 * Whether an end is left to do. Ends in preview, and ends that wait for an operator,
 * do not count.
 *
 * @param except People whose ends do not count either.
 */
export function hasUndoneEnds(
  people: People,
  heldBack: ReadonlySet<string>,
  except: readonly string[] = [],
): boolean {
  const held = [...people.claims.keys()]
    .filter((id) => !except.includes(id)).map((id) => people.of(id));
  const ends = { desired: "absent", state: null, heldBack } as const;
  return concernedBy(people, held, ends)
    .some((context) => !isPreviewOnly(people.desired, context));
}

/** Whether the claim has no part and its person opted out. */
function isLeftOver(claim: Claim, { consents }: People): boolean {
  const consent = consents.get(claim.person);
  return holdsNothing(claim) && (!consent || consent.withdrawn_at !== null);
}

/** When to check what no reading shows (Unix seconds). */
function dueInstants(
  { people, heldBack }: RunOutcome,
  failing: string[],
): (number | null)[] {
  const { now, claims, unusable, desired: { snapshot } } = people;
  const hasFailures = failing.length > 0 || unusable.size > 0;
  const hasGroup = snapshot.shifts.some((shift) =>
    isGroupKey(shift.identity) && isActive(shift, now)
  );
  return [
    hasFailures ? now + RETRY_FAILED_SECONDS : null,
    ...snapshot.unmapped.map((each) =>
      each.retry_at ?? now + MISS_KEPT_SECONDS
    ),
    hasGroup ? now + MEMBERS_KEPT_SECONDS : null,
    ...[...people.consents.values()].map((consent) =>
      isPaused(consent, now) ? consent.paused_until ?? null : null
    ),
    // No reading has these shifts, so no reading shows their end.
    ...liveClaims(people).map(({ shift }) => shift)
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
