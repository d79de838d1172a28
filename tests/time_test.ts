import { assertEquals } from "@std/assert";
import {
  isTimeZone,
  SECONDS_PER_DAY,
  SECONDS_PER_HOUR,
  SECONDS_PER_MINUTE,
  SECONDS_PER_WEEK,
} from "../time.ts";

Deno.test("durations are in seconds", () => {
  assertEquals(
    [SECONDS_PER_MINUTE, SECONDS_PER_HOUR, SECONDS_PER_DAY, SECONDS_PER_WEEK],
    [60, 3600, 86_400, 604_800],
  );
});

Deno.test("a time zone is one that the runtime knows", () => {
  for (const name of ["Europe/London", "America/New_York", "UTC"]) {
    // Twice: the second answer comes from what is remembered.
    assertEquals([isTimeZone(name), isTimeZone(name)], [true, true], name);
  }
  for (const name of ["Europe/Londn", "", "Mars/Olympus"]) {
    assertEquals([isTimeZone(name), isTimeZone(name)], [false, false], name);
  }
});
