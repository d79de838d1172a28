import { assert, assertEquals, assertMatch, assertThrows } from "@std/assert";
import {
  bundle,
  prepareBuildFolder,
} from "../../scripts/bundle/build_folder.ts";
import {
  denoExecutable,
  dispatch,
  type Outcome,
  sampleInputs,
} from "../../scripts/bundle/dispatch.ts";
import { loopbackApi } from "../../scripts/bundle/loopback_api.ts";
import { ROOT } from "../source_files.ts";

Deno.test("each required input gets a value of its type", () => {
  const definition = {
    input_parameters: {
      properties: {
        channel: { type: "slack#/types/channel_id" },
        mode: { type: "string", enum: ["defer", "skip"] },
        batch: { type: "integer", default: 25 },
        note: { type: "string" },
      },
      required: ["channel", "mode", "batch"],
    },
  };
  assertEquals(sampleInputs(definition), {
    channel: "C0123456789",
    mode: "defer",
    batch: 25,
  });
  assertEquals(sampleInputs(definition, { mode: "skip", other: 1 }), {
    channel: "C0123456789",
    mode: "skip",
    batch: 25,
  });
  assertEquals(sampleInputs({}), {});
});

Deno.test("a type without a sample is an error, not a gap", () => {
  const properties = { clock: { type: "slack#/types/date" } };
  const input_parameters = { properties, required: ["clock"] };
  assertThrows(
    () => sampleInputs({ input_parameters }),
    Error,
    "no sample for input clock",
  );
});

/** A function that asks Slack who it is, then does what is asked of it. */
function functionSource(before: string, inside: string): string {
  return `
${before}
import { DefineFunction, SlackFunction } from "./slack_sdk.ts";
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
  brings_its_own: functionSource(
    `import "../rosters/vendors/pagerduty/node_globals.ts";`,
    "process.argv.length;",
  ),
};

async function outcomes(): Promise<Record<string, Outcome>> {
  const folder = await Deno.makeTempDir();
  await using api = loopbackApi({});
  try {
    await prepareBuildFolder(ROOT, folder);
    const executable = await denoExecutable("1.46.2");
    const found: Record<string, Outcome> = {};
    for (const [name, source] of Object.entries(SOURCES)) {
      const path = `${folder}/functions/${name}.ts`;
      const output = `${folder}/out/${name}.js`;
      await Deno.writeTextFile(path, source);
      await bundle(folder, path, output);
      const request = { executable, bundle: output, inputs: {}, api };
      found[name] = await dispatch(request);
    }
    return found;
  } finally {
    await Deno.remove(folder, { recursive: true });
  }
}

Deno.test("a function that leans on process fails as it would at Slack", async () => {
  const all = await outcomes();
  assertEquals(Object.keys(all).sort(), Object.keys(SOURCES).sort());
  const { sound, brings_its_own, returns_nothing, ...leaning } = all;
  const fine = {
    ...{ ok: true, text: "outputs: {}", outputs: {} },
    asked: ["/api/auth.test"],
  };
  assertEquals(sound, fine);
  assertEquals(brings_its_own, fine);
  assertMatch(returns_nothing!.text, /neither outputs nor an error|undefined/);
  assertEquals(returns_nothing!.ok, false);
  assertEquals(Object.keys(leaning).length, 4);
  for (const [name, { ok, text }] of Object.entries(leaning)) {
    assert(!ok, name);
    assertMatch(text, /process is not defined/, name);
  }
});
