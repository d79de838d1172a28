/** The commands: what people type, what they mean, and what help says of them. */
import { readNotification, type TypedNotification } from "./notifications.ts";

/** One command of the table. */
interface CommandRow<Argument> {
  /** Words that start it, in lower case. Their letters count, not spaces or hyphens. */
  words: readonly string[];
  /** As help shows it. */
  usage: string;
  /** What it does, as a short sentence without its full stop. */
  help: string;
  /** Reads what follows the words; `null` if nothing like it may follow. */
  read(rest: string): Argument | null;
}

/** People say these to anyone. */
const POLITE = /^(?:please|pls|thanks|thank you|thx)?[\s!?.,]*$/i;

/** For a command that stands alone. */
function nothing(rest: string): Record<never, never> | null {
  return POLITE.test(rest.trim().replace(/^[*_~`'"!?.,]+\s*/, "")) ? {} : null;
}

/** The end of a question or a sentence, and no name. */
const SENTENCE_END = /^[\s?!.]*$/;

/** Part of a schedule's name; `""` if none was typed. */
function fragment(rest: string): { fragment: string } {
  return { fragment: SENTENCE_END.test(rest) ? "" : rest.trim() };
}

/** A notification's name, and part of a schedule's. */
function setting(
  rest: string,
): { notification: TypedNotification; fragment: string } {
  const { notification, rest: after } = readNotification(rest);
  return { notification, ...fragment(after) };
}

/** `who`, and what people say in its place. */
const WHO = ["who", "who is on", "whos on", "who is", "whos"];
const WHO_ON_CALL = ["who is on call", "whos on call", "who on call"];
const OF_SCHEDULE = ["for", "in", "on", "at"];

/**
 * Every command. A further one is a further row: the type of a command and the help
 * follow from the table.
 */
export const COMMANDS = {
  help: {
    words: ["help"],
    usage: "help",
    help: "lists what you can ask",
    read: nothing,
  },
  who: {
    words: [
      ...WHO,
      "who for",
      ...WHO_ON_CALL,
      ...WHO_ON_CALL.flatMap((words) =>
        OF_SCHEDULE.map((word) => `${words} ${word}`)
      ),
    ],
    usage: "who [schedule]",
    help: "says who is on call, until when, and who is next",
    read: fragment,
  },
  listSchedules: {
    words: ["list schedules", "list schedule", "schedules", "list"],
    usage: "list schedules",
    help: "lists the schedules that are linked here",
    read: nothing,
  },
  listAllSchedules: {
    words: ["list all schedules", "list all schedule", "list all"],
    usage: "list all schedules",
    help: "lists the others that can be linked, too",
    read: nothing,
  },
  linkSchedule: {
    words: ["link schedule", "link schedules"],
    usage: "link schedule <schedule>",
    help: "links a schedule, so that notifications about it come here",
    read: fragment,
  },
  unlinkSchedule: {
    words: ["unlink schedule", "unlink schedules"],
    usage: "unlink schedule <schedule>",
    help: "removes that link",
    read: fragment,
  },
  notificationConfig: {
    words: [
      ...["notification config", "notifications config"],
      ...["notification configuration", "notification", "notifications"],
    ],
    usage: "notification config",
    help: "shows which notifications come here",
    read: nothing,
  },
  enableNotification: {
    words: ["notification enable", "notifications enable"],
    usage: "notification enable <name> [schedule]",
    help: "turns a notification on",
    read: setting,
  },
  disableNotification: {
    words: ["notification disable", "notifications disable"],
    usage: "notification disable <name> [schedule]",
    help: "turns it off",
    read: setting,
  },
  myShifts: {
    words: ["my shifts", "my shift"],
    usage: "my shifts",
    help: "sends you your next shifts",
    read: nothing,
  },
  myPresence: {
    words: ["my presence", "presence"],
    usage: "my presence",
    help: "sends you what Slack shows of you now, and why",
    read: nothing,
  },
  home: {
    words: ["home"],
    usage: "home",
    help: "sends you what you are now, what comes, and your choices",
    read: nothing,
  },
  myHistory: {
    words: ["my history"],
    usage: "my history",
    help: "sends you what Shiftlight did to your presence",
    read: nothing,
  },
  optIn: {
    words: ["opt in"],
    usage: "opt in",
    help: "lets Shiftlight show your shifts in your status",
    read: nothing,
  },
  optOut: {
    words: ["opt out"],
    usage: "opt out",
    help: "restores what was there before, and deletes your record",
    read: nothing,
  },
} as const satisfies Record<string, CommandRow<object>>;

export type CommandName = keyof typeof COMMANDS;

/** A command with its argument: `{ name: "who", fragment: "payments" }`. */
export type Command = {
  [Name in CommandName]:
    & { name: Name }
    & NonNullable<ReturnType<typeof COMMANDS[Name]["read"]>>;
}[CommandName];

export const COMMAND_NAMES = Object.keys(COMMANDS) as CommandName[];
