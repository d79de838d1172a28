import { assert, assertEquals } from "@std/assert";
import { ConfigSchema } from "../../config/schema.ts";
import { SourceSchema } from "../../rosters/sources.ts";
import {
  LINK_TRIGGERS,
  SET_UP,
  titleOf,
} from "../../triggers/link_triggers.ts";
import { appFiles, readSource } from "../source_files.ts";
import { messageRows } from "./message_samples.ts";
import { isTextInSource, readPage, rowsIn, spansOf } from "./pages.ts";

const GUIDE = "docs/operations.md";

const { prose } = readPage(GUIDE);

function rowsOf(column: string): string[][] {
  const rows = rowsIn(prose, column);
  assert(rows.length > 0, `${GUIDE} has no table of "${column}"`);
  return rows;
}

function firstSpans(column: string): string[] {
  return rowsOf(column).flatMap(([first]) => spansOf(first!));
}

/** As much of a schema as leads to the settings in it. */
interface Schema {
  entries?: Record<string, Schema>;
  options?: (Schema | string)[];
  wrapped?: Schema;
  item?: Schema;
  value?: Schema;
}

/** The names of all settings, those within another also with it: `limits.rates`. */
function settingsIn(schema: Schema, within = ""): string[] {
  const { entries = {}, options = [], wrapped, item, value } = schema;
  const inner = [...options, wrapped, item, value]
    .filter((each): each is Schema => typeof each === "object");
  return [
    ...Object.entries(entries).flatMap(([name, each]) => [
      name,
      within === "" ? name : `${within}.${name}`,
      ...settingsIn(each, name),
    ]),
    ...inner.flatMap((each) => settingsIn(each, within)),
  ];
}

const SETTINGS = new Set(settingsIn(ConfigSchema as unknown as Schema));

Deno.test("every setting that the guide names exists", () => {
  const named = firstSpans("setting");
  assertEquals(named.filter((name) => !SETTINGS.has(name)), []);
  const messages = messageRows().flatMap(({ texts }) => texts).join("\n");
  const quoted = new Set(firstSpans("it says"));
  const words = spansOf(prose)
    .filter((span) => /^[a-z_]+(\.[a-z_]+)*$/.test(span))
    .filter((span) => !span.endsWith(".ts"));
  const unknown = words.filter((word) =>
    !SETTINGS.has(word) && !quoted.has(word) && !isTextInSource(word) &&
    !new RegExp(`\\b${word}\\b`).test(messages)
  );
  assertEquals(unknown, [], `${GUIDE} names what is no setting and in no code`);
});

Deno.test("the guide's table has every setting of the whole configuration", () => {
  const listed = new Set(firstSpans("setting"));
  const all = Object.keys((ConfigSchema as unknown as Schema).entries!);
  assertEquals(all.filter((name) => !listed.has(name)), []);
});

Deno.test("the guide names every secret of the sources, and only secrets that the code reads", () => {
  const sources = appFiles().map(readSource).join("\n");
  const named = spansOf(prose)
    .map((span) => /^[A-Z]+(_[A-Z]+)+_?(?=$|<)/.exec(span)?.[0])
    .filter((name) => name !== undefined);
  assertEquals(named.filter((name) => !sources.includes(name)), []);
  const usual = SourceSchema.options.map(({ entries }) => entries.token.default)
    .filter((name) => name !== null);
  assert(usual.length > 3, "the sources' schema has the usual secrets");
  assertEquals(usual.filter((name) => !named.includes(name)), []);
});

/** Pages and buttons of Slack that the guide speaks of. */
const OF_SLACK = [
  "Basic Information",
  "Create New App",
  "From a manifest",
  "OAuth & Permissions",
];

Deno.test("the guide has every link by its name, and no other", () => {
  const names = [SET_UP, ...LINK_TRIGGERS].map(titleOf);
  const namesIn = (text: string) =>
    [...text.replace(/`[^`]*`/g, "").matchAll(/(?<!\w)_([^_\n]+)_(?!\w)/g)]
      .map(([, name]) => name!);
  const listed = rowsOf("link").flatMap(([first]) => namesIn(first!));
  assertEquals([...listed].sort(), [...names].sort());
  const known = new Set([...names, ...OF_SLACK]);
  const strange = namesIn(prose.replace(/(?<=\S)\s+(?=\S)/g, " "))
    .filter((name) => /^[A-Z]/.test(name))
    .filter((name) => !known.has(name) && !isTextInSource(name));
  assertEquals(strange, [], `${GUIDE} names what is neither link nor button`);
});
