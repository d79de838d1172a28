import { moreInLog } from "../messages/report.ts";

/** Most characters of one message. Slack folds longer ones, and cuts very long ones. */
const LONGEST_MESSAGE = 3500;

/** Most messages of one report: Slack accepts about one a second. */
const MOST_MESSAGES = 10;

/** Characters kept free for the line that counts the other lines. */
const CLOSING = 60;

/** Splits a text into messages that Slack shows whole: between lines, or within a line that is too long. */
export function splitMessage(text: string): string[] {
  const messages: string[] = [];
  for (const line of text.split("\n").flatMap(splitLine)) {
    const last = messages.at(-1);
    const fits = last !== undefined &&
      last.length + 1 + line.length <= LONGEST_MESSAGE;
    if (fits) messages[messages.length - 1] = `${last}\n${line}`;
    else messages.push(line);
  }
  return messages;
}

/** Takes the first messages of a text. The last one says how many lines are left. */
export function firstMessages(
  text: string,
): { messages: string[]; rest: string[] } {
  const all = splitMessage(text);
  if (all.length <= MOST_MESSAGES) return { messages: all, rest: [] };
  const messages = all.slice(0, MOST_MESSAGES - 1);
  const last = all[MOST_MESSAGES - 1]!.split("\n");
  const rest = all.slice(MOST_MESSAGES).flatMap((each) => each.split("\n"));
  while (last.join("\n").length > LONGEST_MESSAGE - CLOSING) {
    rest.unshift(last.pop()!);
  }
  messages.push([...last, moreInLog(rest.length)].join("\n"));
  return { messages, rest };
}

function splitLine(line: string): string[] {
  const parts: string[] = [];
  let rest = line;
  while (rest.length > LONGEST_MESSAGE) {
    const at = breakOf(rest.slice(0, LONGEST_MESSAGE));
    parts.push(rest.slice(0, at));
    rest = rest.slice(at);
  }
  return [...parts, rest];
}

/** After a word, else at the end; never within `&amp;` or between the halves of a character. */
function breakOf(part: string): number {
  const space = part.lastIndexOf(" ");
  if (space > part.length / 2) return space + 1;
  const [begun] = /(?:&[a-z]{0,3}|[\uD800-\uDBFF])?$/.exec(part)!;
  return part.length - begun.length;
}
