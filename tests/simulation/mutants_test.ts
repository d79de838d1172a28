import { assert } from "@std/assert";
import { checkSeed } from "./check_script.ts";
import { quietly } from "./quietly.ts";
import { MUTANTS } from "./mutants/all.ts";
import { mutated } from "./mutants/mutation.ts";

/** Whatever breaks the app is found within so many seeds. */
const SEEDS = 300;

for (const { name, breaks, make } of MUTANTS) {
  Deno.test(`caught: ${name}`, async () => {
    for (let seed = 1; seed <= SEEDS; seed++) {
      const { rules } = await quietly(() =>
        checkSeed(seed, {
          steps: 200,
          shrink: false,
          mutate: (app) => mutated(app, make),
        })
      );
      if (rules.some((rule) => breaks.includes(rule))) return;
    }
    assert(false, `not caught within ${SEEDS} seeds`);
  });
}
