import { assertEquals } from "@std/assert";
import { isOverBudget, sizeTable } from "../../scripts/bundle/size_table.ts";

const sizes = [
  { name: "fetch_roster", bytes: 600_000, withPdjs: true },
  { name: "apply", bytes: 250_000, withPdjs: false },
  { name: "restore", bytes: 250_001, withPdjs: false },
];

Deno.test("sizes stand in columns beside the budget", () => {
  assertEquals(sizeTable(sizes).split("\n"), [
    "bundle            size    budget",
    "fetch_roster  600.0 kB         -  with PagerDuty's client",
    "apply         250.0 kB  250.0 kB",
    "restore       250.0 kB  250.0 kB  OVER BUDGET",
  ]);
});

Deno.test("the budget holds for bundles without PagerDuty's client", () => {
  assertEquals(sizes.map(isOverBudget), [false, false, true]);
});
