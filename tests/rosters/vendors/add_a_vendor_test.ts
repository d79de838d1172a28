import { assert, assertEquals, assertStringIncludes } from "@std/assert";
import {
  type EditedCopy,
  editsOf,
  followHowTo,
} from "../../docs/follow_how_to.ts";
import { readSource } from "../../source_files.ts";

const PAGE = "docs/how-to/add_a_roster_vendor.md";

/** The paragraph above what the page puts into the configuration. */
const SOURCE = /^A source in `shiftlight.config.ts` then reads:$/;

/** Replaces the sources of the copy's configuration by the page's. */
async function configure(copy: EditedCopy): Promise<void> {
  const shown =
    /^A source in `shiftlight.config.ts` then reads:\n\n```ts\n([^]*?)^```$/m;
  const source = readSource(PAGE).match(shown)?.[1];
  assert(source, `${PAGE} shows no source`);
  const config = `${copy.root}/shiftlight.config.ts`;
  const text = await Deno.readTextFile(config);
  const sources = /(const sources: Settings\["sources"\] = \[)[^]*?(\n\];)/;
  assert(sources.test(text), "shiftlight.config.ts has no sources to replace");
  await Deno.writeTextFile(
    config,
    text.replace(sources, (_, from, to) => from + source + to),
  );
}

Deno.test("a roster vendor is one folder, its test, and two lines elsewhere", () => {
  const edits = editsOf(PAGE, SOURCE);
  const inFolder = edits.filter(({ path }) =>
    path.startsWith("rosters/vendors/rota/")
  );
  assertEquals(inFolder.map(({ path }) => path.split("/").at(-1)), [
    "settings.ts",
    "schema.ts",
    "adapter.ts",
  ]);
  const elsewhere = edits.filter((edit) => !inFolder.includes(edit));
  assertEquals(elsewhere.map(({ path, place }) => [path, place]), [
    ["rosters/vendors/settings.ts", "end"],
    ["rosters/vendors/adapters.ts", "end"],
    ["tests/rosters/vendors/rota_test.ts", "new file"],
  ]);
  for (const { place, code } of edits) {
    if (place === "end") assertEquals(code.trim().split("\n").length, 1);
  }
});

Deno.test("a vendor that is added by the page is checked, configured and read", async () => {
  const copy = followHowTo(PAGE, SOURCE);
  try {
    await configure(copy);
    const rota = "tests/rosters/vendors/rota_test.ts";
    const script = "tests/rosters/vendors/read_rota.ts";
    await copy.deno("check", "--quiet", script, rota);
    const run = ["-A", "--quiet", "--no-check"];
    const tests = await copy.deno("test", ...run, rota);
    assertStringIncludes(tests, "a rota's shifts are read with their people");
    const printed = JSON.parse(await copy.deno("run", ...run, script));
    assertEquals(printed, {
      domains: ["api.rota.example"],
      asked: [
        "api.rota.example/v1/rotas",
        "api.rota.example/v1/rotas/r2/shifts",
      ],
      shifts: [{
        identity: {
          key: "rota:/v1/rotas/r2/shifts",
          email: "ann@example.com",
          name: "Ann",
        },
        state: "on_call",
        start: Date.parse("2026-03-02T09:00:00Z") / 1000,
        end: Date.parse("2026-03-02T17:00:00Z") / 1000,
        source: "support",
        schedule: "First line",
        label: "First line",
        level: 1,
      }],
      schedules: [{
        source: "support",
        schedule: "First line",
        name: "First line",
      }],
      unreadable: [],
      refused: [
        "Rota refused the API token in the secret ROTA_TOKEN (401; Slack's own " +
        'tokens are not concerned), saying "who?": slack env set ROTA_TOKEN <read-only Rota API token>',
      ],
    });
  } finally {
    await copy.remove();
  }
});
