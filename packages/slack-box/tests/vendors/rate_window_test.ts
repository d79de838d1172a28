import { assertEquals } from "@std/assert";
import { RateWindow } from "../../vendors/stand_in.ts";

Deno.test("a window admits its limit, and more once the oldest have left it", () => {
  const window = new RateWindow(2, 10_000, "documented");
  assertEquals([window.admit(0), window.remaining], [true, 1]);
  assertEquals([window.admit(4_000), window.remaining], [true, 0]);
  assertEquals(window.secondsToReset(4_500), 6);
  assertEquals([window.admit(9_999), window.remaining], [false, 0]);
  // One that was refused does not count.
  assertEquals(window.admit(10_000), true);
  assertEquals(window.secondsToReset(10_000), 4);
  assertEquals(window.admit(13_999), false);
  assertEquals(window.admit(14_000), true);
});

Deno.test("without rates a window admits everything and counts nothing", () => {
  const window = new RateWindow(1, 10_000, "none");
  for (let n = 0; n < 5; n++) assertEquals(window.admit(n), true);
  assertEquals([window.remaining, window.secondsToReset(5)], [1, 10]);
});
