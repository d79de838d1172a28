import { assertEquals } from "@std/assert";
import { matchName } from "../../talking/match_name.ts";
import { withDistinctNames } from "../../talking/schedule.ts";

const SCHEDULES = [
  { source: "pd", schedule: "P1", name: "Mail" },
  { source: "og", schedule: "O1", name: "mail" },
  { source: "pd", schedule: "P2", name: "Search" },
  { source: "pd", schedule: "P3", name: "Ops" },
  { source: "pd", schedule: "P4", name: "Ops" },
];

Deno.test("schedules with the same name are told apart by their source, else by their id", () => {
  const named = withDistinctNames(SCHEDULES);
  assertEquals(named.map(({ name }) => name), [
    "Mail (pd)",
    "mail (og)",
    "Search",
    "Ops (pd) (P3)",
    "Ops (pd) (P4)",
  ]);
  for (const each of named) {
    assertEquals(matchName(each.name, named, ({ name }) => name), {
      kind: "one",
      found: each,
    });
  }
});
