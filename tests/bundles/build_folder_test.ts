import { assert, assertEquals, assertThrows } from "@std/assert";
import { buildConfiguration } from "../../scripts/bundle/build_folder.ts";
import { parseJsonc } from "../../scripts/jsonc.ts";
import { ROOT } from "../source_files.ts";

Deno.test("bundles are made with every link but the one to pdjs's HTTP client", () => {
  const text = Deno.readTextFileSync(`${ROOT}/deno.dev.jsonc`);
  const { links } = parseJsonc(text) as { links: string[] };
  const built = JSON.parse(buildConfiguration(text)) as {
    lock: unknown;
    links: string[];
  };
  assertEquals(built.lock, false, "the lock is made with that link");
  assert(links.includes("./dev/links/cross-fetch"));
  assertEquals(
    built.links,
    links.filter((link) => link !== "./dev/links/cross-fetch"),
  );
});

Deno.test("a configuration without that link is refused", () => {
  assertThrows(() => buildConfiguration(`{"links": []}`), Error, "cross-fetch");
});
