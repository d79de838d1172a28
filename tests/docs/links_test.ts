import { assert, assertEquals } from "@std/assert";
import { readSource, ROOT } from "../source_files.ts";
import { pagesIn, withoutBlocks } from "./pages.ts";

/** A page's headings as links name them. */
function anchorsOf(page: string): string[] {
  const text = withoutBlocks(readSource(page));
  return [...text.matchAll(/^#+ (.+)$/gm)].map(([, heading]) =>
    heading!.toLowerCase().replace(/[^\p{L}\p{N}\s_-]/gu, "").trim()
      .replace(/\s/g, "-")
  );
}

function exists(path: string): boolean {
  try {
    Deno.statSync(path);
    return true;
  } catch {
    return false;
  }
}

/** The links of a page that lead nowhere. */
function deadLinks(page: string): string[] {
  const text = withoutBlocks(readSource(page));
  const targets = [...text.matchAll(/\]\(([^)\s]+)\)/g)].map(([, to]) => to!);
  return targets.filter((target) => {
    if (/^[a-z]+:/.test(target)) return false;
    const [path = "", anchor] = target.split("#");
    const { pathname } = new URL(path, `file:///${page}`);
    const file = path === "" ? page : pathname.slice(1);
    if (!exists(`${ROOT}/${file}`)) return true;
    return anchor !== undefined && !anchorsOf(file).includes(anchor);
  }).map((target) => `${page}: ${target}`);
}

Deno.test("every link between the project's pages leads somewhere", () => {
  const pages = [
    ...["README.md", "CONTRIBUTING.md", "SECURITY.md", "dev/README.md"],
    ...["packages/slack-box/README.md", "rosters/ical/README.md"],
    ...pagesIn("docs"),
  ];
  assert(pages.includes("docs/operations.md"));
  assertEquals(pages.flatMap(deadLinks), []);
});
