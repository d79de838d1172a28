import { assertEquals } from "@std/assert";
import {
  codeBytes,
  isFit,
  isOverBudget,
  sizeOf,
  sizeTable,
} from "../../scripts/bundle/size_table.ts";

const sizes = [
  { name: "fetch_roster", bytes: 600_000, withPdjs: true, forbidden: [] },
  { name: "apply", bytes: 260_000, withPdjs: false, forbidden: [] },
  { name: "restore", bytes: 260_001, withPdjs: false, forbidden: [] },
  { name: "odd", bytes: 1, withPdjs: false, forbidden: ["node:https"] },
];

Deno.test("sizes stand in columns beside the budget", () => {
  assertEquals(sizeTable(sizes).split("\n"), [
    "bundle            size    budget",
    "fetch_roster  600.0 kB         -  with PagerDuty's client",
    "apply         260.0 kB  260.0 kB",
    "restore       260.0 kB  260.0 kB  OVER BUDGET",
    "odd             0.0 kB  260.0 kB  MAY NOT IMPORT node:https",
  ]);
});

Deno.test("the budget holds for bundles without PagerDuty's client", () => {
  assertEquals(sizes.map(isOverBudget), [
    ...[false, false, true, false],
  ]);
  assertEquals(sizes.map(isFit), [true, true, false, false]);
});

Deno.test("of what a bundle imports, only what hosted functions may use is allowed", () => {
  const lines = [
    `import { createHash } from "node:crypto";`,
    `import https from "node:https";`,
    `import "./side_effect.js";`,
    `const text = 'import a from "node:fs";';`,
  ];
  const { forbidden } = sizeOf("a", lines.join("\n"));
  assertEquals(forbidden, ["node:https", "./side_effect.js"]);
});

/** A bundle as the bundler writes it: each file's name, then its code. */
function bundleOf(...files: [name: string, code: string][]): string {
  return files.map(([name, code]) => `// ${name}\n${code}`).join("");
}

Deno.test("a bundle's size is that of its code, without the names of its files", () => {
  const code = "var a = 1; // a.ts\n// not a name.ts\n";
  for (const name of ["a.ts", "node_modules/.deno/a@1/a/index.mjs", "b.cjs"]) {
    const bundle = bundleOf([name, code], ["b.js", "b();\n"]);
    // Where a name stood, the end of its line stays.
    assertEquals(codeBytes(bundle), `\n${code}\nb();\n`.length, name);
  }
  assertEquals(codeBytes('"é"'), 4);
  assertEquals(codeBytes(`head();\n${bundleOf(["a.ts", "a();\n"])}`), 14);
});
