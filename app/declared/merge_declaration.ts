import type { DeclaredShift } from "../../slack/records/declared_shifts.ts";

type Reach = Pick<DeclaredShift, "start" | "end" | "days">;
type Days = NonNullable<DeclaredShift["days"]>;

/** What becomes of a new declaration among those that stand. */
export interface Placed {
  /** To be recorded: its whole days with those that it was joined with. */
  record: DeclaredShift;
  /** Those whose place it takes, as they were. */
  replaced: DeclaredShift[];
  /** Those that it took in or replaces, as they are from now on. */
  ended: DeclaredShift[];
}

/**
 * Whole days are joined with those of the same state that they overlap: no day
 * off is lost by declaring another. Anything else ends where the new one begins;
 * so do open days, which are given their end that way. What does not overlap
 * stays.
 *
 * @param standing What was declared for the same person or group, and is not over.
 */
export function placed(
  declared: DeclaredShift,
  standing: readonly DeclaredShift[],
): Placed {
  const own = standing.find(({ id }) => id === declared.id);
  const overlapping = standing.filter((each) =>
    each.id !== declared.id && each.state === declared.state &&
    overlap(each, declared)
  );
  const joined = overlapping.filter((each) => joins(each, declared));
  const replaced = overlapping.filter((each) => !joins(each, declared));
  // Slack may run an execution once more: what it has taken in is its own by then.
  const taken = own?.days && declared.days ? [own] : [];
  const parts = [...taken, ...joined];
  const record = parts.reduce(withDaysOf, declared);
  const ended = [...joined, ...replaced].map((each) => endedBy(each, record));
  return { record, replaced, ended };
}

/** Zones apart, days are the same by their names. */
function overlap(one: Reach, other: Reach): boolean {
  if (one.days !== null && other.days !== null) {
    return isBefore(one.days.from, other.days.until) &&
      isBefore(other.days.from, one.days.until);
  }
  return one.start < (other.end ?? Infinity) &&
    other.start < (one.end ?? Infinity);
}

function isBefore(day: string, until: string | null): boolean {
  return until === null || day < until;
}

function joins(former: Reach, { days }: Reach): boolean {
  return former.days !== null && days !== null &&
    (former.days.until !== null || days.until === null);
}

function withDaysOf(shift: DeclaredShift, other: Reach): DeclaredShift {
  const isOpen = shift.end === null || other.end === null;
  return {
    ...shift,
    start: Math.min(shift.start, other.start),
    end: isOpen ? null : Math.max(shift.end!, other.end!),
    days: daysOfBoth(shift.days!, other.days!),
  };
}

function daysOfBoth(one: Days, other: Days): Days {
  const from = one.from < other.from ? one.from : other.from;
  if (one.until === null || other.until === null) return { from, until: null };
  return { from, until: one.until > other.until ? one.until : other.until };
}

/** One that ends where another begins; one that would not have begun by then never does. */
function endedBy(
  { days, ...shift }: DeclaredShift,
  { start, days: newDays }: DeclaredShift,
): DeclaredShift {
  const stays = days !== null && newDays !== null && days.from < newDays.from;
  return {
    ...shift,
    end: start,
    days: stays ? { from: days.from, until: newDays.from } : null,
  };
}
