import { assertEquals } from "@std/assert";
import {
  identifyPeople,
  mergeDetails,
} from "../../../rosters/http/identities.ts";
import { failure, success } from "../../../rosters/http/outcome.ts";
import type { OncallPeriod } from "../../../rosters/http/oncall_periods.ts";

const WINDOW = { since: 1000, until: 2000 };

function stretch(key: string, start: number, end: number): OncallPeriod {
  const identity = { key, email: null, name: key };
  return { identity, schedule: "S", label: "S", level: 1, start, end };
}

const ALL = [
  stretch("ann", 500, 900),
  stretch("ann", 900, 1500),
  stretch("bob", 500, 900),
  stretch("cy", 1500, 1600),
  stretch("dee", 2000, 2100),
];

Deno.test("who is on within the window is asked about, and known in all their stretches", async () => {
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

Deno.test("nobody within the window: nothing is asked; a failure is one", async () => {
  const failing = () => Promise.resolve(failure(500, "down"));
  const past = [ALL[0]!, ALL[4]!];
  assertEquals(await identifyPeople(past, WINDOW, failing), success(past));
  assertEquals(
    await identifyPeople(ALL, WINDOW, failing),
    failure(500, "down"),
  );
});

Deno.test("details count for people asked about, each field by itself", () => {
  const ann = { key: "ann", email: null, name: "Ann" };
  const bob = { key: "bob", email: "bob@example.com", name: "Bob" };
  const known = mergeDetails([ann, bob, { ...bob }], [
    { key: "ann", email: "ann@example.com" },
    { key: "bob", slack_id: "UBOB" },
    { key: "cy", email: "cy@example.com" },
  ]);
  assertEquals([...known], [
    ["ann", { ...ann, email: "ann@example.com" }],
    ["bob", { ...bob, slack_id: "UBOB" }],
  ]);
});
