import {
  endOf,
  type Interval,
  LONGEST_GAP_SECONDS,
  spanOfRun,
  touchingRuns,
} from "../intervals.ts";
import { cut } from "./template.ts";

/** One person's shift, as every part of the app sees it. Times are Unix seconds. */
export interface Shift {
  /** Slack user id. */
  person: string;
  /** A state of the configuration, such as `on_call`. */
  state: string;
  /** 0 for a shift without a start (PagerDuty's permanent on call). */
  start: number;
  /** `null` if no end is known or the end lies after the window that was read. */
  end: number | null;
  /** Id of the source in the configuration. */
  source: string;
  /** The source's own id of the schedule; `""` if it has none. */
  schedule: string;
  /** The person as the source names them: `email:alice@example.com`, `pagerduty:PXPGF42`. */
  identity: string;
  /** The schedule's name for people: "Payments primary". */
  label: string;
  /** Escalation level: 1 is called first. */
  level: number;
  /** The names in `label`, if the shift is joined from several. */
  labels?: string[];
  /** The origins of a joined shift, if there are several. */
  joined?: { source: string; schedule: string; identity: string }[];
}

/** What could not be read: a source, one of its schedules, or one person on a schedule. */
export interface Unreadable {
  source: string;
  /** `null` for the whole source. */
  schedule: string | null;
  /** Set if only the shifts of this identity could not be read. */
  identity?: string;
  /** Set if the source was read and lists no shifts all at once, which is strange. */
  emptied?: true;
  /** What failed, with which credential, and what to do. */
  reason: string;
}

/** A person on a roster for whom no Slack account was found. */
export interface Unmapped {
  identity: string;
  name: string;
  source: string;
  reason: string;
  /** Whether the look-up failed, so that the next one may find them. */
  transient: boolean;
  /** For whom the identity stood before: Slack user ids, several for a group. */
  people?: string[];
  /** When a person who was not found is looked up again (Unix seconds). */
  retry_at?: number;
}

/** A roster entry that is malformed and was left out. */
export interface Rejected {
  source: string;
  reason: string;
}

/** What the app knows of a person besides their shifts. */
export interface Person {
  /** Slack user id. */
  id: string;
  name: string;
  /** IANA name, `Europe/London`. */
  time_zone: string;
}

/** A shift of a person who could not be looked up, with what is needed to look them up later. */
export interface UnplacedShift
  extends Pick<Shift, "start" | "end" | "source" | "schedule" | "identity"> {
  email: string | null;
  /** A Slack user group, if the shift is every member's. */
  group: string | null;
}

/**
 * A shift of a person who was not found in Slack, or could not be looked up. People
 * who ask are told about it; it shows on nobody.
 */
export interface UnmappedShift extends Omit<Shift, "person"> {
  /** As the roster has it. */
  name: string;
}

/** The shifts read at one instant, and what could not be read or mapped. */
export interface RosterSnapshot {
  version: string;
  /** Unix seconds. */
  read_at: number;
  shifts: Shift[];
  /**
   * On-call shifts that this reading lacks, as last known: their roster could not
   * be read, or their person could not be looked up. They are not shown.
   */
  remembered: Shift[];
  /** On-call shifts whose person is not known. */
  unplaced: UnplacedShift[];
  unmapped_shifts: UnmappedShift[];
  people: Person[];
  unreadable: Unreadable[];
  unmapped: Unmapped[];
  rejected: Rejected[];
  /** The schedules that were read, with their names. */
  schedules: { source: string; schedule: string; name: string }[];
}

/**
 * Whether a shift is under way.
 *
 * @param at Unix seconds.
 */
export function isActive(shift: Interval, at: number): boolean {
  return shift.start <= at && at < endOf(shift);
}

/** A shift's person, state and time. */
type OfPerson = Pick<Shift, "person" | "state" | "start" | "end">;

/**
 * Whether two shifts belong to the same person and state and overlap in time.
 * A claim then treats them as the same shift. Shifts that only touch do not
 * overlap.
 */
export function overlapsSameState(a: OfPerson, b: OfPerson): boolean {
  return a.person === b.person && a.state === b.state &&
    a.start < endOf(b) && b.start < endOf(a);
}

/** Where a shift comes from. It is certain only if this could be read. */
type ShiftOrigin = Pick<Shift, "source" | "schedule" | "identity">;

/** @returns the shift's own origin, or the origins of all shifts that it is joined from. */
export function originsOf(shift: Shift): ShiftOrigin[] {
  const { joined, source, schedule, identity } = shift;
  return joined ?? [{ source, schedule, identity }];
}

/** Whether two shifts have the same origins. Their times do not count. */
export function hasSameOrigins(a: Shift, b: Shift): boolean {
  if (a.joined || b.joined) {
    return originKeys([a]).join() === originKeys([b]).join();
  }
  return a.source === b.source && a.schedule === b.schedule &&
    a.identity === b.identity;
}

/**
 * The shifts as they are within a gap that counts as none. Rosters do not list what is
 * over, so a reading in the gap has only the part after it. That part is under way
 * already if a shift on record was joined from both and ends with it: what is shown
 * stays as it is.
 *
 * @param recorded The shift of a claim, or one that it suppresses.
 * @param now Unix seconds.
 */
export function goingOn(
  shifts: readonly Shift[],
  recorded: Shift,
  now: number,
): Shift[] {
  const { start, end, joined } = recorded;
  const isGap = !shifts.some((each) =>
    isActive(each, now) && overlapsSameState(each, recorded)
  );
  if (joined === undefined || start > now || !isGap) return [...shifts];
  return shifts.map((shift) =>
    shift.start > now && shift.start - now <= LONGEST_GAP_SECONDS &&
      shift.end === end && overlapsSameState(shift, recorded) &&
      isPartOf(recorded, shift)
      ? { ...shift, start, joined }
      : shift
  );
}

/** Whether all origins of a shift are among those of a joined one. */
function isPartOf(whole: Shift, part: Shift): boolean {
  const keys = new Set(originKeys([whole]));
  return originKeys([part]).every((key) => keys.has(key));
}

/** A record's text has at most 10 000 characters, and hundreds of shifts may be joined. */
const LONGEST_LABEL = 1000;

/**
 * Joins the winning shift with all shifts that touch or overlap it, directly or
 * through each other. The order of `others` does not matter.
 *
 * @param winner A shift that is under way.
 * @param others Shifts of the same person, state and text; the winner may be one.
 * @param now Unix seconds. The label names only the shifts under way then.
 * @returns the winner itself if no other shift touches it.
 *
 * @example
 * // "Primary" 09:00 to 17:00 wins, "Night" 17:00 to 09:00 follows it.
 * joinedShift(primary, [primary, night], noon)
 * // { ...primary, end: night.end, label: "Primary", joined: [two origins] }
 */
export function joinedShift(
  winner: Shift,
  others: readonly Shift[],
  now: number,
): Shift {
  if (others.every((each) => each === winner)) return winner;
  const all = others.includes(winner) ? others : [winner, ...others];
  const parts = touchingRuns(all).find((run) => run.includes(winner))!;
  if (parts.length === 1) return winner;
  const { joined: _, labels: __, ...own } = winner;
  const labels = labelsOf(parts.filter((part) => isActive(part, now)));
  const keys = originKeys(parts);
  return {
    ...own,
    ...spanOfRun(parts),
    label: cut(labels.join(", "), LONGEST_LABEL),
    ...(labels.length > 1 ? { labels } : {}),
    ...(keys.length > 1 ? { joined: keys.map(originOf) } : {}),
  };
}

/** Every label once, by level, then by name. */
function labelsOf(parts: Shift[]): string[] {
  const inOrder = parts.sort((a, b) =>
    a.level - b.level || (a.label < b.label ? -1 : a.label > b.label ? 1 : 0)
  );
  const labels = inOrder.flatMap(({ label, labels }) => labels ?? label);
  return [...new Set(labels)].filter((label) => label !== "");
}

function originKeys(shifts: Shift[]): string[] {
  const keys = shifts.flatMap(originsOf).map((
    { source, schedule, identity },
  ) => JSON.stringify([source, schedule, identity]));
  return [...new Set(keys)].sort();
}

function originOf(key: string): ShiftOrigin {
  const [source, schedule, identity] = JSON.parse(key);
  return { source, schedule, identity };
}
