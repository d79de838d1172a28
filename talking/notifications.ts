/** What the app can notify people of, and what is on from the start. */
import { startOfWords } from "./words.ts";
import { nearestWord } from "./nearest.ts";

/** A kind of notification. */
interface NotificationKind {
  /** Whether a newly linked channel gets it; `null` if no channel can. */
  channel: boolean | null;
  /** Whether a person who asked for notices gets it by DM about themselves; `null` if no person can. */
  person: boolean | null;
  /** When it comes, as the second half of a sentence. */
  when: string;
}

/** In the order in which they are listed. People type these names. */
export const NOTIFICATIONS = {
  AssignmentConfirmed: {
    channel: true,
    person: true,
    when: "a shift is added",
  },
  AssignmentMoved: {
    channel: true,
    person: true,
    when: "a shift's start or end changes",
  },
  AssignmentCancelled: {
    channel: true,
    person: true,
    when: "a shift is removed",
  },
  AssignmentSwapped: {
    channel: true,
    person: true,
    when: "a shift passes from one person to another",
  },
  SwapRequested: {
    channel: true,
    person: null,
    when: "somebody asks for cover",
  },
  SwapTaken: {
    channel: true,
    person: true,
    when: "somebody takes a shift for which cover was asked",
  },
  Handoff: {
    channel: true,
    person: null,
    when: "one person's shift ends and another's starts",
  },
  CoverageLost: {
    channel: true,
    person: null,
    when: "a time comes up in which no one is on call",
  },
  RosterUnreadable: {
    channel: true,
    person: null,
    when: "the schedule cannot be read",
  },
  ShiftStarting: {
    channel: false,
    person: true,
    when: "a shift is about to start",
  },
  WeeklySummary: {
    channel: false,
    person: null,
    when: "a week begins",
  },
  LeaveConflict: {
    channel: null,
    person: true,
    when: "a shift falls into their time off",
  },
  StatusDeferred: {
    channel: null,
    person: true,
    when: "a shift does not show, because they have a status of their own",
  },
} as const satisfies Record<string, NotificationKind>;

export type NotificationName = keyof typeof NOTIFICATIONS;

const NAMES = Object.keys(NOTIFICATIONS) as NotificationName[];

/** Who gets a notification: a linked channel, or a person about their own shifts. */
type Audience = "channel" | "person";

/** @returns the notifications that this audience can get, in their order. */
export function notificationsFor(audience: Audience): NotificationName[] {
  return NAMES.filter((name) => NOTIFICATIONS[name][audience] !== null);
}

/** @returns those that are on from the start. */
export function defaultNotifications(audience: Audience): NotificationName[] {
  return NAMES.filter((name) => NOTIFICATIONS[name][audience] === true);
}

/** Whether a notification was turned on or off, and when (Unix seconds). */
export interface NotificationSetting {
  on: boolean;
  at: number;
}

type NotificationSettings = Readonly<Record<string, NotificationSetting>>;

/**
 * What a channel gets about one of its schedules: what was set last, for it or for all
 * that were linked then, else what a newly linked channel gets.
 *
 * @param linkedAt Unix seconds.
 * @param own What was set for the schedule.
 * @param all What was set for all schedules of the channel.
 */
export function notificationsOn(
  linkedAt: number,
  own: NotificationSettings,
  all: NotificationSettings,
): Set<NotificationName> {
  const isOn = (name: NotificationName) => {
    const ofAll = all[name];
    const applies = ofAll !== undefined && ofAll.at >= linkedAt;
    const set = applies && ofAll.at >= (own[name]?.at ?? 0) ? ofAll : own[name];
    return set?.on ?? NOTIFICATIONS[name].channel === true;
  };
  return new Set(notificationsFor("channel").filter(isOn));
}

/** A notification as somebody named it. */
export type TypedNotification =
  | { kind: "known"; name: NotificationName }
  | { kind: "unknown"; typed: string; nearest: NotificationName | null }
  | { kind: "missing" };

/**
 * Reads a notification's name, which may be written in several words, and what
 * follows it.
 *
 * @example
 * readNotification("assignment confirmed payments")
 * // { notification: { kind: "known", name: "AssignmentConfirmed" }, rest: "payments" }
 */
export function readNotification(
  text: string,
): { notification: TypedNotification; rest: string } {
  for (const name of NAMES) {
    const rest = startOfWords(text, name.toLowerCase());
    if (rest !== null) return { notification: { kind: "known", name }, rest };
  }
  const [typed = "", ...others] = text.split(" ").filter((word) =>
    /[\p{L}\p{N}]/u.test(word)
  );
  if (typed === "") return { notification: { kind: "missing" }, rest: "" };
  const nearest = nearestNotification([typed, ...others]);
  return {
    notification: { kind: "unknown", typed, nearest },
    rest: others.join(" "),
  };
}

/** The name that the first word, or the first two, most likely mean. */
function nearestNotification(words: string[]): NotificationName | null {
  const known = new Map(NAMES.map((name) => [name.toLowerCase(), name]));
  const found = [1, 2].map((count) =>
    nearestWord(
      words.slice(0, count).join("").toLowerCase(),
      [...known.keys()],
    )
  ).filter((each) => each !== null).toSorted((a, b) => a.edits - b.edits);
  return known.get(found[0]?.word ?? "") ?? null;
}
