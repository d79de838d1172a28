/** Slack's hosted runtime, by the last version it published, and ours. */
export const DENO_VERSIONS = ["2.9.6", "1.46.2"] as const;

/** Where the executable of a version is; from npm unless it is running. */
export async function denoExecutable(version: string): Promise<string> {
  if (Deno.version.deno === version) return Deno.execPath();
  const command = new Deno.Command("npx", {
    args: [
      "-y",
      `deno@${version}`,
      "eval",
      "--no-config",
      "console.log(Deno.execPath())",
    ],
    stdin: "null",
    env: { NO_COLOR: "1" },
  });
  const { success, stdout, stderr } = await command.output();
  const [path] = new TextDecoder().decode(stdout).trim().split("\n").slice(-1);
  if (success && path) return path;
  const why = new TextDecoder().decode(stderr).trim();
  throw new Error(`Deno ${version} could not be had from npm: ${why}`);
}
