import { assert, assertEquals } from "@std/assert";
import fc from "fast-check";
import { shiftlight } from "../../packages/slack-box/shiftlight.ts";
import { complaints } from "../readable.ts";
import { quietly } from "./check_script.ts";
import { play } from "./play.ts";
import type { Script } from "./script.ts";
import { scripts } from "./script_arbitrary.ts";
import { OPERATOR } from "./stage.ts";

const SEEDS = 12;

/** Sources and schedules of the histories are named after their state. */
const OWN_NAMES =
  /(^• |, (?=[a-z_0-9, ]+: it )|[Ss]ource |schedule |no longer in )(?:P_)?(?:on_call|pto|deploy_freeze|focus)(?:_\d+)*\b/gm;

function scriptOf(seed: number): Script {
  const [script] = fc.sample(scripts({ steps: 200 }), { seed, numRuns: 1 });
  return script!;
}

Deno.test("people can read every message of a sample of histories", async () => {
  const found: string[] = [];
  let read = 0;
  for (let seed = 1; seed <= SEEDS; seed++) {
    const { messages } = await quietly(() => play(shiftlight, scriptOf(seed)));
    for (const { channel, text: json } of messages) {
      read++;
      const [text] = JSON.parse(json) as [string];
      const named = text.replace(OWN_NAMES, "$1Payments");
      const names = {
        ids: [OPERATOR, channel],
        states: ["on_call", "pto", "deploy_freeze"],
        mentionable: [OPERATOR],
      };
      for (const each of complaints({ channel, text: named }, names)) {
        found.push(`seed ${seed}, ${each}: ${text}`);
      }
    }
  }
  assertEquals(found, []);
  assert(read > 100, `only ${read} messages were read`);
});
