import { assert, assertEquals } from "@std/assert";
import { checkSeed, quietly } from "./check_script.ts";
import { MUTANTS } from "./mutants/all.ts";
import { mutated } from "./mutants/intercept.ts";
import { isCaught, PIN_OPTIONS, readPins } from "./mutants/pins.ts";

/** Every change of the generator or of the order of calls moves the pins. */
const REMEDY = "run `deno task simulate --pin`";

const pins = await readPins();

Deno.test("each mutant has a pin, and each pin a mutant", () => {
  const names = MUTANTS.map(({ name }) => name);
  assertEquals(Object.keys(pins).sort(), names.toSorted(), REMEDY);
  assertEquals(new Set(names).size, names.length, "two mutants share a name");
});

for (const mutant of MUTANTS) {
  const seed = pins[mutant.name];
  Deno.test(`caught: ${mutant.name}`, async () => {
    assert(seed, `it has no pin: ${REMEDY}`);
    const report = await quietly(() =>
      checkSeed(seed, {
        ...PIN_OPTIONS,
        mutate: (app) => mutated(app, mutant.make),
      })
    );
    assert(
      isCaught(mutant, report),
      `not caught at its pinned seed ${seed}: ${REMEDY}`,
    );
  });
}
