import { assert, assertEquals } from "@std/assert";
import { defineConfig } from "../../config/define_config.ts";
import type { ConfigInput } from "../../config/schema.ts";
import { SourceSchema } from "../../rosters/sources.ts";
import config from "../../shiftlight.config.ts";
import { pagesIn, readPage } from "./pages.ts";

/** The sources that the pages show, each as it stands there. */
const EXAMPLES = pagesIn("docs/sources").flatMap((page) =>
  readPage(page).blocks
    .filter((block) => /^\{\n {2}type: "/.test(block))
    .map((block) => ({ page, source: valueOf(block) }))
);

/** The value of an object literal, comments and all. */
function valueOf(code: string): Record<string, unknown> {
  return new Function(`return (${code});`)();
}

Deno.test("every source on the pages is one that the configuration takes", () => {
  const kinds = SourceSchema.options.map(({ entries }) =>
    entries.type.literal as string
  );
  const shown = new Set(EXAMPLES.map(({ source }) => source.type as string));
  assertEquals([...shown].sort(), kinds.toSorted());
  for (const { page, source } of EXAMPLES) {
    const input = { ...config, sources: [source] } as unknown as ConfigInput;
    const checked = defineConfig(input);
    assert(checked.sources.length === 1, page);
  }
});
