/** One person's shift, as every part of the app sees it. Times are Unix seconds. */
export interface Shift {
  /** Slack user id. */
  person: string;
  /** A state of the configuration, `on_call` for example. */
  state: string;
  /** 0 when it has always been so (PagerDuty's permanent on call). */
  start: number;
  /** `null` when no end is known or it lies past what was read. */
  end: number | null;
  /** Id of the source in the configuration. */
  source: string;
  /** The source's own id of the schedule, `""` where it has none. */
  schedule: string;
  /** Who the source says it is: `email:alice@example.com`, `pagerduty:PXPGF42`. */
  identity: string;
  /** What a person calls the schedule: "Payments primary". */
  label: string;
  /** 1 is called first; larger numbers later. */
  level: number;
  /** The names in `label`, where the shift is made of several. */
  labels?: string[];
  /** Where it comes from, where that is more than one place: it stands for all of them. */
  joined?: { source: string; schedule: string; identity: string }[];
}

/** What could not be read: a whole source, one schedule of it, or somebody on that. */
export interface Unreadable {
  source: string;
  /** `null`: the whole source. */
  schedule: string | null;
  /** Left out: everybody. Else of the schedule only what this identity has. */
  identity?: string;
  /** What failed, whose credential, and what to do. */
  reason: string;
}

/** Somebody on a roster for whom no Slack account was found. */
export interface Unmapped {
  identity: string;
  name: string;
  source: string;
  reason: string;
  /** Whether looking them up failed, so that the next attempt may find them. */
  passing: boolean;
}

/** A roster entry that makes no sense and was left out. */
export interface Rejected {
  source: string;
  reason: string;
}

/** What the app knows of a person beside their shifts. */
export interface Person {
  /** Slack user id. */
  id: string;
  name: string;
  /** IANA name, `Europe/London`. */
  time_zone: string;
}

/** The shifts read at one instant, and what could not be read or mapped. */
export interface RosterSnapshot {
  version: string;
  /** Unix seconds. */
  read_at: number;
  shifts: Shift[];
  people: Person[];
  unreadable: Unreadable[];
  unmapped: Unmapped[];
  rejected: Rejected[];
  /** The schedules that were read, by the names their sources give them. */
  schedules: { source: string; schedule: string; name: string }[];
}

/** Whether the shift is under way at `at` (Unix seconds). */
export function isActive(
  shift: { start: number; end: number | null },
  at: number,
): boolean {
  return shift.start <= at && (shift.end === null || at < shift.end);
}

/** When something ends (Unix seconds); `Infinity` where no end is known. */
export function endOf({ end }: { end: number | null }): number {
  return end ?? Infinity;
}

/** Whether one overlaps the other, or ends just as the other starts. */
export function touches(
  one: { start: number; end: number | null },
  other: { start: number; end: number | null },
): boolean {
  return one.start <= endOf(other) && other.start <= endOf(one);
}

/** Same person and state, overlapping in time: what a claim calls its own shift. */
export function overlapsSameState(a: Shift, b: Shift): boolean {
  if (a.person !== b.person || a.state !== b.state) return false;
  return a.start < (b.end ?? Infinity) && b.start < (a.end ?? Infinity);
}

/** Where a shift comes from: what must be readable to know that it stands. */
export type ShiftOrigin = Pick<Shift, "source" | "schedule" | "identity">;

/** The origins of a shift: its own, or those of everything joined in it. */
export function originsOf(shift: Shift): ShiftOrigin[] {
  const { joined, source, schedule, identity } = shift;
  return joined ?? [{ source, schedule, identity }];
}

/** Whether two shifts are made of the same, whatever their times. */
export function hasSameOrigins(a: Shift, b: Shift): boolean {
  if (a.joined || b.joined) {
    return originKeys([a]).join() === originKeys([b]).join();
  }
  return a.source === b.source && a.schedule === b.schedule &&
    a.identity === b.identity;
}

/**
 * The shift under way that wins, as one with whatever of `others` touches or
 * overlaps it, directly or through each other: all of the same person, state
 * and text. Named are those under way at `now` (Unix seconds). Independent of
 * the order.
 */
export function joinedShift(
  winner: Shift,
  others: readonly Shift[],
  now: number,
): Shift {
  if (others.every((each) => each === winner)) return winner;
  const parts = new Set([winner]);
  let { start, end } = { start: winner.start, end: endOf(winner) };
  for (let before = 0; before !== parts.size;) {
    before = parts.size;
    for (const each of others) {
      if (parts.has(each) || !touches(each, { start, end })) continue;
      parts.add(each);
      start = Math.min(start, each.start);
      end = Math.max(end, endOf(each));
    }
  }
  if (parts.size === 1) return winner;
  const { joined: _, labels: __, ...own } = winner;
  const labels = labelsOf([...parts].filter((part) => isActive(part, now)));
  const keys = originKeys([...parts]);
  return {
    ...own,
    start,
    end: end === Infinity ? null : end,
    label: labels.join(", "),
    ...(labels.length > 1 ? { labels } : {}),
    ...(keys.length > 1 ? { joined: keys.map(originOf) } : {}),
  };
}

/** Every name once, by level, then by name. */
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
