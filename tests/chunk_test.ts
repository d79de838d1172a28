import { assertEquals, assertThrows } from "@std/assert";
import { chunk } from "../chunk.ts";

Deno.test("items are split into groups of at most that size, in order", () => {
  assertEquals(chunk([1, 2, 3, 4, 5], 2), [[1, 2], [3, 4], [5]]);
  assertEquals(chunk([1, 2], 2), [[1, 2]]);
  assertEquals(chunk([1], 25), [[1]]);
  assertEquals(chunk([], 3), []);
});

Deno.test("a size that is no whole number above zero is refused", () => {
  for (const size of [0, -1, 1.5, NaN]) {
    assertThrows(() => chunk([1], size), RangeError, `not ${size}`);
  }
});
