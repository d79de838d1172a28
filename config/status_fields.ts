import * as v from "valibot";
import { PLACEHOLDERS, templateParts } from "../reconciler/template.ts";

/** Slack cuts a status at 100 characters; the rest is for what varies. */
const LITERAL_LIMIT = 80;

/** A template's text without its placeholders, as it stands on every status. */
export function literalText(template: string): string {
  const { texts } = templateParts(template);
  return texts.join(" ").replace(/\s+/g, " ").trim();
}

/** The problems of a template, as messages; empty if it is valid. */
export function templateProblems(template: string): string[] {
  return [
    ...unknownPlaceholders(template),
    ...braceProblems(template),
    ...literalProblems(template),
  ];
}

function unknownPlaceholders(template: string): string[] {
  const known: readonly string[] = PLACEHOLDERS;
  return templateParts(template).placeholders
    .filter((name) => !known.includes(name))
    .map((name) =>
      `"{${name}}" is not a placeholder; there are ${
        PLACEHOLDERS.map((name) => `{${name}}`).join(" and ")
      }`
    );
}

function braceProblems(template: string): string[] {
  return templateParts(template).texts.some((text) => /[{}]/.test(text))
    ? [`"${template}" has a brace without its partner`]
    : [];
}

function literalProblems(template: string): string[] {
  const literal = literalText(template);
  // With a letter or two, too many statuses of people would look like the app's own.
  const letters = literal.match(/[\p{Script=Latin}\p{N}]/gu)?.length ?? 0;
  const telling = /(?!\p{Script=Latin})[\p{L}\p{Extended_Pictographic}]/u;
  if (letters < 3 && !telling.test(literal)) {
    return [
      `"${template}" needs words of its own beside placeholders, ` +
      `such as "On call until {until}"`,
    ];
  }
  const length = [...templateParts(template).texts.join("")].length;
  if (length <= LITERAL_LIMIT) return [];
  return [
    `has ${length} characters beside its placeholders; ` +
    `at most ${LITERAL_LIMIT} fit`,
  ];
}

/** The template of a status text, as the configuration has it. */
export const template = v.pipe(
  v.string(),
  v.rawCheck(({ dataset, addIssue }) => {
    if (!dataset.typed) return;
    for (const message of templateProblems(dataset.value)) {
      addIssue({ message });
    }
  }),
);

const EMOJI = /^:[^\s:]+:(:skin-tone-[2-6]:)?$/;
// Slack refuses raw pictographs even between colons.
const PICTOGRAPH = /\p{Extended_Pictographic}(?<![0-9#*©®])/u;

/** Whether a text is an emoji's name as Slack takes it: `:pager:`, `:wave::skin-tone-3:`. */
export function isEmojiName(emoji: string): boolean {
  return EMOJI.test(emoji) && !PICTOGRAPH.test(emoji);
}

/** The message for a text that is not an emoji's name. */
export function emojiProblem(emoji: string): string {
  const name = emoji.replace(/^[:\s]+|[:\s]+$/g, "");
  return !/^[^\s:]+$/.test(name) || PICTOGRAPH.test(name)
    ? `${JSON.stringify(emoji)} is not an emoji's name, such as ":pager:"`
    : `${
      JSON.stringify(emoji)
    } needs a colon on both sides, such as ":${name}:"`;
}

/** The emoji of a status, as the configuration has it. */
export const emoji = v.pipe(
  v.string(),
  v.check(isEmojiName, ({ input }) => emojiProblem(input)),
);
