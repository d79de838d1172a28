import { assert, assertEquals } from "@std/assert";
import { ConfigSchema } from "../config/schema.ts";
import { SourceSchema } from "../rosters/sources.ts";
import { LINK_TRIGGERS, SET_UP } from "../triggers/link_triggers.ts";
import { appFiles, readSource, ROOT } from "./source_files.ts";

const GUIDE = "docs/operations.md";

/** Stands for what varies, in the guide as in the texts below. */
const BLANK = "…";

/** Of a source: a comment, a text in quotes, a pattern, the beginning of a template, a brace. */
const TOKEN =
  /\/\/[^\n]*|\/\*[^]*?\*\/|\s+|"(?:[^"\\\n]|\\.)*"|'(?:[^'\\\n]|\\.)*'|(?<=[(,=:[!&|?{};]\s*)\/(?:[^/\\\n[]|\\.|\[(?:[^\]\\\n]|\\.)*\])+\/|[^]/y;

/** Of a template: an escaped character, what is filled in, its end, its own text. */
const PART = /\\[^]|\$\{|`|\$|[^\\$`]+/y;

function next(pattern: RegExp, source: string, at: number): string {
  pattern.lastIndex = at;
  return pattern.exec(source)?.[0] ?? "";
}

/** Every text in a source, with a blank for each `${…}`; what `+` joins is one. */
function textsOf(source: string): string[] {
  const found: string[] = [];
  readCode(source, 0, found);
  return found;
}

/** @returns where the code ends: after the brace that closes it, or with the source. */
function readCode(source: string, from: number, found: string[]): number {
  let open: string | null = null;
  let joins = false;
  let depth = 0;
  let at = from;
  const close = () => {
    if (open !== null) found.push(open);
    open = null;
    joins = false;
  };
  while (at < source.length) {
    const token = next(TOKEN, source, at);
    at += token.length;
    if (/^(\s|\/\/|\/\*)/.test(token)) continue;
    if (/^["'`]/.test(token)) {
      const [text, end] = token === "`"
        ? readTemplate(source, at, found)
        : [unescaped(token.slice(1, -1)), at];
      if (!joins) close();
      open = (open ?? "") + text;
      joins = false;
      at = end;
    } else if (token === "+" && open !== null) joins = true;
    else {
      close();
      if (token === "{") depth++;
      if (token === "}" && depth-- === 0) return at;
    }
  }
  close();
  return at;
}

function readTemplate(
  source: string,
  from: number,
  found: string[],
): [text: string, end: number] {
  let text = "";
  let at = from;
  while (at < source.length) {
    const part = next(PART, source, at);
    at += part.length;
    if (part === "`") break;
    if (part === "${") {
      at = readCode(source, at, found);
      text += BLANK;
    } else text += unescaped(part);
  }
  return [text, at];
}

function unescaped(text: string): string {
  return text.replace(
    /\\([^])/g,
    (_match, character) => character === "n" ? "\n" : character,
  );
}

const TEXTS = new Map(
  appFiles().map((path) => [path, textsOf(readSource(path))]),
);
const ALL_TEXTS = [...TEXTS.values()].flat();

const guide = Deno.readTextFileSync(`${ROOT}/${GUIDE}`);
const blocks = [...guide.matchAll(/^```\w*\n([^]*?)^```$/gm)]
  .map(([, block]) => block!);
const prose = guide.replace(/^```[^]*?^```$/gm, "");

function spansOf(text: string): string[] {
  return [...text.matchAll(/`([^`]+)`/g)]
    .map(([, span]) => span!.replace(/\s+/g, " "));
}

/** The rows of every table of a text whose first column has this name, as cells. */
function rowsIn(text: string, column: string): string[][] {
  const rows: string[][] = [];
  let isMeant = false;
  let isHead = true;
  for (const line of text.split("\n")) {
    if (!line.startsWith("|")) {
      isHead = true;
      continue;
    }
    const cells = line.split("|").slice(1, -1).map((cell) => cell.trim());
    if (isHead) isMeant = cells[0] === column;
    else if (isMeant && !/^-+$/.test(cells[0]!)) rows.push(cells);
    isHead = false;
  }
  return rows;
}

function rowsOf(column: string): string[][] {
  const rows = rowsIn(prose, column);
  assert(rows.length > 0, `${GUIDE} has no table of "${column}"`);
  return rows;
}

function firstSpans(column: string): string[] {
  return rowsOf(column).flatMap(([first]) => spansOf(first!));
}

const COMMAND = /^(slack|npx|deno task|\/invite) /;

/** What the guide quotes: of the tables of messages, and whatever else has a space and is no command. */
function quotes(): string[] {
  const sentences = spansOf(prose)
    .filter((span) => span.includes(" ") && !COMMAND.test(span));
  return [...firstSpans("it says"), ...firstSpans("mark"), ...sentences];
}

/** Without the blanks at its ends, which may stand for nothing. */
function trimmed(quote: string): string {
  return quote.replace(/^[… ]+|[… ]+$/g, "");
}

/** Whether the text has these words, whole. */
function says(text: string, words: string): boolean {
  const at = text.indexOf(words);
  if (words === "" || at === -1) return false;
  const around = [
    words[0],
    text[at - 1],
    words.at(-1),
    text[at + words.length],
  ];
  const [first, before, last, after] = around.map((each) =>
    /\w/.test(each ?? " ")
  );
  return !(first && before) && !(last && after);
}

function isSaid(quote: string): boolean {
  return ALL_TEXTS.some((text) => says(text, trimmed(quote)));
}

Deno.test("every message that the guide quotes is in the code", () => {
  const missing = quotes().filter((quote) => !isSaid(quote));
  assertEquals(missing, [], `${GUIDE} quotes what no code says`);
});

/** What a source reports is told in prose. */
const NOT_MARKED = ["docs/sources/ical.md"];

Deno.test("every message that the sources' pages quote is in the code", () => {
  const pages = pagesIn("docs/sources").sort();
  assert(pages.includes("docs/sources/pagerduty.md"));
  for (const page of pages) {
    const rows = rowsIn(readSource(page), "it says");
    assert(rows.length > 0, `${page} tells no messages`);
    const cells = rows.map(([first]) => first!);
    const unmarked = cells.filter((cell) => spansOf(cell).length === 0);
    if (!NOT_MARKED.includes(page)) assertEquals(unmarked, [], page);
    const missing = cells.flatMap(spansOf).filter((quote) => !isSaid(quote));
    assertEquals(missing, [], `${page} quotes what no code says`);
  }
});

Deno.test("every sentence that a step says to somebody is in the guide", () => {
  // A word or two would be found in many a sentence.
  const telling = quotes().map(trimmed)
    .filter((quote) => quote.split(" ").length >= 3);
  const untold = [...TEXTS]
    .filter(([path]) => path.startsWith("app/"))
    .flatMap(([path, texts]) =>
      texts
        .filter((text) => /^[A-Z*]/.test(text) && text.split(" ").length >= 4)
        .filter((text) => !telling.some((quote) => says(text, quote)))
        .map((text) => `${path}: ${text}`)
    );
  assertEquals(untold, [], `tell in ${GUIDE} what these mean and what to do`);
});

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

Deno.test("every setting that the guide names is one", () => {
  const named = firstSpans("setting");
  assertEquals(named.filter((name) => !SETTINGS.has(name)), []);
  const known = new Set([...SETTINGS, ...ALL_TEXTS, ...quotes()]);
  const words = spansOf(prose)
    .filter((span) => /^[a-z_]+(\.[a-z_]+)*$/.test(span))
    .filter((span) => !span.endsWith(".ts"));
  const unknown = words.filter((word) => !known.has(word));
  assertEquals(unknown, [], `${GUIDE} names what is no setting and in no code`);
});

Deno.test("every setting of the whole configuration is in the guide's table", () => {
  const told = new Set(firstSpans("setting"));
  const all = Object.keys((ConfigSchema as unknown as Schema).entries!);
  assertEquals(all.filter((name) => !told.has(name)), []);
});

Deno.test("every secret that the guide names is read by the code, and none is left out", () => {
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

/** Pages and buttons of Slack's that the guide speaks of. */
const OF_SLACK = [
  "Basic Information",
  "Create New App",
  "From scratch",
  "OAuth & Permissions",
];

Deno.test("the guide has every link by its name, and no other", () => {
  const names = [SET_UP, ...LINK_TRIGGERS].map(({ name }) => name);
  const namesIn = (text: string) =>
    [...text.replace(/`[^`]*`/g, "").matchAll(/(?<!\w)_([^_\n]+)_(?!\w)/g)]
      .map(([, name]) => name!);
  const told = rowsOf("link").flatMap(([first]) => namesIn(first!));
  assertEquals([...told].sort(), [...names].sort());
  const known = new Set([...names, ...OF_SLACK, ...ALL_TEXTS]);
  const strange = namesIn(prose.replace(/(?<=\S)\s+(?=\S)/g, " "))
    .filter((name) => /^[A-Z]/.test(name) && !known.has(name));
  assertEquals(strange, [], `${GUIDE} names what is neither link nor button`);
});

/** Of the Slack CLI, as its reference lists them. */
const SLACK_COMMANDS = [
  "activity",
  "datastore delete",
  "datastore get",
  "delete",
  "deploy",
  "env set",
  "env unset",
  "external-auth add-secret",
  "trigger access",
  "trigger create",
  "trigger delete",
  "trigger list",
  "uninstall",
];

Deno.test("every command that the guide names exists", () => {
  const commands = [...blocks.join("\n").split("\n"), ...spansOf(prose)];
  const ofSlack = commands.flatMap((line) =>
    /^slack (.+)/.exec(line)?.[1] ?? []
  );
  assert(ofSlack.length > 10, "the guide names commands");
  const isKnown = (command: string) =>
    SLACK_COMMANDS.some((known) => `${command} `.startsWith(`${known} `));
  assertEquals(ofSlack.filter((command) => !isKnown(command)), []);
  const tasks = commands.flatMap((line) =>
    /^(?:deno|npx -y deno@\S+) task (\S+)/.exec(line)?.[1] ?? []
  );
  const { tasks: known } = JSON.parse(
    readSource("deno.jsonc")
      .replace(/^\s*\/\/.*$/gm, "").replace(/,(\s*[}\]])/g, "$1"),
  );
  assertEquals(tasks.filter((task) => !Object.hasOwn(known, task)), []);
});

function exists(path: string): boolean {
  try {
    Deno.statSync(path);
    return true;
  } catch {
    return false;
  }
}

Deno.test("every file that the guide names exists", () => {
  const words = [...spansOf(prose), ...blocks].join(" ").split(/\s+/);
  const files = words.filter((word) =>
    /^[\w./-]+\.(ts|md|json|jsonc)$/.test(word)
  );
  assert(files.includes("triggers/set_up.ts"));
  assertEquals(files.filter((file) => !exists(`${ROOT}/${file}`)), []);
});

function pagesIn(folder: string): string[] {
  return [...Deno.readDirSync(`${ROOT}/${folder}`)].flatMap((entry) => {
    const path = `${folder}/${entry.name}`;
    if (entry.isDirectory) return pagesIn(path);
    return entry.name.endsWith(".md") ? [path] : [];
  });
}

/** A page's headings as links name them. */
function anchorsOf(page: string): string[] {
  const text = readSource(page).replace(/^```[^]*?^```$/gm, "");
  return [...text.matchAll(/^#+ (.+)$/gm)].map(([, heading]) =>
    heading!.toLowerCase().replace(/[^\p{L}\p{N}\s_-]/gu, "").trim()
      .replace(/\s/g, "-")
  );
}

/** The links of a page that lead nowhere. */
function deadLinks(page: string): string[] {
  const text = readSource(page).replace(/^```[^]*?^```$/gm, "");
  const targets = [...text.matchAll(/\]\(([^)\s]+)\)/g)].map(([, to]) => to!);
  return targets.filter((target) => {
    if (/^[a-z]+:/.test(target)) return false;
    const [path = "", anchor] = target.split("#");
    const { pathname } = new URL(path, `file:///${page}`);
    const file = path === "" ? page : pathname.slice(1);
    if (!exists(`${ROOT}/${file}`)) return true;
    return anchor !== undefined && !anchorsOf(file).includes(anchor);
  }).map((target) => `${page}: ${target}`);
}

Deno.test("every link between the project's pages leads somewhere", () => {
  const pages = ["README.md", ...pagesIn("docs").sort()];
  assert(pages.includes(GUIDE));
  assertEquals(pages.flatMap(deadLinks), []);
});
