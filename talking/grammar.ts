/** From a message to the command in it. */
import {
  type Command,
  COMMAND_NAMES,
  type CommandName,
  COMMANDS,
} from "./commands.ts";
import { nearestWord } from "./nearest.ts";
import { addressedIn } from "./reading.ts";
import { lettersOf, startOfWords } from "./words.ts";

/** What a message asks of the app. */
export type Understood =
  | { kind: "command"; command: Command }
  /** It was not meant for the app. */
  | { kind: "silence" }
  /** It was meant for the app and is no command. `nearest`: what may have been meant. */
  | { kind: "notUnderstood"; typed: string; nearest: string | null };

/** A message, and where it was written. */
export interface Message {
  /** The text of Slack's event. */
  text: string;
  /** The app's user id. */
  app: string;
  /** Whether it was written to the app alone, where no mention is needed. */
  isDirect: boolean;
}

/**
 * Reads the command in a message. Never throws, whatever the text.
 *
 * A mention that does not lead, with no command after it, is talk about the app. A
 * mention alone asks for help.
 *
 * @example
 * understand({ text: "<@UAPP> who is on call?", app: "UAPP", isDirect: false })
 * // { kind: "command", command: { name: "who", fragment: "?" } }
 */
export function understand({ text, app, isDirect }: Message): Understood {
  const addressed = addressedIn(text, app, isDirect);
  for (const { text } of addressed) {
    const command = commandIn(text);
    if (command) return { kind: "command", command };
  }
  const first = addressed.find(({ leads }) => leads);
  if (!first) return { kind: "silence" };
  if (first.text === "") {
    return { kind: "command", command: { name: "help" } };
  }
  return {
    kind: "notUnderstood",
    typed: first.text,
    nearest: nearestCommand(first.text),
  };
}

/** Every way to start a command, the longest first: "who is on call" before "who". */
const STARTS: readonly { name: CommandName; letters: string }[] = COMMAND_NAMES
  .flatMap((name) =>
    COMMANDS[name].words.map((words) => ({ name, letters: lettersOf(words) }))
  ).toSorted((a, b) => b.letters.length - a.letters.length);

const PLEASE = /^(?:please|pls)[\s,]+/i;

/** The command that a text starts with. */
function commandIn(text: string): Command | null {
  const asked = text.replace(PLEASE, "");
  for (const { name, letters } of STARTS) {
    const rest = startOfWords(asked, letters);
    const argument = rest === null ? null : COMMANDS[name].read(rest);
    // The row's own reader made the argument.
    if (argument) return { name, ...argument } as Command;
  }
  return null;
}

/** Words of a text that are compared with those of commands. */
const MOST_WORDS = 5;

/** How what was typed may be a command. */
interface Likeness {
  name: CommandName;
  /** How many of its words are the command's. */
  words: number;
}

/** The command that a text most likely means, with what followed it, as one would type it. */
function nearestCommand(text: string): string | null {
  const words = text.replace(PLEASE, "").split(" ").filter((word) =>
    lettersOf(word) !== ""
  );
  const likeness = mistyped(words) ?? firstWordOf(words);
  if (!likeness) return null;
  const { usage, read } = COMMANDS[likeness.name];
  const rest = words.slice(likeness.words).join(" ");
  const [start = ""] = usage.split(/ [<[]/);
  const takesRest = rest !== "" && read(rest) !== null && start !== usage;
  return takesRest ? `${start} ${rest}` : usage;
}

/**
 * The command whose words are most like the first words: the more letters are the
 * same, the better. "notification enabel" is more than "notification".
 */
function mistyped(words: readonly string[]): Likeness | null {
  let best: Likeness & { same: number } | null = null;
  for (let count = 1; count <= Math.min(words.length, MOST_WORDS); count++) {
    const typed = lettersOf(words.slice(0, count).join(""));
    const near = nearestWord(typed, STARTS.map(({ letters }) => letters));
    if (near === null) continue;
    const same = near.word.length - near.edits;
    if (same <= (best?.same ?? 0)) continue;
    const { name } = STARTS.find(({ letters }) => letters === near.word)!;
    best = { name, words: count, same };
  }
  return best;
}

/** The only command that starts with the first word: "link payments". */
function firstWordOf([word = ""]: readonly string[]): Likeness | null {
  const letters = lettersOf(word);
  const found = COMMAND_NAMES.filter((name) =>
    COMMANDS[name].usage.split(" ")[0] === letters
  );
  const [name] = found;
  return name !== undefined && found.length === 1 ? { name, words: 1 } : null;
}
