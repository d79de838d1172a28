/** Links that do what commands do: mentions do not arrive in every private channel. */
import { CLICK, link, type LinkTrigger } from "./link_triggers.ts";

/** A link for people to open, and to put into a channel's bookmarks. */
const command = (workflow: string, title: string, description: string) =>
  link(workflow, title, description, CLICK);

export const COMMAND_LINKS: readonly LinkTrigger[] = [
  command("help", "Help", "What you can ask Shiftlight"),
  command("who", "Who is on call", "Now, until when, and who is next"),
  command(
    "list_schedules",
    "List schedules",
    "The schedules that are linked to this channel",
  ),
  command(
    "list_all_schedules",
    "List all schedules",
    "The linked schedules, and those that can be linked",
  ),
  command(
    "link_schedule",
    "Link a schedule",
    "To this channel, so that notifications about it come here",
  ),
  command("unlink_schedule", "Unlink a schedule", "From this channel"),
  command(
    "notification_config",
    "Notification settings",
    "Which notifications come to this channel",
  ),
  command(
    "enable_notification",
    "Turn a notification on",
    "For one linked schedule of this channel, or for all",
  ),
  command(
    "disable_notification",
    "Turn a notification off",
    "For one linked schedule of this channel, or for all",
  ),
  command("my_shifts", "My shifts", "Your next shifts, by direct message"),
];

/** Links that only buttons of the app's messages start: a button says what is meant. */
export const BUTTON_LINKS: readonly LinkTrigger[] = [
  link(
    "link_this_schedule",
    "Link this schedule",
    "For the buttons of the app's messages",
    { ...CLICK, schedule: { customizable: true } },
  ),
];

/** All links of talking. */
export const TALK_LINKS: readonly LinkTrigger[] = [
  ...COMMAND_LINKS,
  ...BUTTON_LINKS,
];
