import { assertEquals, assertThrows } from "@std/assert";
import { parseJsonc } from "../../scripts/jsonc.ts";

Deno.test("comments and trailing commas are left out, strings are kept", () => {
  const text = `{
    // "a": 1,
    "address": "https://example.com/*", /* two
    lines */ "list": [1, 2,],
    "escaped": "a\\"// b,]",
  }`;
  assertEquals(parseJsonc(text), {
    address: "https://example.com/*",
    list: [1, 2],
    escaped: `a"// b,]`,
  });
  assertThrows(() => parseJsonc("{"), SyntaxError);
});
