import type { FunctionDefinition, Parameter } from "./build_folder.ts";
import { type LoopbackApi, PERSON } from "./loopback_api.ts";

const SCRIPT = new URL("../dispatch_bundle.mjs", import.meta.url);

/** The execution that every dispatch has, so that later steps find earlier ones. */
const EXECUTION = "Fx0123456789";

/** One execution of a bundle. */
interface Dispatch {
  /** The Deno to run it on. */
  executable: string;
  /** Path of the bundle, named by the function's callback id. */
  bundle: string;
  inputs: Record<string, unknown>;
  api: LoopbackApi;
}

export interface Outcome {
  ok: boolean;
  /** The outcome in one line, or the failure in several. */
  text: string;
  /** What it returned; nothing if it failed. */
  outputs: Record<string, unknown>;
  /** The paths that it asked Slack and PagerDuty for. */
  asked: string[];
}

/**
 * Runs a bundle once in a process of its own, with no more permissions than
 * Slack gives it: the network, here the loopback alone, and no environment.
 */
export async function dispatch(request: Dispatch): Promise<Outcome> {
  const { executable, bundle, api } = request;
  const folder = bundle.replace(/\/[^/]*$/, "");
  const command = new Deno.Command(executable, {
    args: [
      "run",
      "--no-config",
      "--no-prompt",
      "--cached-only",
      "--quiet",
      "--allow-net=127.0.0.1",
      `--allow-read=${folder}`,
      SCRIPT.pathname,
      bundle,
      JSON.stringify(payloadOf(request)),
    ],
    stdin: "null",
    env: { NO_COLOR: "1" },
  });
  const { success, stdout, stderr } = await command.output();
  const asked = api.takeAsked();
  const [said, failed] = [stdout, stderr].map((bytes) =>
    new TextDecoder().decode(bytes).trim()
  );
  if (!success) {
    const text = failed || said || "it ended mute";
    return { ok: false, text, outputs: {}, asked };
  }
  const text = said!.split("\n").at(-1)!;
  const outputs = JSON.parse(text.replace(/^outputs: /, ""));
  return { ok: true, text, outputs, asked };
}

/** As Slack sends it. */
function payloadOf({ bundle, inputs, api }: Dispatch): unknown {
  const [, callback_id] = bundle.match(/([^/]+)\.js$/) ?? [];
  return {
    body: {
      event: {
        type: "function_executed",
        function: { callback_id },
        function_execution_id: EXECUTION,
        inputs,
        bot_access_token: "xwfp-sample",
      },
    },
    context: {
      team_id: "T0123456789",
      variables: {
        SLACK_API_URL: api.slack,
        PAGERDUTY_API_URL: api.pagerduty,
        PAGERDUTY_TOKEN: "sample",
        [`USER_TOKEN_${PERSON}`]: "xoxp-sample",
        SHIFTLIGHT_CONFIG: JSON.stringify({ limits: { function_seconds: 15 } }),
      },
    },
  };
}

/** The version of development, and the last one that Slack published for its runtime. */
export const DENO_VERSIONS = ["2.9.6", "1.46.2"] as const;

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

const SAMPLES: Record<string, unknown> = {
  // Most texts name a record that an earlier step left.
  string: EXECUTION,
  boolean: false,
  integer: 1,
  number: 1,
  array: ["on_call"],
  "slack#/types/channel_id": "C0123456789",
  "slack#/types/user_id": PERSON,
  "slack#/types/timestamp": 1_772_438_400,
  "slack#/types/interactivity": {
    interactivity_pointer: "1.2.abc",
    interactor: { id: PERSON, secret: "sample" },
  },
};

/** Inputs whose text is not the id of an execution. */
const NAMED: Record<string, unknown> = { handoffs: "none" };

/**
 * A value for each required input of a function.
 *
 * @param known Values that an earlier step returned, by the input's name.
 */
export function sampleInputs(
  definition: FunctionDefinition,
  known: Record<string, unknown> = {},
): Record<string, unknown> {
  const { properties = {}, required = [] } = definition.input_parameters ?? {};
  return Object.fromEntries(
    required.map((name) => [
      name,
      known[name] ?? sample(name, properties[name]!),
    ]),
  );
}

function sample(name: string, parameter: Parameter): unknown {
  const value = NAMED[name] ?? parameter.default ?? parameter.enum?.[0] ??
    SAMPLES[String(parameter.type)];
  if (value !== undefined) return value;
  throw new Error(`There is no sample for input ${name}: ${parameter.type}`);
}
