import { assertMatch, assertStringIncludes } from "@std/assert";
import {
  bundle,
  prepareBuildFolder,
} from "../../scripts/bundle/build_folder.ts";
import { ROOT } from "../source_files.ts";

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
