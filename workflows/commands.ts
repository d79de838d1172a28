/** What people do by commands, as links and buttons: a workflow each. */
import { Schema } from "deno-slack-sdk/mod.ts";
import { notificationsFor } from "../talking/notifications.ts";
import { commandWorkflow } from "./command_workflow.ts";

const SCHEDULE = {
  name: "schedule" as const,
  title: "Schedule",
  description: "A part of its name is enough, if no other has it",
  type: Schema.types.string,
};

const OPTIONAL_SCHEDULE = {
  ...SCHEDULE,
  description: "A part of its name. Leave empty for all",
};

const NAMES = notificationsFor("channel");

const NOTIFICATION = {
  name: "notification" as const,
  title: "Notification",
  type: Schema.types.string,
  enum: NAMES,
  choices: NAMES.map((value) => ({ value, title: value })),
};

export const Help = commandWorkflow({
  callback_id: "help",
  title: "Help",
  description: "What you can ask Shiftlight",
  command: "help",
});

export const Who = commandWorkflow({
  callback_id: "who",
  title: "Who is on call",
  description: "Who is on call, until when, and who is next",
  command: "who",
  form: { submit: "Ask", fields: [OPTIONAL_SCHEDULE], required: [] },
});

export const ListSchedules = commandWorkflow({
  callback_id: "list_schedules",
  title: "List schedules",
  description: "The schedules that are linked to this channel",
  command: "listSchedules",
});

export const ListAllSchedules = commandWorkflow({
  callback_id: "list_all_schedules",
  title: "List all schedules",
  description: "The linked schedules, and those that can be linked",
  command: "listAllSchedules",
});

export const LinkSchedule = commandWorkflow({
  callback_id: "link_schedule",
  title: "Link a schedule",
  description: "Links a schedule to the channel of the click",
  command: "linkSchedule",
  form: { submit: "Link it", fields: [SCHEDULE], required: ["schedule"] },
});

/** For a button, which says the schedule. */
export const LinkThisSchedule = commandWorkflow({
  callback_id: "link_this_schedule",
  title: "Link this schedule",
  description: "Links the schedule of a button to the channel of the click",
  command: "linkSchedule",
});

export const UnlinkSchedule = commandWorkflow({
  callback_id: "unlink_schedule",
  title: "Unlink a schedule",
  description: "Removes the link of a schedule to the channel of the click",
  command: "unlinkSchedule",
  form: { submit: "Unlink it", fields: [SCHEDULE], required: ["schedule"] },
});

export const NotificationConfig = commandWorkflow({
  callback_id: "notification_config",
  title: "Notification settings",
  description: "Which notifications come to this channel",
  command: "notificationConfig",
});

export const EnableNotification = commandWorkflow({
  callback_id: "enable_notification",
  title: "Turn a notification on",
  description: "For one linked schedule of this channel, or for all",
  command: "enableNotification",
  form: {
    submit: "Turn on",
    fields: [NOTIFICATION, OPTIONAL_SCHEDULE],
    required: ["notification"],
  },
});

export const DisableNotification = commandWorkflow({
  callback_id: "disable_notification",
  title: "Turn a notification off",
  description: "For one linked schedule of this channel, or for all",
  command: "disableNotification",
  form: {
    submit: "Turn off",
    fields: [NOTIFICATION, OPTIONAL_SCHEDULE],
    required: ["notification"],
  },
});

export const MyShifts = commandWorkflow({
  callback_id: "my_shifts",
  title: "My shifts",
  description: "Your next shifts, by direct message",
  command: "myShifts",
});
