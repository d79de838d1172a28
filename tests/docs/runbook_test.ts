import { assert, assertEquals } from "@std/assert";
import {
  LINK_TRIGGERS,
  SET_UP,
  titleOf,
} from "../../triggers/link_triggers.ts";
import { readSource } from "../source_files.ts";
import { messageRows } from "./message_samples.ts";
import { isInSource, quotePattern, readPage, spansOf } from "./pages.ts";

const PAGE = "docs/runbook.md";

const SECTIONS = readSource(PAGE).split(/^## /m).slice(1);

const { prose } = readPage(PAGE);

Deno.test("the runbook has five bad days, each on one screen and with steps in order", () => {
  assertEquals(SECTIONS.length, 5);
  for (const section of SECTIONS) {
    const title = section.split("\n")[0]!;
    assert(section.split("\n").length < 35, title);
    const steps = [...section.matchAll(/^\| (\d+)\. /gm)]
      .map(([, number]) => Number(number));
    assert(steps.length >= 5, title);
    assertEquals(steps, steps.map((_, index) => index + 1), title);
    assert(prose.includes(`(#${title.toLowerCase().replaceAll(" ", "-")})`));
  }
});

Deno.test("every link that the runbook names exists", () => {
  const links = new Set([SET_UP, ...LINK_TRIGGERS].map(titleOf));
  const named = [...prose.matchAll(/(?<!\w)_([A-Z][^_\n]+)_(?!\w)/g)]
    .map(([, name]) => name!);
  assert(named.length > 20, `only ${named.length} links`);
  assertEquals(named.filter((name) => !links.has(name)), []);
});

const COMMAND = /^(slack|npx|\/invite) /;

Deno.test("every message that the runbook quotes exists", () => {
  const texts = messageRows().flatMap(({ texts }) => texts);
  const quotes = spansOf(prose)
    .filter((span) => span.includes(" ") && !COMMAND.test(span));
  assert(quotes.length > 10, `only ${quotes.length} quotes`);
  const missing = quotes.filter((quote) =>
    !texts.some((text) => text.search(quotePattern(quote)) !== -1) &&
    !isInSource(quote)
  );
  assertEquals(missing, []);
});

Deno.test("operators find the runbook from the guide and the README", () => {
  assert(readSource("docs/operations.md").includes("(runbook.md)"));
  assert(readSource("README.md").includes("(docs/runbook.md)"));
});
