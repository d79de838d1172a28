import type { Schedule } from "../../talking/schedule.ts";
import { withDistinctNames } from "../../talking/schedule.ts";
import {
  type NotificationName,
  notificationsOn,
} from "../../talking/notifications.ts";
import type { ChannelLink } from "../../slack/records/talk.ts";
import type { Outcome, Place } from "./asked.ts";
import { refused } from "../../talking/texts/help.ts";

/** A link with the name by which people know its schedule now. */
export interface Linked {
  link: ChannelLink;
  schedule: Schedule;
  /** Whether the rosters have the schedule. */
  isThere: boolean;
}

/**
 * The links of a channel, by the names that their schedules have now.
 *
 * @param schedules Those on the rosters; `null` if that is not known.
 */
export function linkedAt(
  { links }: Pick<Place, "links">,
  schedules: readonly Schedule[] | null,
): Linked[] {
  const current = new Map(
    (schedules ?? []).map((schedule) => [keyOf(schedule), schedule]),
  );
  const gone = withDistinctNames(
    links.filter((link) => !current.has(keyOf(link)))
      .map(({ source, schedule, name }) => ({ source, schedule, name })),
  );
  for (const schedule of gone) current.set(keyOf(schedule), schedule);
  return links.map((link) => ({
    link,
    schedule: current.get(keyOf(link))!,
    isThere: schedules === null ||
      schedules.some((each) => keyOf(each) === keyOf(link)),
  })).sort((a, b) => a.schedule.name < b.schedule.name ? -1 : 1);
}

function keyOf({ source, schedule }: Pick<Schedule, "source" | "schedule">) {
  return JSON.stringify([source, schedule]);
}

export function isLinked({ links }: Place, schedule: Schedule): boolean {
  return links.some((link) => keyOf(link) === keyOf(schedule));
}

/** The notifications that come to a channel about a linked schedule. */
export function notificationsOf(
  { settings }: Pick<Place, "settings">,
  { linked_at, settings: own }: ChannelLink,
): Set<NotificationName> {
  return notificationsOn(linked_at, own, settings?.settings ?? {});
}

/**
 * The answer where records of a channel do not parse: nothing is written over them.
 *
 * @returns `null` if all of them do.
 */
export function unreadable({ broken }: Pick<Place, "broken">): Outcome | null {
  if (broken.length === 0) return null;
  const [{ id, reason }] = broken as [Place["broken"][number]];
  console.warn(`the record ${id} of talk: ${reason}`);
  return { answer: refused("linksUnreadable"), to: "asker" };
}
