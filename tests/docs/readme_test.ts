import { assert, assertEquals } from "@std/assert";
import manifest from "../../manifest.ts";
import { LINK_TRIGGERS, titleOf } from "../../triggers/link_triggers.ts";
import { readSource } from "../source_files.ts";
import { readPage, rowsIn } from "./pages.ts";

const { prose } = readPage("README.md");

Deno.test("the README has every link by its name, and no other", () => {
  const listed = rowsIn(prose, "link").flatMap(([first]) =>
    [...first!.matchAll(/\*\*([^*]+)\*\*/g)].map(([, name]) => name!)
  );
  const names = LINK_TRIGGERS.map(titleOf);
  assertEquals(listed.sort(), names.sort());
});

Deno.test("the README names steps by their titles", () => {
  const listed = [...prose.matchAll(/\*\*([^*]+)\*\* \(`(\w+)`\)/g)];
  assert(listed.length >= 5, `only ${listed.length} steps`);
  const titles = listed.map(([, , id]) => manifest.functions?.[id!]?.title);
  assertEquals(listed.map(([, title]) => title), titles);
});

Deno.test("the README is short enough to be read", () => {
  assert(readSource("README.md").split("\n").length < 250);
});
