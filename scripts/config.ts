/**
 * `deno task config`: checks `shiftlight.config.ts`, and prints every problem with
 * its place, or what the settings amount to. Exits 1 if the app cannot use them.
 */
import { summaryOf } from "./config/summary.ts";
import { refuseArguments } from "./arguments.ts";
import { problemsOf } from "./config/problems.ts";

const USAGE = `usage: deno task config

Checks shiftlight.config.ts. It prints every problem with its place; or, if
there is none, what people will see, what the app will do, and what is left to
do before it can run. It changes nothing and reaches no network.`;

refuseArguments("config", USAGE);
try {
  const { default: config } = await import("../shiftlight.config.ts");
  const { default: manifest } = await import("../manifest.ts");
  console.log(summaryOf(config, manifest, Date.now() / 1000).join("\n"));
} catch (thrown) {
  console.error(problemsOf(thrown).join("\n"));
  Deno.exit(1);
}
