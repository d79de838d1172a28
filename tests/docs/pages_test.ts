import { assert, assertEquals, assertMatch } from "@std/assert";
import { parseJsonc } from "../../scripts/jsonc.ts";
import { readSource, ROOT } from "../source_files.ts";

Deno.test("every decision is in the index, with its title, a date and a status", () => {
  const index = readSource("docs/decisions/README.md");
  const pages = [...Deno.readDirSync(`${ROOT}/docs/decisions`)]
    .map(({ name }) => name)
    .filter((name) => /^\d{4}-.+\.md$/.test(name)).sort();
  assert(pages.length >= 18, `only ${pages.length} decisions`);
  const rows = index.split("\n").filter((line) => /^\| \d{4} /.test(line));
  assertEquals(rows.length, pages.length);
  for (const [at, page] of pages.entries()) {
    const title = readSource(`docs/decisions/${page}`).split("\n")[0]!.slice(2);
    const [number, link, date, status] = rows[at]!.split("|").slice(1, -1)
      .map((cell) => cell.trim());
    assertEquals(number, page.slice(0, 4));
    assertEquals(link, `[${title}](${page})`);
    assertMatch(date!, /^\d{4}-\d{2}-\d{2}$/);
    assertMatch(status!, /^(accepted|superseded by \d{4})$/);
  }
});

Deno.test("NOTICE names every package of production, with its version if it is bundled", () => {
  const notice = readSource("NOTICE");
  const { imports } = parseJsonc(readSource("deno.jsonc")) as {
    imports: Record<string, string>;
  };
  const targets = Object.values(imports);
  assert(targets.length > 8);
  for (const target of targets) {
    const [, name, version] = /(?:^npm:|^jsr:|\/x\/)(.+)@(\d[\d.]*)/.exec(
      target,
    )!;
    const developed = notice.split("Used for development only")[1]!;
    assert(
      notice.includes(`${name} ${version}`) ||
        developed.includes(name!),
      `NOTICE does not name ${name} ${version}`,
    );
  }
});
