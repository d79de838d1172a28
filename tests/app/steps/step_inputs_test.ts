import { assertEquals, assertThrows } from "@std/assert";
import { readScope } from "../../../app/steps/step_inputs.ts";

Deno.test("a scope left out is everybody", () => {
  for (const scope of [undefined, "", "  ", "everybody", " everybody "]) {
    assertEquals(readScope({ scope }), "everybody");
  }
  assertEquals(readScope({ scope: "watched" }), "watched");
  assertEquals(readScope({ scope: "nothing" }), "nothing");
});

Deno.test("any other word is refused: it would look like everybody", () => {
  for (const scope of ["Everybody", "no", "nothing,watched"]) {
    assertThrows(
      () => readScope({ scope }),
      Error,
      `scope: "${scope}" is none of nothing, watched, everybody; leave it out for everybody`,
    );
  }
});
