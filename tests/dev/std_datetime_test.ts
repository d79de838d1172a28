import { assertEquals } from "@std/assert";
import { DAY, HOUR, MINUTE, SECOND, WEEK } from "@std/datetime";
import * as constants from "@std/datetime/constants";

Deno.test("the constants are in milliseconds", () => {
  assertEquals(
    [SECOND, MINUTE, HOUR, DAY, WEEK],
    [1_000, 60_000, 3_600_000, 86_400_000, 604_800_000],
  );
  assertEquals({ ...constants }, { SECOND, MINUTE, HOUR, DAY, WEEK });
});
