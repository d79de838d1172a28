import { DAY_MS } from "../time.ts";
import { peopleWithEmail } from "../directory.ts";
import type { WorkspacePerson } from "../state.ts";
import type { VendorName } from "./kinds.ts";

/** A shift as the scenario gives it; `null`: no start, or no end. */
export interface VendorShift {
  email: string;
  /** Unix milliseconds. */
  startMs: number | null;
  /** Unix milliseconds; bad data may have it before the start. */
  endMs: number | null;
  /** Escalation level; level 1 is called first. */
  level: number;
  /**
   * Whole days: both ends are midnights in UTC that stand for days, `endMs` for
   * the day after the last. Absent: instants.
   */
  wholeDays?: true;
}

interface PagerDutySchedule {
  /** 3: shift-based; 2, the default: layer-based. */
  generation?: 2 | 3;
  /** Id of its escalation policy; `null`: none; absent: one of its own. */
  policy?: string | null;
  /**
   * Not a schedule, but an escalation policy with the people it names itself.
   */
  direct?: boolean;
}

/** Fields of a scenario that belong to the app, as its schemas read them. */
export type AppFields = Readonly<Record<string, unknown>>;

export interface VendorSchedule {
  id: string;
  name: string;
  vendor: VendorName;
  shifts: VendorShift[];
  /** The document to serve unchanged, for vendors that serve documents. */
  raw?: string;
  /** Settings that only PagerDuty's schedules have. */
  pagerduty?: PagerDutySchedule;
  /** The fields that the app added to schedules. */
  app?: AppFields;
}

export interface VendorUser {
  /**
   * Nine capital letters and digits, stable, from which vendors' ids are made.
   */
  key: string;
  name: string;
  email: string;
  timeZone: string;
  /**
   * Their id at Slack, which some vendors know; `null` if they are not in
   * Slack.
   */
  slackId: string | null;
}

/** The rosters that vendors serve: schedules, and the people on them. */
export class Roster {
  schedules: VendorSchedule[];
  #people: Map<string, WorkspacePerson>;
  /** Results of `userOf` by e-mail, because rosters are read often. */
  #users = new Map<string, VendorUser>();

  constructor(
    schedules: VendorSchedule[],
    people: Map<string, WorkspacePerson>,
  ) {
    this.schedules = schedules;
    this.#people = people;
  }

  /** The schedules of one vendor. */
  schedulesOf(vendor: VendorName): VendorSchedule[] {
    return this.schedules.filter((one) => one.vendor === vendor);
  }

  /** Everyone on a schedule of one vendor, sorted by e-mail. */
  usersOf(vendor: VendorName): VendorUser[] {
    const emails = this.schedulesOf(vendor).flatMap((schedule) =>
      schedule.shifts.map((shift) => shift.email)
    );
    return [...new Set(emails)].sort().map((email) => this.userOf(email));
  }

  userOf(email: string): VendorUser {
    const known = this.#users.get(email);
    if (known) return known;
    const user = this.#derive(email);
    this.#users.set(email, user);
    return user;
  }

  #derive(email: string): VendorUser {
    const [person] = peopleWithEmail(this.#people, email);
    return {
      key: keyOf(email.toLowerCase()),
      name: person?.name ?? email.split("@")[0]!,
      email,
      timeZone: person?.tz ?? "UTC",
      slackId: person?.id ?? null,
    };
  }
}

/** Nine capital letters and digits that stand for `text` (FNV-1a). */
export function keyOf(text: string): string {
  let hash = 0xcbf29ce484222325n;
  for (const byte of new TextEncoder().encode(text)) {
    hash = BigInt.asUintN(64, (hash ^ BigInt(byte)) * 0x100000001b3n);
  }
  return hash.toString(36).toUpperCase().padStart(13, "0").slice(-9);
}

/** A window of time; both ends are included. */
export interface Window {
  sinceMs: number;
  untilMs: number;
}

/** Whether a shift has time within the window. */
export function overlaps(shift: VendorShift, window: Window): boolean {
  const start = shift.startMs ?? -Infinity;
  const end = shift.endMs ?? Infinity;
  // A shift that ends before it starts is served too: it is bad data.
  const [first, last] = start <= end ? [start, end] : [end, start];
  return first <= window.untilMs && last > window.sinceMs;
}

/** The bounds of a shift that has no start or no end. */
const FIRST_DAY = "1970-01-01";
const LAST_DAY = "2100-01-01";

/** The day of an instant (Unix milliseconds) in UTC: `2026-03-02`. */
export function dayOf(ms: number): string {
  return new Date(ms).toISOString().slice(0, FIRST_DAY.length);
}

/** The first and the last day that a shift touches, in UTC. */
export function firstAndLastDay(
  { startMs: start, endMs: end }: VendorShift,
): { first: string; last: string } {
  const first = start === null ? FIRST_DAY : dayOf(start);
  // An end at midnight is the end of the day before.
  const last = end === null
    ? LAST_DAY
    : dayOf(Math.ceil(end / DAY_MS) * DAY_MS - 1);
  return { first, last };
}
