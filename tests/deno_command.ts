import { ROOT } from "./source_files.ts";

/**
 * `deno VERB ARGS` with the configuration of development, at the project's root
 * unless `options` name a folder.
 *
 * It takes `node_modules` as they are. Otherwise each start links the stand-ins
 * of `dev/` again, and tests that run at that moment find a package missing.
 */
export function denoCommand(
  verb: string,
  args: string[],
  options: Deno.CommandOptions = {},
): Deno.Command {
  return new Deno.Command(Deno.execPath(), {
    cwd: ROOT,
    env: { NO_COLOR: "1" },
    ...options,
    args: withConfiguration(verb, args),
  });
}

function withConfiguration(verb: string, args: string[]): string[] {
  const config = ["-c", "deno.dev.jsonc"];
  // `deno fmt` reads no packages, and does not know the flag.
  if (verb !== "fmt") config.push("--node-modules-dir=manual");
  return [verb, ...config, ...args];
}

/**
 * The same on a terminal of a width, which the `script` of util-linux makes. What
 * the terminal shows is the command's output.
 *
 * @param columnsSet Value of `COLUMNS`; empty: a developer's own must not count.
 * @param stdin What is written to a piped one is typed.
 */
export function denoOnTerminal(
  verb: string,
  args: string[],
  columns: number,
  columnsSet = "",
  stdin: "null" | "piped" = "null",
): Deno.Command {
  const deno = [Deno.execPath(), ...withConfiguration(verb, args)].join(" ");
  const run = `stty cols ${columns} rows 50 && COLUMNS=${columnsSet} ${deno}`;
  return new Deno.Command("script", {
    args: ["-qec", run, "/dev/null"],
    cwd: ROOT,
    env: { NO_COLOR: "1" },
    stdin,
    stdout: "piped",
  });
}
