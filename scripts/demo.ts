/**
 * `deno task demo`: plays scenes in a local Slack workspace and exits 1 unless
 * everything in them came out right.
 *
 * See `USAGE`.
 */
import { playScene, type Scene } from "./demo/scene.ts";
import { SCENES } from "./demo/scenes.ts";
import { consoleStage } from "./demo/stage.ts";

const USAGE = `usage: deno task demo [--scene ${Object.keys(SCENES).join("|")}]

Plays scenes in a local Slack workspace and exits 1 unless everything in them came
out right. Nothing leaves this machine.

  --scene day       a working day: what people had before, during and after
  --scene sources   every kind of roster at once, one of them down
  --scene talk      ten minutes of questions and answers in a channel

Without --scene all are played. Tables fit the terminal, from 80 to 160 columns;
COLUMNS sets another width.`;

const NEXT = [
  "What next?",
  "  Try it yourself:     npx -y deno@2.9.6 task local",
  "  Your own rosters:    npx -y deno@2.9.6 task preview",
  "  Check your settings: npx -y deno@2.9.6 task config",
  "  Install it:          README.md, Installing into Slack",
];

/** @returns `null` if the arguments are not those of `USAGE`. */
function scenesIn(args: readonly string[]): Scene[] | null {
  if (args.length === 0) return Object.values(SCENES).map((make) => make());
  const [option, name = ""] = args;
  const known = option === "--scene" && Object.hasOwn(SCENES, name);
  return known && args.length === 2 ? [SCENES[name]!()] : null;
}

// `deno task` hands on a `--` before the arguments, as npm's users type it.
const args = Deno.args.filter((arg) => arg !== "--");
if (args.includes("--help") || args.includes("-h")) {
  console.log(USAGE);
  Deno.exit(0);
}
const scenes = scenesIn(args);
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
if (failures > 0) Deno.exit(1);
stage.line();
for (const line of NEXT) stage.line(line);
