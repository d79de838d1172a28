import { assert } from "@std/assert";
import { denoCommand } from "../deno_command.ts";
import { copyOfProject } from "../project_copy.ts";
import { readSource } from "../source_files.ts";

/** One instruction of a page, with the code block below it. */
export interface Edit {
  /** From the project's root. */
  path: string;
  code: string;
  /** Where the code goes: a new file, the end of a file, or below the one line with these words. */
  place: "new file" | "end" | { below: string };
}

/** A copy of the project with the edits of a page made. */
export interface EditedCopy {
  /** Without a slash at its end. */
  root: string;
  /** The files that the page creates, in its order. */
  created: string[];
  /** How many lines it adds to each file that exists. */
  added: { path: string; lines: number }[];
  /** Runs `deno VERB ARGS` in the copy; what it prints. @throws {Error} when it fails. */
  deno(verb: string, ...args: string[]): Promise<string>;
  remove(): Promise<void>;
}

const CREATE = /^Create `([^`]+)`:$/;
const ADD =
  /^Add (?:this line|these lines) to `([^`]+)`(?:, below (the row of )?`([^`]+)`)?:$/;

/** Blocks in these languages are commands, for people. */
const COMMANDS = ["sh"];

/**
 * The instructions of a page, in its order. The paragraph before a block of code
 * says what to do with it: "Create `path`:", "Add this line to `path`:" at its
 * end, or "Add this line to `path`, below `words of a line`:".
 *
 * @param shown Matches the paragraphs before blocks that are only shown.
 * @throws {Error} for any other block of code without an instruction.
 */
export function editsOf(page: string, shown: RegExp | null = null): Edit[] {
  const blocks = readSource(page)
    .matchAll(/(?<=\n\n)((?:[^\n]+\n)+)\n```(\w+)\n([^]*?)^```$/gm);
  return [...blocks].flatMap(([, paragraph, language, code]): Edit[] => {
    const text = paragraph!.trim().replace(/\s+/g, " ");
    if (COMMANDS.includes(language!) || shown?.test(text)) return [];
    const create = CREATE.exec(text)?.[1];
    if (create) return [{ path: create, code: code!, place: "new file" }];
    const [, path, row, words] = ADD.exec(text) ?? [];
    if (!path) throw new Error(`${page}: what to do with this? ${text}`);
    const below = row === undefined ? words : `| ${words} `;
    return [{ path, code: code!, place: below ? { below } : "end" }];
  });
}

/** Makes the edits of a page in a copy of the project. */
export function followHowTo(
  page: string,
  shown: RegExp | null = null,
): EditedCopy {
  const edits = editsOf(page, shown);
  assert(edits.length > 0, `${page} has no instructions`);
  const root = copyOfProject();
  for (const edit of edits) make(root, edit);
  return {
    root,
    created: edits.filter(({ place }) => place === "new file")
      .map(({ path }) => path),
    added: edits.filter(({ place }) => place !== "new file")
      .map(({ path, code }) => ({ path, lines: code.split("\n").length - 1 })),
    deno: (verb, ...args) => runDeno(root, verb, args),
    remove: () => Deno.remove(root, { recursive: true }),
  };
}

function make(root: string, { path, code, place }: Edit): void {
  const file = `${root}/${path}`;
  if (place === "new file") {
    Deno.mkdirSync(file.slice(0, file.lastIndexOf("/")), { recursive: true });
    Deno.writeTextFileSync(file, code, { createNew: true });
  } else if (place === "end") {
    Deno.writeTextFileSync(file, code, { append: true, create: false });
  } else insertBelow(file, place.below, code);
}

function insertBelow(file: string, words: string, code: string): void {
  const lines = Deno.readTextFileSync(file).split("\n");
  const found = lines.flatMap((line, at) => line.includes(words) ? [at] : []);
  assert(found.length === 1, `${file}: ${found.length} lines have ${words}`);
  const at = found[0]!;
  // A page shows lines without the indentation that they have in the file.
  const inside = /[[{]$/.test(lines[at]!) ? "  " : "";
  const indent = /^ */.exec(lines[at]!)![0] + inside;
  const fresh = code.replace(/\n$/, "").split("\n");
  lines.splice(at + 1, 0, ...fresh.map((line) => indent + line));
  Deno.writeTextFileSync(file, lines.join("\n"));
}

async function runDeno(
  cwd: string,
  verb: string,
  args: string[],
): Promise<string> {
  // The pages tell how to edit the installer's settings.
  const env = { NO_COLOR: "1", SHIFTLIGHT_OWN_CONFIG: "1" };
  const command = denoCommand(verb, args, { cwd, env });
  const { success, stdout, stderr } = await command.output();
  const [out, error] = [stdout, stderr].map((each) =>
    new TextDecoder().decode(each)
  );
  assert(success, `deno ${verb} ${args.join(" ")}: ${error}\n${out}`);
  return out!;
}
