import { EMOJI_TABLE } from "./table.ts";

/** An emoji with all its names, without colons. */
interface StandardEmoji {
  names: string[];
  glyph: string;
}

const BY_CATEGORY: ReadonlyMap<string, StandardEmoji[]> = new Map(
  Object.entries(EMOJI_TABLE).map(([category, text]) => [
    category,
    text.trim().split(/\s+/).map(parsed),
  ]),
);

function parsed(entry: string): StandardEmoji {
  const at = entry.indexOf("=");
  return { names: entry.slice(0, at).split(","), glyph: entry.slice(at + 1) };
}

const GLYPHS: ReadonlyMap<string, string> = new Map(
  [...BY_CATEGORY.values()].flat().flatMap(({ names, glyph }) =>
    names.map((name) => [name, glyph] as const)
  ),
);

/** The names of all standard emoji, by category. */
export function namesByCategory(): { name: string; emoji_names: string[] }[] {
  return [...BY_CATEGORY].map(([name, emoji]) => ({
    name,
    emoji_names: emoji.flatMap(({ names }) => names),
  }));
}

/** Whether Slack has an emoji of this name in every workspace. */
export function isStandardEmoji(name: string): boolean {
  return GLYPHS.has(name);
}

/** Each colon that may begin an emoji: the colon after `12:00` begins one, too. */
const EMOJI = /:(?=([a-z0-9_+'-]+):((?::skin-tone-([2-6]):)?))/g;

/**
 * A text with its standard emoji as they look. A workspace's own stay as they are
 * written.
 *
 * @example
 * withGlyphs(":pager: On call :shipit:") // "📟 On call :shipit:"
 */
export function withGlyphs(text: string): string {
  let shown = "";
  let from = 0;
  for (const { index, 1: name, 2: suffix, 3: tone } of text.matchAll(EMOJI)) {
    const glyph = GLYPHS.get(name!);
    if (index < from || glyph === undefined) continue;
    shown += text.slice(from, index) +
      (tone === undefined ? glyph : toned(glyph, Number(tone)));
    from = index + `:${name}:${suffix}`.length;
  }
  return shown + text.slice(from);
}

/** U+1F3FB is `:skin-tone-2:`. */
const BEFORE_FIRST_TONE = 0x1f3f9;

/** What can be toned. In a pair who hold hands the hands follow the people. */
const TONED = /(?<!\u200d)🤝|(?!🤝)\p{Emoji_Modifier_Base}\ufe0f?/gu;

function toned(glyph: string, tone: number): string {
  const modifier = String.fromCodePoint(BEFORE_FIRST_TONE + tone);
  return glyph.replace(
    TONED,
    (base) => base.replace("\ufe0f", "") + modifier,
  );
}
