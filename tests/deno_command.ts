import { ROOT } from "./source_files.ts";

/**
 * `deno VERB ARGS` with the configuration of development, at the project's root
 * unless `options` name a folder.
 *
 * It takes `node_modules` as they are. Otherwise each start links the stand-ins
 * of `dev/` anew, and tests that run at that moment find a package missing.
 */
export function denoCommand(
  verb: string,
  args: string[],
  options: Deno.CommandOptions = {},
): Deno.Command {
  const config = ["-c", "deno.dev.jsonc"];
  // `deno fmt` reads no packages, and does not know the flag.
  if (verb !== "fmt") config.push("--node-modules-dir=manual");
  return new Deno.Command(Deno.execPath(), {
    cwd: ROOT,
    env: { NO_COLOR: "1" },
    ...options,
    args: [verb, ...config, ...args],
  });
}
