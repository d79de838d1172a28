/** Characters of one message; Slack folds, and in the end cuts, longer ones. */
const LONGEST_MESSAGE = 3500;

/** Messages of one report: Slack takes about one a second. */
const MOST_MESSAGES = 10;

/** Room for the line that counts what is not told (characters). */
const CLOSING = 60;

/** The text in pieces that Slack shows whole: broken between lines, and within lines that are longer. */
export function inMessages(text: string): string[] {
  const messages: string[] = [];
  for (const line of text.split("\n").flatMap(inPieces)) {
    const last = messages.at(-1);
    const fits = last !== undefined &&
      last.length + 1 + line.length <= LONGEST_MESSAGE;
    if (fits) messages[messages.length - 1] = `${last}\n${line}`;
    else messages.push(line);
  }
  return messages;
}

/** The first messages of a text, the last of them with how many lines are left, and those lines. */
export function firstMessages(
  text: string,
): { messages: string[]; rest: string[] } {
  const all = inMessages(text);
  if (all.length <= MOST_MESSAGES) return { messages: all, rest: [] };
  const messages = all.slice(0, MOST_MESSAGES - 1);
  const last = all[MOST_MESSAGES - 1]!.split("\n");
  const rest = all.slice(MOST_MESSAGES).flatMap((each) => each.split("\n"));
  while (last.join("\n").length > LONGEST_MESSAGE - CLOSING) {
    rest.unshift(last.pop()!);
  }
  messages.push([...last, andMore(rest.length)].join("\n"));
  return { messages, rest };
}

/** Says that so many lines are in the log alone. */
export function andMore(lines: number): string {
  return `… and ${lines} more lines; see \`slack activity\``;
}

function inPieces(line: string): string[] {
  const pieces: string[] = [];
  let rest = line;
  while (rest.length > LONGEST_MESSAGE) {
    const at = breakOf(rest.slice(0, LONGEST_MESSAGE));
    pieces.push(rest.slice(0, at));
    rest = rest.slice(at);
  }
  return [...pieces, rest];
}

/** After a word, else at the end; never within `&amp;` or between the halves of a character. */
function breakOf(piece: string): number {
  const space = piece.lastIndexOf(" ");
  if (space > piece.length / 2) return space + 1;
  const [begun] = /(?:&[a-z]{0,3}|[\uD800-\uDBFF])?$/.exec(piece)!;
  return piece.length - begun.length;
}
