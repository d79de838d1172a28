import { assertEquals } from "@std/assert";
import * as datetime from "@std/datetime";

Deno.test("the constants are in milliseconds", () => {
  assertEquals({ ...datetime }, {
    SECOND: 1_000,
    MINUTE: 60_000,
    HOUR: 3_600_000,
    DAY: 86_400_000,
    WEEK: 604_800_000,
  });
});
