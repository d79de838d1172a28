import { assert, assertEquals } from "@std/assert";
import { formattedPage, PAGE } from "../../scripts/messages.ts";
import { LINK_TRIGGERS } from "../../triggers/link_triggers.ts";
import { readSource } from "../source_files.ts";
import { messageRows } from "./message_samples.ts";

Deno.test("the page of all messages is as `deno task messages` writes it", async () => {
  const page = await formattedPage();
  assert(page === readSource(PAGE), `${PAGE} is stale: run deno task messages`);
});

Deno.test("the page has every message, and every link", () => {
  const page = readSource(PAGE);
  const texts = messageRows().flatMap(({ texts }) => texts);
  const lacking = texts.filter((text) => !page.includes(text.trimEnd()));
  assertEquals(lacking, []);
  const names = LINK_TRIGGERS.map(({ name }) => name);
  assertEquals(names.filter((name) => !page.includes(`**${name}**`)), []);
});
