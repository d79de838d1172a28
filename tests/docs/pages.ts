import {
  appFiles,
  readSource,
  ROOT,
  withoutComments,
} from "../source_files.ts";

/** Stands in the pages for what varies in a message. */
const BLANK = "…";

/** A page without its blocks of code, and those blocks. */
export function readPage(path: string): { prose: string; blocks: string[] } {
  const text = readSource(path);
  const blocks = [...text.matchAll(/^```\w*\n([^]*?)^```$/gm)]
    .map(([, block]) => block!);
  return { prose: withoutBlocks(text), blocks };
}

export function withoutBlocks(text: string): string {
  return text.replace(/^```[^]*?^```$/gm, "");
}

/** Every page in a folder and its folders, as paths from the root, in order. */
export function pagesIn(folder: string): string[] {
  return [...Deno.readDirSync(`${ROOT}/${folder}`)].flatMap((entry) => {
    const path = `${folder}/${entry.name}`;
    if (entry.isDirectory) return pagesIn(path);
    return entry.name.endsWith(".md") ? [path] : [];
  }).sort();
}

/** What stands in backticks. */
export function spansOf(text: string): string[] {
  return [...text.matchAll(/`([^`]+)`/g)]
    .map(([, span]) => span!.replace(/\s+/g, " "));
}

/** The rows of every table whose first column has this name, as cells. */
export function rowsIn(text: string, column: string): string[][] {
  const rows: string[][] = [];
  let isWanted = false;
  let isHead = true;
  for (const line of text.split("\n")) {
    if (!line.startsWith("|")) {
      isHead = true;
      continue;
    }
    const cells = line.split("|").slice(1, -1).map((cell) => cell.trim());
    if (isHead) isWanted = cells[0] === column;
    else if (isWanted && !/^-+$/.test(cells[0]!)) rows.push(cells);
    isHead = false;
  }
  return rows;
}

/** Without the blanks at its ends, which may stand for nothing. */
function fragmentsOf(quote: string): string[] {
  return quote.split(BLANK).map((part) => part.trim())
    .filter((part) => part !== "");
}

/** How many words a quote gives. */
export function wordsOf(quote: string): number {
  return fragmentsOf(quote).join(" ").split(/\s+/).length;
}

function escaped(text: string): string {
  return text.replace(/[.*+?^${}()|[\]\\]/g, "\\$&").replace(/\s+/g, "\\s+");
}

/** Matches a quote's own words, whole, in order; a blank stands for anything within a line. */
export function quotePattern(quote: string, blank = "[^\\n]*?"): RegExp {
  const parts = fragmentsOf(quote).map((part) => {
    const before = /^\w/.test(part) ? "(?<!\\w)" : "";
    const after = /\w$/.test(part) ? "(?!\\w)" : "";
    return before + escaped(part) + after;
  });
  return new RegExp(parts.join(blank), "g");
}

/** The app's sources but for the messages, with texts that `+` joins as one. */
const SOURCES = appFiles().filter((path) => !path.startsWith("app/messages/"))
  .map((path) =>
    withoutComments(readSource(path))
      .replace(/["`]\s*\+\s*["`]/g, "").replace(/\\(["`])/g, "$1")
  );

/** Whether one of the app's sources has the quote's own words, in order and not far apart. */
export function isInSource(quote: string): boolean {
  if (fragmentsOf(quote).length === 0) return false;
  const pattern = quotePattern(quote, "[^]{0,600}?");
  return SOURCES.some((source) => source.search(pattern) !== -1);
}

/** Whether one of the app's sources has this word as a text. */
export function isTextInSource(word: string): boolean {
  return SOURCES.some((source) =>
    ['"', "'", "`"].some((mark) => source.includes(mark + word + mark))
  );
}
