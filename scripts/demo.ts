/**
 * `deno task demo`: plays scenes in a local Slack workspace and exits 1 unless
 * everything in them came out right.
 *
 *     deno task demo --scene day       a working day
 *     deno task demo --scene sources   every kind of roster at once, one of them down
 *
 * Without `--scene` both are played.
 */
import { dayScene } from "./demo/day/scene.ts";
import { playScene, type Scene } from "./demo/scene.ts";
import { sourcesScene } from "./demo/sources/scene.ts";
import { consoleStage } from "./demo/stage.ts";

const SCENES: Record<string, () => Scene> = {
  day: dayScene,
  sources: sourcesScene,
};

const USAGE = `usage: deno task demo [--scene ${
  Object.keys(SCENES).join("|")
}]`;

/** @returns `null` if the arguments are not those of `USAGE`. */
function scenesIn(args: readonly string[]): Scene[] | null {
  if (args.length === 0) return Object.values(SCENES).map((make) => make());
  const [option, name = ""] = args;
  const known = option === "--scene" && Object.hasOwn(SCENES, name);
  return known && args.length === 2 ? [SCENES[name]!()] : null;
}

// `deno task` hands on a `--` before the arguments, as npm's users type it.
const scenes = scenesIn(Deno.args.filter((arg) => arg !== "--"));
if (scenes === null) {
  console.error(`demo: cannot use the arguments ${Deno.args.join(" ")}`);
  console.error(USAGE);
  Deno.exit(2);
}
const stage = consoleStage();
let failures = 0;
for (const [index, scene] of scenes.entries()) {
  if (index > 0) stage.line();
  failures += await playScene(scene, stage);
}
Deno.exit(failures === 0 ? 0 : 1);
