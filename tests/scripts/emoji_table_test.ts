import { assertEquals } from "@std/assert";
import { tableOf } from "../../scripts/emoji/table.ts";

Deno.test("the table of emoji has all names, in Slack's order", () => {
  const flag = {
    unified: "1F1EC-1F1E7",
    short_names: ["gb", "uk"],
    category: "Flags",
    sort_order: 3,
  };
  const smileys = "Smileys & Emotion";
  const text = tableOf([
    flag,
    {
      unified: "2764-FE0F",
      short_names: ["heart"],
      category: smileys,
      sort_order: 2,
    },
    {
      unified: "1F600",
      short_names: ["grinning"],
      category: smileys,
      sort_order: 1,
    },
  ], "16.0.0");
  assertEquals(
    text.slice(text.indexOf("export")),
    [
      "export const EMOJI_TABLE: Readonly<Record<string, string>> = {",
      '  "Smileys & Emotion": `',
      "grinning=😀 heart=❤️",
      "`,",
      "  Flags: `",
      "gb,uk=🇬🇧",
      "`,",
      "};",
      "",
    ].join("\n"),
  );
});
