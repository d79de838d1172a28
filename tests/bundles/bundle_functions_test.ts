import { assert, assertEquals, assertStringIncludes } from "@std/assert";
import { bundle, ROOT } from "../../scripts/bundle/bundle_functions.ts";
import { isFit, sizeOf } from "../../scripts/bundle/size_table.ts";

async function textOfBundle(source: string): Promise<string> {
  const output = await Deno.makeTempFile({ suffix: ".js" });
  try {
    await bundle(source, output);
    return await Deno.readTextFile(output);
  } finally {
    await Deno.remove(output);
  }
}

Deno.test("PagerDuty's client is bundled with our own cross-fetch, and no module of Node's", async () => {
  const text = await textOfBundle("rosters/vendors/pagerduty/adapter.ts");
  assertStringIncludes(text, "node_modules/@pagerduty/pdjs/");
  assertStringIncludes(text, "cross-fetch@3.2.999");
  assert(!text.includes("node-fetch"), "it brings the real cross-fetch");
  const size = sizeOf("adapter", text);
  assertEquals(size.forbidden, []);
  assert(size.withPdjs && isFit(size));
});

Deno.test("what cannot be bundled is an error that names it", async () => {
  const output = await Deno.makeTempFile({ suffix: ".js" });
  try {
    await bundle(`${ROOT}/functions/none.ts`, output);
  } catch (error) {
    assertStringIncludes(String(error), "functions/none.ts cannot be bundled");
    return;
  } finally {
    await Deno.remove(output);
  }
  assert(false, "it was bundled");
});
