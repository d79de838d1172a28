import { parseArgs, type ParseArgsConfig } from "node:util";

/** Thrown for a wrong argument of a command; the message is one line. */
export class OptionError extends Error {}

/**
 * The options on a command line.
 *
 * @param args As Deno has them. A `--` is skipped: `deno task` hands it on, and
 * npm's users type it.
 * @param options As `parseArgs` of `node:util` takes them.
 * @throws {OptionError} for an argument that is none of them; it names them all.
 */
export function readOptions<
  const T extends NonNullable<ParseArgsConfig["options"]>,
>(args: string[], options: T) {
  try {
    const given = args.filter((arg) => arg !== "--");
    return parseArgs({ args: given, options }).values;
  } catch (error) {
    const [line] = (error as Error).message.split("\n");
    const names = Object.keys(options).map((name) => `--${name}`).join(", ");
    throw new OptionError(
      `${line!.replace(/\.$/, "")}; the options are ${names}`,
    );
  }
}
