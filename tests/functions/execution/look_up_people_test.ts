import { assert, assertEquals } from "@std/assert";
import { lookUpPeople } from "../../../functions/execution/look_up_people.ts";
import type { RosterIdentity } from "../../../rosters/port.ts";
import { member, NOW } from "../../slack/local_slack.ts";
import { type Bench, openBench } from "../step_bench.ts";

const DAY = 86_400;
const HOUR = 3600;
const ANN = who("ann");
const FOUND = {
  ok: true,
  person: { id: "UANN", name: "ann", time_zone: "UTC" },
} as const;

function who(name: string, fields: Partial<RosterIdentity> = {}) {
  const email = `${name}@example.com`;
  return { key: `email:${email}`, name, email, ...fields };
}

function open(...names: string[]): Bench {
  return openBench(names.map((name) => member(name)), []);
}

async function lookUp(
  bench: Bench,
  identities: RosterIdentity[],
  table: Record<string, string> = {},
) {
  return (await lookUpPeople(bench.execution(), identities, table)).lookUps;
}

function asked(bench: Bench, method = "users.lookupByEmail"): number {
  return bench.slack.counts()[method] ?? 0;
}

Deno.test("somebody found is kept for a day", async () => {
  const bench = open("ann");
  assertEquals((await lookUp(bench, [ANN])).get(ANN.key), FOUND);
  bench.pass(DAY - 1);
  assertEquals((await lookUp(bench, [ANN])).get(ANN.key), FOUND);
  assertEquals(asked(bench), 1);
  bench.pass(1);
  assertEquals((await lookUp(bench, [ANN])).get(ANN.key), FOUND);
  assertEquals(asked(bench), 2);
  bench.close();
});

Deno.test("nobody found is kept for an hour", async () => {
  const bench = open();
  const reasonOf = async () => {
    const miss = (await lookUp(bench, [ANN])).get(ANN.key)!;
    return miss.ok ? null : miss.reason;
  };
  const reason = "nobody in Slack has ann@example.com";
  assertEquals(await reasonOf(), reason);
  bench.pass(HOUR - 1);
  assertEquals(await reasonOf(), reason);
  assertEquals(asked(bench), 1);
  const kept = bench.slack.items("people").get(ANN.key)!;
  assertEquals([kept.slack_id, kept.expires_at], [undefined, NOW + HOUR]);
  bench.pass(1);
  await lookUp(bench, [ANN]);
  assertEquals(asked(bench), 2);
  bench.close();
});

Deno.test("a changed address is looked up anew", async () => {
  const bench = open("ann", "bea");
  const key = "pagerduty:P1";
  await lookUp(bench, [who("ann", { key })]);
  const [found] = (await lookUp(bench, [who("bea", { key })])).values();
  assert(found!.ok && found!.person.id === "UBEA");
  assertEquals(asked(bench), 2);
  bench.close();
});

Deno.test("a failure to ask is never kept as nobody", async () => {
  const faults = [
    { status: 429, retry_after: 60 },
    { status: 500 },
    { cut: "before" as const },
    { error: "missing_scope" },
  ];
  for (const fault of faults) {
    const bench = open("ann");
    bench.slack.fail({ method: "users.lookupByEmail", ...fault });
    const failed = (await lookUp(bench, [ANN])).get(ANN.key)!;
    assert(!failed.ok && failed.reason.startsWith("users.lookupByEmail: "));
    assertEquals(bench.slack.items("people").size, 0);
    assertEquals((await lookUp(bench, [ANN])).get(ANN.key), FOUND);
    bench.close();
  }
});

Deno.test("a 429 is obeyed once", async () => {
  const bench = open("ann");
  const method = "users.lookupByEmail";
  bench.slack.fail({ method, status: 429, retry_after: 8 });
  assertEquals((await lookUp(bench, [ANN])).get(ANN.key), FOUND);
  assertEquals(bench.slack.clock.slept, [8000]);
  bench.close();
});

Deno.test("an expired answer is better than none, and is asked for again", async () => {
  const bench = open("ann");
  await lookUp(bench, [ANN]);
  bench.pass(DAY);
  bench.slack.fail({ method: "users.lookupByEmail", status: 500 });
  assertEquals((await lookUp(bench, [ANN])).get(ANN.key), FOUND);
  bench.slack.state.people.delete("UANN");
  assertEquals((await lookUp(bench, [ANN])).get(ANN.key)!.ok, false);
  bench.close();
});

Deno.test("an expired answer for another address is not one", async () => {
  const bench = open("ann");
  const key = "pagerduty:P1";
  await lookUp(bench, [who("ann", { key })]);
  bench.slack.fail({ method: "users.lookupByEmail", status: 500 });
  const failed = (await lookUp(bench, [who("bea", { key })])).get(key)!;
  assertEquals(failed.ok, false);
  bench.close();
});

Deno.test("up to twenty are looked up one by one, more in the list of everybody", async () => {
  for (const [count, single, listed] of [[20, 20, 0], [21, 0, 1]]) {
    const names = Array.from({ length: count! }, (_, index) => `p${index}`);
    const bench = open(...names.slice(1));
    const found = await lookUp(bench, names.map((name) => who(name)));
    assertEquals(asked(bench), single!);
    assertEquals(asked(bench, "users.list"), listed!);
    const missing = [...found].filter(([, each]) => !each.ok);
    assertEquals(missing.map(([key]) => key), [who("p0").key]);
    assertEquals(bench.slack.items("people").size, count!);
    bench.close();
  }
});

Deno.test("when the list cannot be read nobody is taken for missing", async () => {
  const names = Array.from({ length: 21 }, (_, index) => `p${index}`);
  const bench = open(...names);
  bench.slack.fail({ method: "users.list", status: 500 });
  const found = await lookUp(bench, names.map((name) => who(name)));
  assert([...found.values()].every((each) => !each.ok));
  assertEquals(bench.slack.items("people").size, 0);
  bench.close();
});

Deno.test("the explicit table comes first, by key or by address", async () => {
  const bench = open("ann", "bea");
  const table = { "pagerduty:P1": "UBEA", "cid@example.com": "UANN" };
  const identities = [who("ann", { key: "pagerduty:P1" }), who("cid")];
  const found = [...(await lookUp(bench, identities, table)).values()];
  assertEquals(found.map((each) => each.ok && each.person.id), [
    "UBEA",
    "UANN",
  ]);
  assertEquals([asked(bench), asked(bench, "users.info")], [0, 2]);
  await lookUp(bench, identities, table);
  assertEquals(asked(bench, "users.info"), 2);
  // Once the table says otherwise, what was kept counts no more.
  const moved = await lookUp(bench, identities, { "pagerduty:P1": "UANN" });
  const [first] = moved.values();
  assert(first!.ok && first!.person.id === "UANN");
  bench.close();
});

Deno.test("an id in the table that is nobody's is a miss that names it", async () => {
  const bench = open();
  const found = await lookUp(bench, [ANN], { "ann@example.com": "UGONE" });
  const [miss] = found.values();
  assert(!miss!.ok && miss!.reason === "nobody in Slack has UGONE");
  bench.close();
});

Deno.test("whoever has neither address nor entry is not asked about", async () => {
  const bench = open();
  const nobody = { key: "pagerduty:P1", name: "Nobody", email: null };
  assertEquals((await lookUp(bench, [nobody])).size, 0);
  assertEquals(asked(bench), 0);
  bench.close();
});

Deno.test("look-ups that cannot be kept serve all the same", async () => {
  const bench = open("ann");
  bench.slack.fail({ method: "apps.datastore.bulkPut", status: 500 });
  const { warn } = console;
  const said: unknown[] = [];
  console.warn = (line) => said.push(line);
  try {
    assertEquals((await lookUp(bench, [ANN])).get(ANN.key), FOUND);
  } finally {
    console.warn = warn;
  }
  assertEquals(said, ["look-ups not kept: apps.datastore.bulkPut: http_500"]);
  bench.close();
});

Deno.test("a kept look-up that does not parse counts as none", async () => {
  const bench = open("ann");
  bench.slack.items("people").set(ANN.key, { identity: ANN.key });
  assertEquals((await lookUp(bench, [ANN])).get(ANN.key), FOUND);
  bench.close();
});

Deno.test("a kept look-up that does not parse is left alone, and told of", async () => {
  const bench = open("ann");
  await lookUp(bench, [ANN]);
  const items = bench.slack.items("people");
  const future = { ...items.get(ANN.key)!, schema_version: 9 };
  items.set(ANN.key, future);
  const execution = bench.execution();
  const { lookUps, broken } = await lookUpPeople(execution, [ANN], {});
  assertEquals(lookUps.get(ANN.key), FOUND);
  assertEquals(broken.map(({ store, id }) => [store, id]), [
    ["people", ANN.key],
  ]);
  assertEquals(items.get(ANN.key), future);
  bench.close();
});
