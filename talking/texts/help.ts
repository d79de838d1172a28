/** Help, the welcome to a channel, and answers to what cannot be done. */
import {
  type Answer,
  answer,
  type Line,
  line,
  name,
  typing,
} from "../answer.ts";
import { COMMAND_NAMES, COMMANDS } from "../commands.ts";

/** @param docsUrl The address of a page about the app; `null`: there is none. */
export function help(docsUrl: string | null): Answer {
  const commands = {
    lines: [
      line`In a channel, mention Shiftlight and write one of these. In its own messages, leave the mention out.`,
      ...COMMAND_NAMES.map((each) => {
        const { usage, help } = COMMANDS[each];
        return line`${typing(usage)} ${help}.`;
      }),
    ],
  };
  if (docsUrl === null) return [commands];
  return [commands, {
    lines: [line`${{ link: docsUrl, label: "More about all of them" }}`],
  }];
}

/** How to get help, at the end of a refusal. */
const ASK_FOR_HELP = line`To see what you can ask, write ${typing("help")}.`;

/**
 * For a message that is no command.
 *
 * @param typed What stood in it.
 * @param nearest A command that it may have meant.
 */
export function notUnderstood(typed: string, nearest: string | null): Answer {
  return answer(
    line`Shiftlight does not know ${name(typed)}.`,
    ...(nearest === null ? [] : [line`Did you mean ${typing(nearest)}?`]),
    ASK_FOR_HELP,
  );
}

/** Why a person or a channel may not do something. */
export type Refusal =
  | "guest"
  | "otherOrganization"
  | "noChannel"
  | "tooMany"
  | "linksUnreadable"
  | "forged"
  | "slackFailed";

const REFUSALS: Readonly<Record<Refusal, Line>> = {
  guest: line`Guests cannot ask Shiftlight for this, so nothing was done.`,
  otherOrganization:
    line`People of another organization cannot ask Shiftlight for this, so nothing was done.`,
  noChannel:
    line`Nothing was done: Shiftlight could not tell which channel you mean. Open the link from a message in that channel.`,
  tooMany:
    line`You sent more than 10 commands within a minute. This one was not carried out; please try again in a minute.`,
  linksUnreadable:
    line`Nothing was done: what is linked to this channel cannot be read. Ask an operator to check it.`,
  forged:
    line`Nothing was done: this button was changed. Use the one in a message of Shiftlight's.`,
  slackFailed:
    line`Slack did not store this, so nothing was done. Please try again.`,
};

export function refused(why: Refusal): Answer {
  return answer(REFUSALS[why]);
}

/** Said once in a channel that the app has joined. */
export function welcome(): Answer {
  return answer(
    line`Next, link a schedule to this channel: mention Shiftlight and write ${
      typing("link schedule <schedule>")
    }.`,
    line`Shiftlight reads only what is addressed to it, and answers in the thread where you ask.`,
    line`It will post here what happens to a linked schedule: shifts that are added, moved or removed, handoffs, and times without anyone on call.`,
    ASK_FOR_HELP,
  );
}
