import type { Asker } from "../state/asker.ts";
import { type CommandName, COMMANDS } from "../../talking/commands.ts";
import { matchName } from "../../talking/match_name.ts";
import {
  type NotificationName,
  NOTIFICATIONS,
  type TypedNotification,
} from "../../talking/notifications.ts";
import {
  noLinkedSchedule,
  notificationForPeopleOnly,
  notificationMissing,
  notificationSet,
  notificationSettings,
  notificationUnchanged,
  notificationUnknown,
} from "../../talking/texts/notifications.ts";
import { putRecord } from "../../slack/record_store.ts";
import {
  channelLinks,
  channelSettings,
  channelSettingsId,
} from "../../slack/records/talk.ts";
import { type Execution, nowOf } from "../execution.ts";
import { type Handler, type Outcome, type Place, toAsker } from "./asked.ts";
import {
  type Linked,
  linkedAt,
  notificationsOf,
  unreadable,
} from "./linked.ts";
import { readSchedules } from "./rosters.ts";
import { notOneSchedule } from "./which_schedule.ts";

const TO_PLACE = { needsPlace: true, asksShared: false };

const nameOf = ({ schedule }: Linked) => schedule.name;

export const notificationConfigHandler: Handler<"notificationConfig"> = {
  ...TO_PLACE,
  async answer(execution, { place }) {
    const broken = unreadable(place!);
    if (broken) return broken;
    const linked = linkedAt(place!, await readSchedules(execution));
    const settings = linked.map(({ link, schedule }) => ({
      schedule: schedule.name,
      on: notificationsOf(place!, link),
    }));
    return { answer: notificationSettings(settings), to: "all" };
  },
};

export const enableNotificationHandler: Handler<"enableNotification"> = {
  ...TO_PLACE,
  answer: (execution, { command, by, place }) =>
    turn(execution, { ...command, on: true }, by, place!),
};

export const disableNotificationHandler: Handler<"disableNotification"> = {
  ...TO_PLACE,
  answer: (execution, { command, by, place }) =>
    turn(execution, { ...command, on: false }, by, place!),
};

interface Turning {
  name: CommandName;
  notification: TypedNotification;
  /** Part of a linked schedule's name; `""`: all that are linked. */
  fragment: string;
  on: boolean;
}

async function turn(
  execution: Execution,
  { name: command, notification, fragment, on }: Turning,
  by: Asker,
  place: Place,
): Promise<Outcome> {
  const broken = unreadable(place);
  if (broken) return broken;
  const known = knownNotification(notification, command);
  if (typeof known !== "string") return toAsker(known);
  if (place.links.length === 0) return toAsker(noLinkedSchedule());
  const linked = linkedAt(place, await readSchedules(execution));
  const match = fragment === "" ? null : matchName(fragment, linked, nameOf);
  if (match !== null && match.kind !== "one") {
    return toAsker(notOneSchedule(match, nameOf, fragment, command));
  }
  const meant = match === null ? linked : [match.found];
  const changing = meant.filter(({ link }) =>
    notificationsOf(place, link).has(known) !== on
  );
  if (changing.length === 0) {
    const schedules = meant.map(nameOf);
    return toAsker(
      notificationUnchanged({ notification: known, on, schedules }),
    );
  }
  await store(execution, place, match?.found ?? null, known, on);
  const schedules = changing.map(nameOf);
  return {
    answer: notificationSet({
      notification: known,
      on,
      by: by.name,
      schedules,
    }),
    to: "all",
    done: `${known} is turned ${on ? "on" : "off"}.`,
  };
}

/** @returns the notification, or the answer to what is none that a channel gets. */
function knownNotification(
  notification: TypedNotification,
  command: CommandName,
): NotificationName | Outcome["answer"] {
  const [start = ""] = COMMANDS[command].usage.split(" <");
  switch (notification.kind) {
    case "missing":
      return notificationMissing(start);
    case "unknown": {
      const { typed, nearest } = notification;
      return notificationUnknown(typed, nearest, start);
    }
    case "known": {
      const { name } = notification;
      return NOTIFICATIONS[name].channel === null
        ? notificationForPeopleOnly(name)
        : name;
    }
  }
}

/** One record, also for all schedules: so nothing can be half done. */
async function store(
  execution: Execution,
  { channel, settings }: Place,
  linked: Linked | null,
  name: NotificationName,
  on: boolean,
): Promise<void> {
  const { client } = execution;
  const set = { [name]: { on, at: nowOf(execution) } };
  if (linked !== null) {
    const { link } = linked;
    const changed = { ...link, settings: { ...link.settings, ...set } };
    await putRecord(client, channelLinks, changed);
    return;
  }
  await putRecord(client, channelSettings, {
    id: channelSettingsId(channel),
    channel,
    settings: { ...settings?.settings, ...set },
  });
}
