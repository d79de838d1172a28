import { assertEquals } from "@std/assert";
import { judgeDay } from "./judge.ts";
import { playDay } from "./random_day.ts";

const DAYS = 120;

Deno.test("random days keep the promise", async () => {
  for (let seed = 1; seed <= DAYS; seed++) {
    const log = await playDay(seed);
    try {
      const faults = await judgeDay(log);
      // The whole story, so that a failure can be read without playing it again.
      const told = [`seed ${seed}`, ...log.story].join("\n");
      assertEquals(faults, [], told);
    } finally {
      log.session.close();
    }
  }
});
