import { InvalidConfig } from "../../config/define_config.ts";

const FILE = "shiftlight.config.ts";

/** Terminal colours, with which Deno marks places in its messages. */
// deno-lint-ignore no-control-regex
const COLOURS = /\x1b\[[0-9;]*m/g;

/**
 * What is wrong with the installer's file, as lines to read.
 *
 * @param thrown What loading the file threw: problems of its settings, or an error
 * of the language, such as a missing comma or an unknown name.
 * @param file The file's name.
 */
export function problemsOf(thrown: unknown, file = FILE): string[] {
  if (thrown instanceof InvalidConfig) {
    const { problems } = thrown;
    const count = problems.length === 1
      ? "a problem"
      : `${problems.length} problems`;
    return [
      `${file} has ${count}:`,
      "",
      ...problems.map((problem) => `  ${problem}`),
    ];
  }
  return [
    `${file} cannot be loaded:`,
    "",
    ...placed(thrown).map((line) => `  ${line}`),
  ];
}

/** The message of an error of the language, with its place in the project. */
function placed(thrown: unknown): string[] {
  if (!(thrown instanceof Error)) return [String(thrown)];
  const { message, stack = "" } = thrown;
  const lines = shortened(message).trimEnd().split("\n");
  if (message.includes("file://")) return lines;
  const [place] = shortened(stack).match(/[\w./-]+\.ts:\d+:\d+/) ?? [];
  return place ? [...lines, `    at ${place}`] : lines;
}

function shortened(text: string): string {
  const root = new URL("../../", import.meta.url).href;
  return text.replace(COLOURS, "").replaceAll(root, "")
    .replaceAll(`${FILE}?own`, FILE);
}
