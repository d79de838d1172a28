import { ArgumentError, type Arguments, parseArguments } from "./arguments.ts";
import { installedApp } from "./installed_app.ts";
import { sampleScenario } from "./sample_scenario.ts";
import { parseScenario, type Scenario, ScenarioError } from "./scenario.ts";
import { createWorkspace } from "./workspace.ts";

/**
 * Requests sent at once come one by one over sockets; those within this many
 * milliseconds share one passage of virtual time.
 */
const GATHER_MS = 15;

/** Only this machine may reach a workspace that answers anybody. */
const HOSTNAME = "127.0.0.1";

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

function readScenario(
  file: string | null,
  states: readonly string[],
): Scenario {
  if (file === null) return parseScenario(sampleScenario, states);
  try {
    return parseScenario(readJson(file), states);
  } catch (error) {
    if (!(error instanceof ScenarioError)) throw error;
    throw new ScenarioError(`--scenario ${file}: ${error.message}`);
  }
}

function serve(
  port: number,
  handle: (request: Request) => Promise<Response>,
): void {
  try {
    Deno.serve({
      hostname: HOSTNAME,
      port,
      onListen: (address) =>
        console.log(
          `local workspace ready at http://${HOSTNAME}:${address.port}`,
        ),
      onError: (error) => {
        console.error(error);
        return Response.json({ error: String(error) }, { status: 500 });
      },
    }, handle);
  } catch (error) {
    if (!(error instanceof Deno.errors.AddrInUse)) throw error;
    refuse(
      `--port ${port}: already in use; stop what listens there or name another`,
    );
  }
}

async function main(args: Arguments): Promise<void> {
  const { app, states } = await installedApp();
  const workspace = createWorkspace({
    app,
    states,
    scenario: readScenario(args.scenario, states),
    latencyMs: args.latencyMs,
    rates: args.rates,
    functionLimitSeconds: args.functionLimitSeconds,
    realtime: args.realtime,
    gatherMs: GATHER_MS,
  });
  for (const signal of ["SIGINT", "SIGTERM"] as const) {
    Deno.addSignalListener(signal, () => Deno.exit(0));
  }
  serve(args.port, workspace.handle);
}

if (import.meta.main) {
  try {
    await main(parseArguments(Deno.args));
  } catch (error) {
    const expected = error instanceof ArgumentError ||
      error instanceof ScenarioError;
    if (!expected) throw error;
    refuse(error.message);
  }
}
