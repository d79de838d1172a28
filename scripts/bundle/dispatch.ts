import { makeCertificates } from "./certificates.ts";
import { httpsFront } from "./https_front.ts";

const SCRIPT = new URL("../dispatch_bundle.mjs", import.meta.url);

/** What a function may run when it is deployed. */
const LIMIT_MS = 60_000;

/** What Slack's runtime hands a function, as far as a bundle can be given it. */
export interface FunctionContext {
  env: Record<string, string>;
  team_id: string;
  /** As Slack sends it, with the event. */
  body: Record<string, unknown>;
}

/** One execution of a bundle. */
interface Dispatch {
  /** The Deno to run it on. */
  executable: string;
  /** Path of the bundle. */
  bundle: string;
  context: FunctionContext;
  /** The hosts that it may reach by https, and what answers for each. */
  hosts: ReadonlyMap<string, (request: Request) => Promise<Response>>;
  /** Ends it; else it may run as long as Slack lets a function run. */
  signal?: AbortSignal;
}

export interface Outcome {
  ok: boolean;
  /** The outcome in one line, or the failure in several. */
  text: string;
  /** What it returned; nothing if it failed. */
  outputs: Record<string, unknown>;
}

/**
 * Runs a bundle once in a process of its own, with no more permissions than
 * Slack gives it: its hosts and the folder it is in, and no environment. It
 * speaks https to its hosts by their real names; a proxy leads them here.
 */
export async function dispatch(request: Dispatch): Promise<Outcome> {
  const { executable, bundle, context, hosts } = request;
  const names = [...hosts.keys()];
  const certificates = makeCertificates(names);
  await using front = httpsFront(certificates, async (asked) => {
    const answer = hosts.get(new URL(asked.url).hostname);
    return await answer?.(asked) ?? new Response(null, { status: 404 });
  });
  await using authority = await textFile(certificates.authority);
  const { env, team_id, body } = context;
  const payload = { body, context: { team_id, variables: env } };
  const command = new Deno.Command(executable, {
    args: [
      "run",
      "--no-config",
      "--no-prompt",
      "--cached-only",
      "--quiet",
      `--allow-net=${names.join(",")}`,
      `--allow-read=${bundle.replace(/\/[^/]*$/, "")}`,
      SCRIPT.pathname,
      bundle,
      JSON.stringify(payload),
    ],
    stdin: "null",
    clearEnv: true,
    env: {
      NO_COLOR: "1",
      HTTPS_PROXY: front.proxy,
      DENO_CERT: authority.path,
    },
    signal: AbortSignal.any([
      AbortSignal.timeout(LIMIT_MS),
      ...(request.signal ? [request.signal] : []),
    ]),
  });
  const { success, stdout, stderr } = await command.output();
  const [said, failed] = [stdout, stderr].map((bytes) =>
    new TextDecoder().decode(bytes).trim()
  );
  if (!success) {
    const text = failed || said || "it ended mute";
    return { ok: false, text, outputs: {} };
  }
  const text = said!.split("\n").at(-1)!;
  const outputs = JSON.parse(text.replace(/^outputs: /, ""));
  return { ok: true, text, outputs };
}

/** A file that is there until it is disposed of. */
async function textFile(text: string) {
  const path = await Deno.makeTempFile();
  await Deno.writeTextFile(path, text);
  return { path, [Symbol.asyncDispose]: () => Deno.remove(path) };
}

/**
 * The version of development, the one that Slack's hosted functions come nearest
 * to by their stack traces, and the last one that Slack published for them.
 */
export const DENO_VERSIONS = ["2.9.6", "2.4.4", "1.46.2"] as const;

/** The path of a version's executable; from npm unless it is the running one. */
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
