import { assert, assertEquals, assertMatch } from "@std/assert";
import { bundle, ROOT } from "../../scripts/bundle/bundle_functions.ts";
import {
  DENO_VERSIONS,
  denoExecutable,
  dispatch,
  type Outcome,
} from "../../scripts/bundle/dispatch.ts";

/** A function that asks Slack who it is, then does what is asked of it. */
function functionSource(before: string, inside: string): string {
  return `
${before}
import { DefineFunction, SlackFunction } from "${ROOT}/functions/slack_sdk.ts";
const definition = DefineFunction({
  callback_id: "sample",
  title: "Sample",
  source_file: "functions/sample.ts",
});
declare const process: { env: Record<string, string>; argv: string[] };
export default SlackFunction(definition, async ({ client }) => {
  const answer = await client.apiCall("auth.test");
  if (!answer.ok) return { error: "Slack did not answer" };
  ${inside}
  return { outputs: {} };
});
`;
}

const SOURCES: Record<string, string> = {
  sound: functionSource("", ""),
  reads_env: functionSource("", "console.log(process.env.HOME);"),
  reads_argv: functionSource("", "console.log(process.argv[1]);"),
  reads_env_while_loading: functionSource(
    "",
    "",
  ) + "\nexport const home = process.env.HOME;",
  catches_it: functionSource(
    "",
    "try { process.env.HOME; } catch (e) { return { error: String(e) }; }",
  ),
  returns_nothing: functionSource("", "return undefined as never;"),
  asks_another_host: functionSource(
    "",
    `await fetch("https://elsewhere.invalid/");`,
  ),
  asks_by_node_https: functionSource(
    `import { get } from "node:https";`,
    `await new Promise((done, fail) => {
       get("https://vendor.invalid/", done).on("error", fail);
     });`,
  ),
  asks_without_tls: functionSource(
    "",
    `await fetch("http://vendor.invalid:443/");`,
  ),
};

/** The sources' bundles, run by this Deno against two hosts. */
async function outcomes(
  version: string,
): Promise<Record<string, Outcome & { asked: string[] }>> {
  const folder = await Deno.makeTempDir();
  try {
    const executable = await denoExecutable(version);
    const found: Record<string, Outcome & { asked: string[] }> = {};
    for (const [name, source] of Object.entries(SOURCES)) {
      const [path, output] = [`${folder}/${name}.ts`, `${folder}/${name}.js`];
      await Deno.writeTextFile(path, source);
      await bundle(path, output);
      const asked: string[] = [];
      const answer = (request: Request) => {
        asked.push(`${request.method} ${request.url}`);
        return Promise.resolve(Response.json({ ok: true }));
      };
      const outcome = await dispatch({
        executable,
        bundle: output,
        context: {
          env: {},
          team_id: "T0123456789",
          body: { event: { inputs: {}, bot_access_token: "xwfp-sample" } },
        },
        hosts: new Map([["slack.com", answer], ["vendor.invalid", answer]]),
      });
      found[name] = { ...outcome, asked };
    }
    return found;
  } finally {
    await Deno.remove(folder, { recursive: true });
  }
}

/** What each that fails on every Deno says. */
const FAILURES: Record<string, RegExp> = {
  returns_nothing: /neither outputs nor an error|undefined/,
  asks_another_host: /net access to "elsewhere\.invalid/,
  // The name is not found, or Deno's own code lacks a permission before.
  asks_by_node_https: /access to "(NODE_EXTRA_CA_CERTS|ca)"|ENOTFOUND/,
  asks_without_tls: /fetch failed|error sending request/,
};

for (const version of DENO_VERSIONS) {
  Deno.test(`on Deno ${version} a bundle may do what it may at Slack`, async () => {
    const { sound, reads_argv, ...rest } = await outcomes(version);
    const asked = ["POST https://slack.com/api/auth.test"];
    assertEquals(sound, { ok: true, text: "outputs: {}", outputs: {}, asked });
    const hasProcess = version !== "1.46.2";
    const ofProcess = hasProcess ? /env access to/ : /process is not defined/;
    assertEquals(reads_argv!.ok, hasProcess);
    const reasons = {
      ...FAILURES,
      reads_env: ofProcess,
      reads_env_while_loading: ofProcess,
      catches_it: ofProcess,
    };
    assertEquals(Object.keys(rest).sort(), Object.keys(reasons).sort());
    for (const [name, reason] of Object.entries(reasons)) {
      assert(!rest[name]!.ok, name);
      assertMatch(rest[name]!.text, reason, name);
      // Nothing reached a host in a way that it should not.
      const loads = name !== "reads_env_while_loading";
      assertEquals(rest[name]!.asked, loads ? asked : [], name);
    }
  });
}
