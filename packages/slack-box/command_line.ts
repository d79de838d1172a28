import type { App } from "./app.ts";
import { OptionError, readOptions } from "./options.ts";
import { parseScenario, ScenarioError } from "./scenario.ts";
import type { Scenario } from "./scenario_schema.ts";
import { serve } from "./serve.ts";
import { createWorkspace } from "./workspace.ts";

interface Arguments {
  port: number;
  scenario: string | null;
  latencyMs: number;
  rates: "documented" | "none";
  functionLimitSeconds: number;
  realtime: boolean;
}

function wholeNumber(
  name: string,
  text: string,
  minimum: number,
  maximum: number,
): number {
  const value = /^\d+$/.test(text) ? Number(text) : NaN;
  if (value >= minimum && value <= maximum) return value;
  throw new OptionError(
    `--${name}: expected a whole number from ${minimum} to ${maximum}, got ${
      JSON.stringify(text)
    }`,
  );
}

const OPTIONS = {
  port: { type: "string", default: "4390" },
  scenario: { type: "string" },
  "latency-ms": { type: "string", default: "80" },
  rates: { type: "string", default: "documented" },
  "function-limit": { type: "string", default: "60" },
  realtime: { type: "boolean", default: false },
} as const;

const usageOf = (command: string) =>
  `usage: ${command} [options]

Serves a Slack workspace with the app installed on 127.0.0.1: Slack's Web API, the
APIs of roster vendors, and a clock that you move. Nothing leaves this machine.

  --port N               the port (4390); 0 chooses a free one
  --scenario FILE        the people, schedules and time to begin with, as JSON
                         (slack-box's README, Scenario files)
  --latency-ms N         how long a call takes, by the workspace's clock (80)
  --rates documented     Slack's documented rate limits (the default)
  --rates none           no rate limits
  --function-limit N     how many seconds one step may take (60)
  --realtime             the clock runs by itself
  --help                 this text

GET /control lists all addresses.`;

/**
 * The arguments of the command.
 *
 * @throws {OptionError} an unknown argument, or a value that does not fit.
 */
export function parseArguments(args: string[]): Arguments {
  const values = readOptions(args, OPTIONS);
  const { rates } = values;
  if (rates !== "documented" && rates !== "none") {
    throw new OptionError(
      `--rates: expected documented or none, got ${JSON.stringify(rates)}`,
    );
  }
  return {
    port: wholeNumber("port", values.port, 0, 65_535),
    scenario: values.scenario ?? null,
    latencyMs: wholeNumber("latency-ms", values["latency-ms"], 0, 60_000),
    rates,
    functionLimitSeconds: wholeNumber(
      "function-limit",
      values["function-limit"],
      1,
      3_600,
    ),
    realtime: values.realtime,
  };
}

/**
 * Requests that are sent together arrive one by one over sockets. Those within
 * this many milliseconds share one passage of virtual time.
 */
const GATHER_MS = 15;

/** The scenario if neither the command line nor the app names one. */
const SMALLEST_SCENARIO = {
  now: "2026-03-02T08:00:00Z",
  people: [{ id: "UALICE", name: "alice", email: "alice@example.com" }],
};

function refuse(message: string): never {
  console.error(`local: ${message}`);
  Deno.exit(2);
}

function readJson(file: string): unknown {
  let text: string;
  try {
    text = Deno.readTextFileSync(file);
  } catch (error) {
    throw new ScenarioError(`cannot be read: ${(error as Error).message}`);
  }
  try {
    return JSON.parse(text);
  } catch (error) {
    throw new ScenarioError(`is not JSON: ${(error as Error).message}`);
  }
}

function readScenario(file: string | null, app: App): Scenario {
  if (file === null) {
    return parseScenario(app.sampleScenario ?? SMALLEST_SCENARIO, app);
  }
  try {
    return parseScenario(readJson(file), app);
  } catch (error) {
    if (!(error instanceof ScenarioError)) throw error;
    throw new ScenarioError(`--scenario ${file}: ${error.message}`);
  }
}

/** What to do about a port that cannot be served; throws for any other error. */
function whyNotServed(error: unknown): string {
  if (error instanceof Deno.errors.AddrInUse) {
    return "already in use; stop what listens there or name another";
  }
  if (error instanceof Deno.errors.PermissionDenied) {
    return "you may not listen there; name a port above 1023";
  }
  throw error;
}

function start(app: App, args: Arguments): void {
  const workspace = createWorkspace({
    app,
    scenario: readScenario(args.scenario, app),
    latencyMs: args.latencyMs,
    rates: args.rates,
    functionLimitSeconds: args.functionLimitSeconds,
    realtime: args.realtime,
    gatherMs: GATHER_MS,
  });
  for (const signal of ["SIGINT", "SIGTERM"] as const) {
    Deno.addSignalListener(signal, () => Deno.exit(0));
  }
  try {
    serve(
      args.port,
      workspace.handle,
      (root) => greet(root, workspace.handle),
    );
  } catch (error) {
    throw new OptionError(`--port ${args.port}: ${whyNotServed(error)}`);
  }
}

/** Says who is there, which links can be clicked, and what to try first. */
async function greet(
  root: string,
  handle: (request: Request) => Promise<Response>,
): Promise<void> {
  const ask = async (path: string) =>
    await (await handle(new Request(root + path))).json();
  const people: { id: string }[] = await ask("/control/people");
  const triggers: { id: string; type: string; name: string }[] = await ask(
    "/control/triggers",
  );
  const links = triggers.filter(({ type }) => type === "shortcut");
  const [link] = links;
  const lines = [
    "",
    `people  ${people.map(({ id }) => id).join(", ")}`,
    `links   ${links.map(({ name }) => name).join(", ")}`,
    "",
    "Try:",
    `  curl ${root}/control/people`,
    `  curl -X POST ${root}/control/clock -d '{"advance_seconds": 3600}'`,
    ...(link
      ? [
        `  curl -X POST ${root}/control/triggers/${link.id}/trip -d '{"user": "${
          people[0]!.id
        }"}'   # ${link.name}`,
      ]
      : []),
    "",
    `All addresses: curl ${root}/control. Ctrl-C ends it.`,
  ];
  console.log(lines.join("\n"));
}

/**
 * Serves a workspace with the app installed on 127.0.0.1 until the process is
 * interrupted. A wrong argument or scenario file is one line on standard error,
 * and the process ends with 2.
 *
 * @param app The app to install.
 * @param args The command line, `Deno.args`.
 * @param command What people type to start it, for `--help`.
 * @example
 * const FILE = "my_app.ts";
 * if (import.meta.main) runCommandLine(myApp, Deno.args, `deno run -A ${FILE}`);
 */
export function runCommandLine(
  app: App,
  args: string[],
  command: string,
): void {
  if (args.includes("--help") || args.includes("-h")) {
    console.log(usageOf(command));
    return;
  }
  try {
    start(app, parseArguments(args));
  } catch (error) {
    const expected = error instanceof OptionError ||
      error instanceof ScenarioError;
    if (!expected) throw error;
    refuse(error.message);
  }
}
