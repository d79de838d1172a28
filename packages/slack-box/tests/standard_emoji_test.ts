import { assert, assertEquals } from "@std/assert";
import {
  isStandardEmoji,
  namesByCategory,
  withGlyphs,
} from "../emoji/standard_emoji.ts";

Deno.test("emoji look as Slack's names say", () => {
  const cases: [text: string, shown: string][] = [
    [":pager: On call", "📟 On call"],
    [":snowflake:", "❄️"],
    [":thumbsup: :+1:", "👍 👍"],
    // Names that other lists give to other emoji, or lack.
    [":satellite: :satellite_antenna:", "🛰️ 📡"],
    [":umbrella: :snowman: :beetle:", "☂️ ☃️ 🪲"],
    [":flag-gb: :uk: :flag-scotland:", "🇬🇧 🇬🇧 🏴󠁧󠁢󠁳󠁣󠁴󠁿"],
    [":melting_face:", "🫠"],
    [":100: :1234:", "💯 🔢"],
    // A workspace's own, and text that only looks like one.
    [":shipit: :no such:", ":shipit: :no such:"],
    ["from 12:00:00 on", "from 12:00:00 on"],
    ["12:00:pager:", "12:00📟"],
    [":shipit:pager:", ":shipit📟"],
  ];
  for (const [text, shown] of cases) {
    assertEquals(withGlyphs(text), shown, text);
  }
});

Deno.test("skin tones change people alone", () => {
  const cases: [text: string, shown: string][] = [
    [":wave::skin-tone-3:", "👋🏼"],
    [":female-doctor::skin-tone-6:", "👩🏿‍⚕️"],
    [":point_up::skin-tone-2:", "☝🏻"],
    [":handshake::skin-tone-2:", "🤝🏻"],
    [":people_holding_hands::skin-tone-2:", "🧑🏻‍🤝‍🧑🏻"],
    [":pager::skin-tone-2:", "📟"],
  ];
  for (const [text, shown] of cases) {
    assertEquals(withGlyphs(text), shown, text);
  }
});

Deno.test("each name is one emoji's, in one category", () => {
  const categories = namesByCategory();
  const names = categories.flatMap(({ emoji_names }) => emoji_names);
  assertEquals(names.length, 1972);
  assertEquals(new Set(names).size, names.length);
  assertEquals(categories[0]!.name, "Smileys & Emotion");
  assertEquals(categories[0]!.emoji_names[0], "grinning");
  for (const name of names) {
    assert(isStandardEmoji(name));
    const shown = withGlyphs(`:${name}:`);
    assert(!shown.includes(":") && !shown.includes("="), `${name}: ${shown}`);
  }
});
