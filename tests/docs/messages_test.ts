import { assert, assertEquals } from "@std/assert";
import { appFiles, readSource } from "../source_files.ts";
import { messageRows, MESSAGES } from "./message_samples.ts";
import {
  isInSource,
  pagesIn,
  quotePattern,
  readPage,
  rowsIn,
  spansOf,
  wordsOf,
} from "./pages.ts";

const GUIDE = "docs/operations.md";

const MESSAGE_FILES = appFiles().filter((path) =>
  path.startsWith("app/messages/")
);

const SAMPLES = messageRows();

const COMMAND = /^(slack|npx|deno task|\/invite) /;

/** What the guide quotes: in its tables of messages, and every other quote with a space that is not a command. */
function guideQuotes(): string[] {
  const { prose } = readPage(GUIDE);
  const cells = ["it says", "mark"].flatMap((column) => rowsIn(prose, column))
    .map(([first]) => first!);
  const sentences = spansOf(prose)
    .filter((span) => span.includes(" ") && !COMMAND.test(span));
  return [...cells.flatMap(spansOf), ...sentences];
}

function isSaid(quote: string): boolean {
  const pattern = quotePattern(quote);
  return SAMPLES.some(({ texts }) =>
    texts.some((text) => text.search(pattern) !== -1)
  ) || isInSource(quote);
}

Deno.test("every file of messages has its samples", () => {
  const known = Object.keys(MESSAGES).map((name) => `app/messages/${name}.ts`);
  assertEquals(known.sort(), MESSAGE_FILES);
});

Deno.test("messages are made from values, without a call to Slack", () => {
  const imports = MESSAGE_FILES.flatMap((path) =>
    [...readSource(path).matchAll(/^import ([^;]+) from "([^"]+)";/gm)]
      .map(([, names, target]) => `${target}: ${names}`)
  );
  assert(imports.length > 10, `only ${imports.length} imports`);
  const allowed = [
    /^\.\//,
    /^\.\.\/\.\.\/reconciler\//,
    /^\.\.\/\.\.\/talking\/shown_presence\.ts: /,
    /^\.\.\/\.\.\/plain_text\.ts: /,
    /^\.\.\/\.\.\/config\/schema\.ts: type /,
    /^\.\.\/\.\.\/slack\/messages\.ts: \{ (dateToken, )?escapeText \}$/,
  ];
  const others = imports.filter((one) =>
    !allowed.some((each) => each.test(one))
  );
  assertEquals(others, []);
});

Deno.test("no message is left without a sample", () => {
  // The type checker sees that each export has its row.
  assertEquals(SAMPLES.filter(({ texts }) => texts.length === 0), []);
  assert(SAMPLES.length > 50, `only ${SAMPLES.length} messages`);
});

Deno.test("every message that the guide quotes exists", () => {
  const missing = guideQuotes().filter((quote) => !isSaid(quote));
  assertEquals(missing, [], `${GUIDE} quotes what is not said`);
});

/** The messages of sources are explained in prose. */
const NOT_MARKED = ["docs/sources/ical.md"];

Deno.test("every message that the sources' pages quote exists", () => {
  const pages = pagesIn("docs/sources");
  assert(pages.includes("docs/sources/pagerduty.md"));
  for (const page of pages) {
    const rows = rowsIn(readSource(page), "it says");
    assert(rows.length > 0, `${page} tells no messages`);
    const cells = rows.map(([first]) => first!);
    const unmarked = cells.filter((cell) => spansOf(cell).length === 0);
    if (!NOT_MARKED.includes(page)) assertEquals(unmarked, [], page);
    const missing = cells.flatMap(spansOf).filter((quote) => !isSaid(quote));
    assertEquals(missing, [], `${page} quotes what is not said`);
  }
});

/** A word of a sentence: no id, address or number. */
const WORD = /^[("*]*[A-Za-z][a-z']*[.,:;)"*]*$/;

/** What no quote of the guide covers, if it is as long as a sentence. */
function untoldIn(text: string, quotes: readonly RegExp[]): string[] {
  const covered = new Array<boolean>(text.length).fill(false);
  for (const pattern of quotes) {
    for (const match of text.matchAll(pattern)) {
      covered.fill(true, match.index, match.index + match[0].length);
    }
  }
  const rest = [...covered].map((each, at) => each ? "\n" : text[at]).join("");
  return rest.split("\n").filter((piece) =>
    piece.split(/\s+/).filter((word) => WORD.test(word)).length >= 4
  );
}

Deno.test("the guide has every sentence of every message", () => {
  // A word or two would be found in many sentences.
  const quotes = guideQuotes().filter((quote) => wordsOf(quote) >= 3)
    .map((quote) => quotePattern(quote));
  const untold = SAMPLES.flatMap(({ from, texts }) =>
    texts.flatMap((text) => untoldIn(text, quotes))
      .map((piece) => `${from}: ${piece.trim()}`)
  );
  const hint = `say in ${GUIDE} what these mean and what to do`;
  assertEquals([...new Set(untold)], [], hint);
});

Deno.test("a sentence that the guide lacks is found", () => {
  const quotes = ["There is … on call."].map((quote) => quotePattern(quote));
  const told = "There is nobody on call.";
  const untold = " Ask the people who planned it.";
  assertEquals(untoldIn(told, quotes), []);
  assertEquals(untoldIn(told + untold, quotes), [untold]);
  assertEquals(isSaid("There is … on call."), false);
});
