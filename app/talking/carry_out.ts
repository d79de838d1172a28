import type { CommandName } from "../../talking/commands.ts";
import type { Handler } from "./asked.ts";
import { helpHandler } from "./help.ts";
import {
  disableNotificationHandler,
  enableNotificationHandler,
  notificationConfigHandler,
} from "./notifications.ts";
import {
  homeHandler,
  myHistoryHandler,
  optInHandler,
  optOutHandler,
} from "./personal.ts";
import { myPresenceHandler } from "./presence.ts";
import {
  linkScheduleHandler,
  listAllSchedulesHandler,
  listSchedulesHandler,
  unlinkScheduleHandler,
} from "./schedules.ts";
import { myShiftsHandler, whoHandler } from "./who.ts";

/** What carries out each command. */
export const HANDLERS: { readonly [Name in CommandName]: Handler<Name> } = {
  help: helpHandler,
  who: whoHandler,
  listSchedules: listSchedulesHandler,
  listAllSchedules: listAllSchedulesHandler,
  linkSchedule: linkScheduleHandler,
  unlinkSchedule: unlinkScheduleHandler,
  notificationConfig: notificationConfigHandler,
  enableNotification: enableNotificationHandler,
  disableNotification: disableNotificationHandler,
  myShifts: myShiftsHandler,
  myPresence: myPresenceHandler,
  home: homeHandler,
  myHistory: myHistoryHandler,
  optIn: optInHandler,
  optOut: optOutHandler,
};
