import { assertEquals } from "@std/assert";
import { followHowTo } from "./follow_how_to.ts";

const PAGE = "docs/how-to/add_a_setting.md";

const QUICK = ["-A", "--quiet", "--no-check"];

Deno.test("a setting is added by following its page, and the tests that ask for the rest are content", async () => {
  const copy = followHowTo(PAGE);
  try {
    assertEquals(copy.created, []);
    const code = copy.added.map(({ path }) => path)
      .filter((path) => path.endsWith(".ts"));
    await copy.deno("fmt", "--check", ...new Set(code));
    await copy.deno("check", "shiftlight.config.ts");
    const tests = [
      "tests/config/define_config_test.ts",
      "tests/docs/operations_test.ts",
    ];
    await copy.deno("test", ...QUICK, ...tests);
    await copy.deno("run", ...QUICK, "scripts/config.ts");
  } finally {
    await copy.remove();
  }
});
