/** From an answer to a message of Slack's, within Slack's limits. */
import { shortText } from "../plain_text.ts";
import type {
  ActionsBlock,
  ContextBlock,
  PlainTextElement,
  RichTextBlock,
  RichTextDate,
  RichTextLink,
  RichTextText,
  SectionBlock,
  WorkflowButton,
} from "@slack/types";
import type { Answer, Button, Line, Piece, Section } from "./answer.ts";

/** A message as `chat.postMessage` takes it. */
export interface SlackMessage {
  /** All that the blocks say: screen readers and notifications have this alone. */
  text: string;
  blocks: Block[];
}

/** The blocks that answers are made of. */
export type Block = AnswerBlock | SmallBlock | ButtonsBlock;

interface AnswerBlock extends RichTextBlock {
  elements: [{ type: "rich_text_section"; elements: Element[] }];
}

interface SmallBlock extends ContextBlock {
  elements: [PlainTextElement];
}

interface ButtonsBlock extends ActionsBlock {
  elements: WorkflowButton[];
}

type Element =
  | RichTextText
  | RichTextDate & { fallback: string }
  | RichTextLink & { text: string };

/**
 * Characters of all blocks together, as JSON. Slack refuses some 13 000 and says
 * nowhere how it counts; this is the most careful way.
 */
const MOST_CHARACTERS = 12_000;

/** Characters of one block, as JSON. */
const MOST_IN_BLOCK = 3000;

/** Characters of what is shown small. */
const MOST_IN_SMALL = 1000;

/** Characters of one line, as JSON: a date has some 130, and a name up to 200. */
const MOST_IN_LINE = 2000;

/** Characters of what people can type: a command with the longest name. */
const MOST_TYPED = 250;

/** Of a section whose lines have buttons, so many are shown. */
const MOST_BUTTONS = 10;

/** No more lines of one section fit, however short they are. */
const MOST_LINES = 400;

/** What a block has around its elements, as JSON. */
const AROUND_BLOCK = 100;

/** Slack's own format, in each reader's time zone: "today at 17:00". */
const DATE_FORMAT = "{date_short_pretty} at {time}";

/**
 * Makes a message of an answer. If it is too long, every section is cut at the same
 * number of lines, with the count of those left out.
 *
 * @param links The addresses of links by their workflow. A button without one is left out.
 * @param mostText Characters of its text.
 */
export function messageOf(
  answer: Answer,
  links: Readonly<Record<string, string>> = {},
  mostText = MOST_CHARACTERS,
): SlackMessage {
  const sections = fitted(answer, links, mostText);
  return {
    text: textOf(sections),
    blocks: sections.flatMap((lines) => blocksOf(lines, links)),
  };
}

/** The lines that fit, by section. */
function fitted(
  answer: Answer,
  links: Readonly<Record<string, string>>,
  mostText: number,
): Line[][] {
  const filled = answer.filter(({ lines }) => lines.length > 0);
  const longest = Math.max(1, ...filled.map(({ lines }) => lines.length));
  const cutTo = (most: number) => filled.map((each) => cutAt(each, most));
  let fitting = cutTo(1);
  let [most, tooMany] = [1, Math.min(longest, MOST_LINES) + 1];
  while (tooMany - most > 1) {
    const middle = (most + tooMany) >> 1;
    const cut = cutTo(middle);
    if (fits(cut, links, mostText)) [fitting, most] = [cut, middle];
    else tooMany = middle;
  }
  return fitting;
}

function cutAt(
  { lines, narrow = [], most: mostOfAll = MOST_LINES }: Section,
  most: number,
): Line[] {
  const hasButtons = lines.some(({ button }) => button !== undefined);
  const kept = lines.slice(
    0,
    Math.min(most, mostOfAll, hasButtons ? MOST_BUTTONS : MOST_LINES),
  );
  const left = lines.length - kept.length;
  if (left === 0) return kept;
  const before = narrow.length > 0
    ? `… and ${left} more. `
    : `… and ${left} more.`;
  return [...kept, { pieces: [before, ...narrow] }];
}

function fits(
  sections: readonly Line[][],
  links: Readonly<Record<string, string>>,
  mostText: number,
): boolean {
  const blocks = sections.flatMap((lines) => blocksOf(lines, links));
  return JSON.stringify(blocks).length <= MOST_CHARACTERS &&
    textOf(sections).length <= mostText;
}

function blocksOf(
  lines: readonly Line[],
  links: Readonly<Record<string, string>>,
): Block[] {
  const blocks: Block[] = [];
  let elements: Element[] = [];
  let size = 0;
  for (const line of lines.filter(({ small }) => !small)) {
    const own = elementsOf(line);
    const length = JSON.stringify(own).length;
    if (size > 0 && size + length > MOST_IN_BLOCK - AROUND_BLOCK) {
      blocks.push(richText(elements));
      [elements, size] = [[], 0];
    }
    if (elements.length > 0) elements.push({ type: "text", text: "\n" });
    elements.push(...own);
    size += length + AROUND_BLOCK / 2;
  }
  if (elements.length > 0) blocks.push(richText(elements));
  const small = lines.filter(({ small }) => small);
  if (small.length > 0) blocks.push(smallText(small));
  const buttons = lines.flatMap(({ button }) => button ?? [])
    .flatMap((button, index) => workflowButton(button, index, links) ?? []);
  if (buttons.length > 0) blocks.push({ type: "actions", elements: buttons });
  return blocks;
}

function richText(elements: Element[]): Block {
  return {
    type: "rich_text",
    elements: [{ type: "rich_text_section", elements: joinedTexts(elements) }],
  };
}

/** Lines in one block, which Slack shows small and grey. Nothing in it is parsed. */
function smallText(lines: readonly Line[]): SmallBlock {
  const text = lines.map((line) =>
    elementsOf(line).map((element) =>
      element.type === "date" ? element.fallback : element.text
    ).join("")
  ).join(", ");
  return {
    type: "context",
    elements: [{
      type: "plain_text",
      text: shortText(text, MOST_IN_SMALL),
      emoji: false,
    }],
  };
}

/** Text that is not formatted is one element as far as it goes. */
function joinedTexts(elements: readonly Element[]): Element[] {
  const joined: Element[] = [];
  for (const element of elements) {
    const last = joined.at(-1);
    if (
      element.type === "text" && last?.type === "text" && !element.style &&
      !last.style
    ) {
      joined[joined.length - 1] = {
        type: "text",
        text: last.text + element.text,
      };
    } else joined.push(element);
  }
  return joined;
}

/** What fits of a line. */
function elementsOf({ pieces }: Line): Element[] {
  const elements: Element[] = [];
  let size = 0;
  for (const piece of pieces) {
    const element = elementOf(piece);
    size += JSON.stringify(element).length + 1;
    if (size > MOST_IN_LINE) return [...elements, { type: "text", text: "…" }];
    elements.push(element);
  }
  return elements;
}

/** Slack parses no text within rich text, so that a name is shown as it is. */
function elementOf(piece: Piece): Element {
  if (typeof piece === "string") return { type: "text", text: piece };
  if ("name" in piece) {
    const style = piece.bold ? { style: { bold: true as const } } : {};
    return { type: "text", text: shownName(piece.name), ...style };
  }
  if ("type" in piece) {
    const text = shownName(piece.type, MOST_TYPED);
    return { type: "text", text, style: { code: true } };
  }
  if ("at" in piece) {
    const { at } = piece;
    return {
      type: "date",
      timestamp: at,
      format: DATE_FORMAT,
      fallback: utcText(at),
    };
  }
  return { type: "link", url: piece.link, text: piece.label };
}

/** Slack takes no empty text. */
function shownName(text: string, most?: number): string {
  return shortText(text, most) || "(no name)";
}

/** `2026-03-02 17:00 UTC`. */
function utcText(at: number): string {
  return `${
    new Date(at * 1000).toISOString().slice(0, 16).replace("T", " ")
  } UTC`;
}

function textOf(sections: readonly Line[][]): string {
  return sections.map((lines) => lines.map(textOfLine).join("\n"))
    .join("\n\n");
}

/** A line as Slack's markup. */
function textOfLine(line: Line): string {
  return elementsOf(line).map((element) => {
    switch (element.type) {
      case "text":
        // Code has no mark that a name could not have, too.
        return escaped(
          element.style?.code ? `"${element.text}"` : element.text,
        );
      case "date": {
        const { timestamp, format, fallback } = element;
        return `<!date^${timestamp}^${format}|${fallback}>`;
      }
      case "link":
        return `${escaped(element.text)} (${escaped(element.url)})`;
    }
  }).join("");
}

/** The one place where a text becomes markup: these three characters would act. */
function escaped(text: string): string {
  return text.replaceAll("&", "&amp;").replaceAll("<", "&lt;")
    .replaceAll(">", "&gt;");
}

/** Slack cuts a longer one, and refuses one above 75 characters. */
const MOST_IN_BUTTON = 75;

/** Buttons of a message whose text is Slack's markup: a block for each row. A button without an address is left out. */
export function buttonBlocks(
  rows: readonly (readonly Button[])[],
  links: Readonly<Record<string, string>>,
): ButtonsBlock[] {
  return rows.map((row) =>
    row.flatMap((button, index) => workflowButton(button, index, links) ?? [])
  ).filter((elements) => elements.length > 0)
    .map((elements) => ({ type: "actions", elements }));
}

/** Characters of one section of markup. */
const MOST_IN_SECTION = 3000;

/** A text of Slack's markup as blocks, cut at the ends of lines. */
export function markupBlocks(text: string): SectionBlock[] {
  const sections: string[] = [];
  for (const line of text.split("\n")) {
    const last = sections.at(-1);
    const joined = last === undefined ? line : `${last}\n${line}`;
    if (joined.length > MOST_IN_SECTION || last === undefined) {
      sections.push(line.slice(0, MOST_IN_SECTION));
    } else sections[sections.length - 1] = joined;
  }
  return sections.filter((each) => each.trim() !== "").map((each) => ({
    type: "section",
    text: { type: "mrkdwn", text: each },
    // Otherwise Slack folds a long one.
    expand: true,
  }));
}

function workflowButton(
  { text, workflow, action, inputs, style }: Button,
  index: number,
  links: Readonly<Record<string, string>>,
): WorkflowButton | null {
  const url = links[workflow];
  if (url === undefined) return null;
  return {
    type: "workflow_button",
    action_id: actionId(action ?? `${workflow}_${index}`, index),
    text: {
      type: "plain_text",
      text: buttonText(text),
      emoji: false,
    },
    ...(style === undefined ? {} : { style }),
    workflow: {
      trigger: {
        url,
        customizable_input_parameters: Object.entries(inputs)
          .map(([name, value]) => ({ name, value })),
      },
    },
  };
}

/** Slack: at most 255 characters. A cut one is made unique by its place. */
const MOST_IN_ACTION_ID = 255;

function actionId(action: string, index: number): string {
  if (action.length <= MOST_IN_ACTION_ID) return action;
  const place = `…${index}`;
  return action.slice(0, MOST_IN_ACTION_ID - place.length) + place;
}

/** Slack may count an emoji as two characters, as JavaScript does. */
function buttonText(text: string): string {
  const short = shortText(text, MOST_IN_BUTTON);
  return short.length <= MOST_IN_BUTTON
    ? short
    : shortText(text, Math.floor(MOST_IN_BUTTON / 2));
}
