import type { DeclaredShift } from "../../slack/records/declared_shifts.ts";

type Reach = Pick<DeclaredShift, "start" | "end" | "days">;
type Days = NonNullable<DeclaredShift["days"]>;

/** A new declaration, merged with the earlier ones. */
interface Merged {
  /** The new one, to be recorded. Its days include those of the earlier ones that it joined. */
  record: DeclaredShift;
  /** The earlier ones that it replaces, as they were. */
  replaced: DeclaredShift[];
  /** The earlier ones that it joined or replaces, as they are from now on. */
  ended: DeclaredShift[];
}

/**
 * Merges a new declaration with earlier ones of the same state. Whole days are
 * joined with the days they overlap, so that declaring one day off loses no other.
 * Anything else that overlaps ends where the new one begins, and so do days without
 * an end. What does not overlap stays.
 *
 * @param former What was declared for the same person or group, and is not over.
 */
export function mergeDeclaration(
  declared: DeclaredShift,
  former: readonly DeclaredShift[],
): Merged {
  const own = former.find(({ id }) => id === declared.id);
  const overlapping = former.filter((each) =>
    each.id !== declared.id && each.state === declared.state &&
    overlap(each, declared)
  );
  const joined = overlapping.filter((each) => joins(each, declared));
  const replaced = overlapping.filter((each) => !joins(each, declared));
  // Slack may run an execution twice: then the record of the first run holds the joined days.
  const taken = own?.days && declared.days ? [own] : [];
  const parts = [...taken, ...joined];
  const record = parts.reduce(withDaysOf, declared);
  const ended = [...joined, ...replaced].map((each) => endedBy(each, record));
  return { record, replaced, ended };
}

/** Whether two overlap. Days are compared by date, in any time zone. */
export function overlap(one: Reach, other: Reach): boolean {
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

/** The first one, ended where the second begins. If it begins later than that, it is empty. */
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
