import { assert, assertEquals, assertThrows } from "@std/assert";
import fc from "fast-check";
import { checkSeed, quietly } from "./check_script.ts";
import { readCommand } from "./command_line.ts";
import { judge } from "./judge/judge.ts";
import { play } from "./play.ts";
import type { Script } from "./script.ts";
import { scripts } from "./script_arbitrary.ts";
import { shiftlight } from "../../packages/slack-box/shiftlight.ts";
import { timelineOf } from "./timeline.ts";
import { RECORD_MUTANTS } from "./mutants/record_mutants.ts";
import { mutated } from "./mutants/intercept.ts";

function scriptOf(seed: number): Script {
  let found: Script | null = null;
  const property = fc.property(scripts({ steps: 200 }), (script) => {
    found = script;
  });
  fc.check(property, { seed, numRuns: 1, unbiased: true });
  return found!;
}

async function timeline(seed: number): Promise<string> {
  const app = shiftlight;
  const recording = await quietly(() => play(app, scriptOf(seed)));
  return timelineOf(recording, judge(recording));
}

Deno.test("the same seed makes the same history again, after others were played", async () => {
  for (const seed of [1, 2, 3]) {
    const once = await timeline(seed);
    await timeline(seed + 100);
    assertEquals(await timeline(seed), once);
  }
});

Deno.test("the first seeds keep the promise, and something happens in them", async () => {
  let writes = 0;
  for (let seed = 1; seed <= 20; seed++) {
    const report = await quietly(() =>
      checkSeed(seed, { steps: 200, shrink: true })
    );
    assertEquals(report.rules, [], `seed ${seed}\n${report.story}`);
    writes += report.writes;
  }
  assert(writes > 100, `only ${writes} statuses were written`);
});

Deno.test("a history that breaks the promise shrinks to few steps", async () => {
  const mutant = RECORD_MUTANTS.find(({ name }) =>
    name.includes("opting out")
  )!;
  const report = await quietly(() =>
    checkSeed(1, {
      steps: 200,
      shrink: true,
      mutate: (app) => mutated(app, mutant.make),
    })
  );
  assert(report.rules.includes("consent"), report.rules.join());
  assert(report.steps <= 2, `${report.steps} steps are left`);
  assert(report.story.includes("!! consent"), report.story);
});

Deno.test("the command line says how many seeds, from where, and how long", () => {
  const plain = { pin: false, seed: 1, seeds: 500, steps: 200, seconds: 300 };
  assertEquals(readCommand([]), plain);
  assertEquals(readCommand(["--seeds", "10"]), { ...plain, seeds: 10 });
  assertEquals(readCommand(["--seed", "7"]), { ...plain, seed: 7, seeds: 1 });
  assertEquals(
    readCommand(["--seed", "7", "--seeds", "3", "--steps", "20"]),
    { ...plain, seed: 7, seeds: 3, steps: 20 },
  );
});

Deno.test("--pin takes limits of its own", () => {
  const pin = { pin: true, seed: 1, seeds: 2000, steps: 200, seconds: 300 };
  assertEquals(readCommand(["--pin"]), pin);
  assertEquals(
    readCommand(["--seconds", "60", "--pin", "--seeds", "40"]),
    { ...pin, seeds: 40, seconds: 60 },
  );
  assertThrows(() => readCommand(["--pin", "--seed", "7"]), Error, "--seed:");
  assertThrows(() => readCommand(["--seconds", "7"]), Error, "--seconds:");
});

Deno.test("a wrong argument is named", () => {
  assertThrows(() => readCommand(["--sed", "7"]), Error, "--sed: unknown");
  assertThrows(() => readCommand(["--seed"]), Error, "--seed: a whole number");
  assertThrows(() => readCommand(["--steps", "x"]), Error, "--steps");
  assertThrows(() => readCommand(["--seeds", "0"]), Error, "from 1 up");
  assertEquals(readCommand(["--", "--seed", "0"]).seed, 0);
});
