import { assert, assertEquals } from "@std/assert";
import { shortKey } from "../../../app/report/deduplicate.ts";

Deno.test("similar texts have different keys, all of them short", () => {
  const keys = new Set<string>();
  for (let index = 0; index < 100_000; index++) {
    const key = shortKey(`U${index} status users.profile.set: too_long`);
    assert(key.length <= 11, key);
    keys.add(key);
  }
  assertEquals(keys.size, 100_000);
});

Deno.test("a key is the same in every release, so what was reported stays reported", () => {
  assertEquals(shortKey("payments: answered 500"), "gjb2zww9OUb");
});
