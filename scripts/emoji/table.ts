/** What is used of an emoji in emoji-datasource. */
export interface Datum {
  /** Its code points: `2744-FE0F`. */
  unified: string;
  short_names: string[];
  category: string;
  sort_order: number;
}

/** Slack's order; a category that it lacks comes last. */
const CATEGORIES = [
  "Smileys & Emotion",
  "People & Body",
  "Component",
  "Animals & Nature",
  "Food & Drink",
  "Travel & Places",
  "Activities",
  "Objects",
  "Symbols",
  "Flags",
];

const WIDTH = 100;

/**
 * The source text of the table.
 *
 * @param version The version of emoji-datasource.
 */
export function tableOf(data: readonly Datum[], version: string): string {
  const byCategory = Map.groupBy(
    data.toSorted((a, b) => a.sort_order - b.sort_order),
    ({ category }) => category,
  );
  const order = [...new Set([...CATEGORIES, ...byCategory.keys()])];
  const parts = order.flatMap((category) => {
    const entries = byCategory.get(category)?.map(entryOf) ?? [];
    if (entries.length === 0) return [];
    const name = /^\w+$/.test(category) ? category : JSON.stringify(category);
    return [`  ${name}: \`\n${filled(entries).join("\n")}\n\`,\n`];
  });
  return `${headOf(version)}${parts.join("")}};\n`;
}

function headOf(version: string): string {
  return `/**
 * Slack's standard emoji by category: their names, and how each looks.
 *
 * Made by scripts/emoji.ts from emoji-datasource ${version}
 * (https://github.com/iamcal/emoji-data, MIT, see NOTICE), whose short names
 * Slack uses.
 */
export const EMOJI_TABLE: Readonly<Record<string, string>> = {
`;
}

/** `heart=❤️`, or all names of one emoji: `thumbsup,+1=👍`. */
function entryOf({ unified, short_names }: Datum): string {
  const points = unified.split("-").map((point) => parseInt(point, 16));
  return `${short_names.join(",")}=${String.fromCodePoint(...points)}`;
}

/** Entries in lines of some hundred characters. */
function filled(entries: readonly string[]): string[] {
  const lines: string[] = [];
  for (const entry of entries) {
    const last = lines.at(-1);
    if (last !== undefined && last.length + 1 + entry.length <= WIDTH) {
      lines[lines.length - 1] = `${last} ${entry}`;
    } else lines.push(entry);
  }
  return lines;
}
