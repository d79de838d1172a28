import { assertEquals } from "@std/assert";
import {
  identifyPeople,
  mergeDetails,
} from "../../../rosters/http/identities.ts";
import { failure, success } from "../../../rosters/http/outcome.ts";
import type { OncallPeriod } from "../../../rosters/http/oncall_periods.ts";

const WINDOW = { since: 1000, until: 2000 };

function period(key: string, start: number, end: number): OncallPeriod {
  const identity = { key, email: null, name: key };
  return { identity, schedule: "S", label: "S", level: 1, start, end };
}

const ALL = [
  period("ann", 500, 900),
  period("ann", 900, 1500),
  period("bob", 500, 900),
  period("cy", 1500, 1600),
  period("dee", 2000, 2100),
];

Deno.test("only people within the window are asked about; the answer counts for all their periods", async () => {
  const asked: string[][] = [];
  const read = await identifyPeople(ALL, WINDOW, (people) => {
    asked.push(people.map(({ key }) => key));
    const ann = { key: "ann", email: "ann@example.com", name: "Ann" };
    return Promise.resolve(success(new Map([["ann", ann]])));
  });
  assertEquals(asked, [["ann", "cy"]]);
  const names = read.ok ? read.value.map(({ identity }) => identity.name) : [];
  assertEquals(names, ["Ann", "Ann", "bob", "cy", "dee"]);
});

Deno.test("nothing is asked if nobody is within the window; a failure is passed on", async () => {
  const failing = () => Promise.resolve(failure(500, "down"));
  const past = [ALL[0]!, ALL[4]!];
  assertEquals(await identifyPeople(past, WINDOW, failing), success(past));
  assertEquals(
    await identifyPeople(ALL, WINDOW, failing),
    failure(500, "down"),
  );
});

Deno.test("details are merged field by field, for known people only", () => {
  const ann = { key: "ann", email: null, name: "Ann" };
  const bob = { key: "bob", email: "bob@example.com", name: "Bob" };
  const known = mergeDetails([ann, bob, { ...bob }], [
    { key: "ann", email: "ann@example.com" },
    { key: "bob", slackId: "UBOB" },
    { key: "cy", email: "cy@example.com" },
  ]);
  assertEquals([...known], [
    ["ann", { ...ann, email: "ann@example.com" }],
    ["bob", { ...bob, slackId: "UBOB" }],
  ]);
});
