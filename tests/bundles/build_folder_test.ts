import {
  assert,
  assertEquals,
  assertMatch,
  assertStringIncludes,
  assertThrows,
} from "@std/assert";
import {
  buildConfiguration,
  bundle,
  parseJsonc,
  prepareBuildFolder,
} from "../../scripts/bundle/build_folder.ts";
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

Deno.test("comments and trailing commas are left out, strings are kept", () => {
  const text = `{
    // "a": 1,
    "address": "https://example.com/*", /* two
    lines */ "list": [1, 2,],
    "escaped": "a\\"// b,]",
  }`;
  assertEquals(parseJsonc(text), {
    address: "https://example.com/*",
    list: [1, 2],
    escaped: `a"// b,]`,
  });
  assertThrows(() => parseJsonc("{"), SyntaxError);
});

Deno.test("bundles carry the HTTP client that pdjs has when deployed", async () => {
  const folder = await Deno.makeTempDir();
  try {
    await prepareBuildFolder(ROOT, folder);
    const output = `${folder}/out/pagerduty.js`;
    await bundle(
      folder,
      `${folder}/rosters/vendors/pagerduty/adapter.ts`,
      output,
    );
    const text = await Deno.readTextFile(output);
    assertStringIncludes(text, "node_modules/@pagerduty/pdjs/");
    assertStringIncludes(text, "node_modules/node-fetch/");
    assertMatch(text, /node_modules\/\.deno\/cross-fetch@3\.2\.\d\//);
  } finally {
    await Deno.remove(folder, { recursive: true });
  }
});
