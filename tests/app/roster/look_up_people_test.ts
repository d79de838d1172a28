import { assert, assertEquals } from "@std/assert";
import {
  keepLookUps,
  lookUpPeople,
} from "../../../app/roster/look_up_people.ts";
import { lookupKeysBy } from "../../../rosters/lookup_key.ts";
import { foundKeptSeconds } from "../../../slack/records/people.ts";
import type { RosterIdentity } from "../../../rosters/port.ts";
import { member, NOW } from "../../slack/local_slack.ts";
import { type Bench, openBench } from "../../functions/step_bench.ts";

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

/** Looks people up and keeps the answers, as a run does. */
async function lookUp(
  bench: Bench,
  identities: RosterIdentity[],
  table: Record<string, string> = {},
  retryMisses = false,
) {
  const keyOf = lookupKeysBy({ people: table, aliases: [] });
  const execution = bench.execution();
  const found = await lookUpPeople(execution, identities, keyOf, retryMisses);
  await keepLookUps(execution, found);
  return found.lookUps;
}

function asked(bench: Bench, method = "users.lookupByEmail"): number {
  return bench.slack.counts()[method] ?? 0;
}

Deno.test("a person who was found is stored for 18 to 24 hours", async () => {
  const bench = open("ann");
  const kept = foundKeptSeconds(ANN.key);
  assert(18 * HOUR < kept && kept <= DAY);
  assertEquals((await lookUp(bench, [ANN])).get(ANN.key), FOUND);
  bench.pass(kept - 1);
  assertEquals((await lookUp(bench, [ANN])).get(ANN.key), FOUND);
  assertEquals(asked(bench), 1);
  bench.pass(1);
  assertEquals((await lookUp(bench, [ANN])).get(ANN.key), FOUND);
  assertEquals(asked(bench), 2);
  bench.close();
});

Deno.test("an expired answer serves once more, and what Slack says counts from then on", async () => {
  const bench = open("ann");
  await lookUp(bench, [ANN]);
  bench.pass(DAY);
  bench.slack.state.people.delete("UANN");
  assertEquals((await lookUp(bench, [ANN])).get(ANN.key), FOUND);
  assertEquals((await lookUp(bench, [ANN])).get(ANN.key)!.ok, false);
  bench.close();
});

Deno.test("a run renews twenty expired answers, those of the first people first, and asks about no one before", async () => {
  const names = numbered(100);
  const bench = open(...names);
  await lookUp(bench, everybody(names));
  bench.pass(DAY);
  bench.slack.arrived.length = 0;
  const keyOf = lookupKeysBy({ people: {}, aliases: [] });
  const execution = bench.execution();
  const found = await lookUpPeople(execution, everybody(names), keyOf);
  assert([...found.lookUps.values()].every((each) => each.ok));
  assertEquals(bench.slack.counts(), { "apps.datastore.query": 1 });
  await keepLookUps(execution, found);
  assertEquals(bench.slack.counts(), {
    "apps.datastore.query": 1,
    "users.lookupByEmail": 20,
    "apps.datastore.bulkPut": 1,
  });
  const fresh = [...bench.slack.items("people").values()]
    .filter(({ expires_at }) => Number(expires_at) > NOW + DAY)
    .map(({ identity }) => identity);
  assertEquals(
    fresh.sort(),
    everybody(names.slice(0, 20)).map(({ key }) => key).sort(),
  );
  bench.close();
});

Deno.test("renewing never waits for Slack's rates", async () => {
  for (const method of ["users.lookupByEmail", "apps.datastore.bulkPut"]) {
    const bench = open("ann");
    await lookUp(bench, [ANN]);
    bench.pass(DAY);
    bench.slack.fail({ method, status: 429, retry_after: 8, times: 9 });
    const { warn } = console;
    console.warn = () => {};
    try {
      assertEquals((await lookUp(bench, [ANN])).get(ANN.key), FOUND);
    } finally {
      console.warn = warn;
    }
    assertEquals(bench.slack.clock.slept, []);
    bench.close();
  }
});

Deno.test("a miss is stored for an hour", async () => {
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

Deno.test("a miss can be retried early; a person who was found is not asked about", async () => {
  const bench = open("ann", "bea");
  const ann = bench.slack.state.people.get("UANN")!;
  ann.deleted = true;
  const identities = [ANN, who("bea")];
  const retry = () => lookUp(bench, identities, {}, true);
  await lookUp(bench, identities);
  assertEquals(asked(bench), 2);
  ann.deleted = false;
  assertEquals((await lookUp(bench, identities)).get(ANN.key)!.ok, false);
  assertEquals(asked(bench), 2);
  assertEquals((await retry()).get(ANN.key), FOUND);
  assertEquals(asked(bench), 3);
  bench.close();
});

Deno.test("few misses are retried early, the oldest first", async () => {
  const bench = open();
  const identities = numbered(30).map((name) => who(name));
  const retry = async () => {
    bench.pass(1);
    await lookUp(bench, identities, {}, true);
    const items = [...bench.slack.items("people").values()];
    return items.filter(({ expires_at }) => expires_at === NOW + HOUR).length;
  };
  await lookUp(bench, identities);
  assertEquals(asked(bench), 30);
  assertEquals([await retry(), asked(bench)], [10, 50]);
  assertEquals([await retry(), asked(bench)], [0, 70]);
  bench.close();
});

Deno.test("a miss that cannot be retried early is asked about by the next run", async () => {
  const bench = open("ann");
  const ann = bench.slack.state.people.get("UANN")!;
  ann.deleted = true;
  await lookUp(bench, [ANN]);
  bench.slack.fail({ method: "users.lookupByEmail", status: 500 });
  const failed = (await lookUp(bench, [ANN], {}, true)).get(ANN.key)!;
  assert(!failed.ok && failed.transient);
  ann.deleted = false;
  assertEquals((await lookUp(bench, [ANN])).get(ANN.key), FOUND);
  bench.close();
});

Deno.test("a changed address is looked up again", async () => {
  const bench = open("ann", "bea");
  const key = "pagerduty:P1";
  await lookUp(bench, [who("ann", { key })]);
  const [found] = (await lookUp(bench, [who("bea", { key })])).values();
  assert(found!.ok && found!.person.id === "UBEA");
  assertEquals(asked(bench), 2);
  bench.close();
});

Deno.test("a failed look-up is never stored as a miss", async () => {
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

Deno.test("an expired answer serves if Slack cannot be asked, and is asked for again", async () => {
  const bench = open("ann");
  await lookUp(bench, [ANN]);
  bench.pass(DAY);
  bench.slack.fail({ method: "users.lookupByEmail", status: 500 });
  assertEquals((await lookUp(bench, [ANN])).get(ANN.key), FOUND);
  bench.slack.state.people.delete("UANN");
  assertEquals((await lookUp(bench, [ANN])).get(ANN.key), FOUND);
  assertEquals((await lookUp(bench, [ANN])).get(ANN.key)!.ok, false);
  bench.close();
});

Deno.test("an expired answer for another address does not count", async () => {
  const bench = open("ann");
  const key = "pagerduty:P1";
  await lookUp(bench, [who("ann", { key })]);
  bench.slack.fail({ method: "users.lookupByEmail", status: 500 });
  const failed = (await lookUp(bench, [who("bea", { key })])).get(key)!;
  assertEquals(failed.ok, false);
  bench.close();
});

/** `p0` and so on. */
function numbered(count: number): string[] {
  return Array.from({ length: count }, (_, index) => `p${index}`);
}

function everybody(names: string[]): RosterIdentity[] {
  return names.map((name) => who(name));
}

Deno.test("up to forty people are looked up one by one, more of them in users.list", async () => {
  for (const [count, single, listed] of [[40, 40, 0], [41, 0, 1]]) {
    const names = numbered(count!);
    const bench = open(...names.slice(1));
    const found = await lookUp(bench, everybody(names));
    assertEquals(asked(bench), single!);
    assertEquals(asked(bench, "users.list"), listed!);
    const missing = [...found].filter(([, each]) => !each.ok);
    assertEquals(missing.map(([key]) => key), [who("p0").key]);
    assertEquals(bench.slack.items("people").size, count!);
    bench.close();
  }
});

Deno.test("stored look-ups take few calls, at any number of people", async () => {
  for (const [count, method] of [[50, "bulkGet"], [51, "query"]] as const) {
    const names = numbered(count);
    const bench = open(...names);
    await lookUp(bench, everybody(names));
    bench.slack.arrived.length = 0;
    const found = await lookUp(bench, everybody(names));
    assert([...found.values()].every((each) => each.ok));
    const calls = count === 50 ? 2 : 1;
    assertEquals(bench.slack.counts(), { [`apps.datastore.${method}`]: calls });
    bench.close();
  }
});

Deno.test("if users.list cannot be read, no person counts as missing, and forty people are looked up", async () => {
  const names = numbered(100);
  const bench = open(...names);
  bench.slack.fail({ method: "users.list", status: 500, times: 9 });
  for (const mapped of [40, 80, 100]) {
    const found = [...(await lookUp(bench, everybody(names))).values()];
    const failed = found.filter((each) => !each.ok);
    assertEquals(found.length - failed.length, mapped);
    for (const each of failed) {
      assert(!each.ok && each.transient);
      assertEquals(each.reason, "users.list: http_500");
    }
    assertEquals(bench.slack.items("people").size, mapped);
  }
  bench.close();
});

Deno.test("a users.list longer than a minute's pages makes no misses, and later runs map everybody", async () => {
  // The 21st page would hold those on the roster who come last.
  const strangers = Array.from({ length: 15_980 }, (_, index) => `s${index}`);
  const names = numbered(110);
  const [early, late] = [names.slice(0, 10), names.slice(10)];
  const bench = openBench(
    [...early, ...strangers, ...late].map((name) => member(name)),
    [],
    { rates: "documented" },
  );
  const nobody = who("nobody");
  const identities = [...everybody(names), nobody];
  const mapped: number[] = [];
  for (let run = 0; run < 3; run++) {
    const found = await lookUp(bench, identities);
    const all = [...found.values()];
    mapped.push(all.filter((each) => each.ok).length);
    for (const [key, each] of found) {
      if (each.ok || each.transient) continue;
      assertEquals(key, nobody.key);
    }
    bench.pass(60);
  }
  assertEquals(mapped, [20 + 40, 20 + 80, 110]);
  assertEquals(asked(bench, "users.list"), 21 + 21);
  bench.close();
});

Deno.test("a run whose time is over stops asking, and stores what it found", async () => {
  const names = numbered(60);
  const strangers = Array.from({ length: 2000 }, (_, index) => `s${index}`);
  const bench = open(...names.slice(0, 15), ...strangers, ...names.slice(15));
  // Each page takes half a minute.
  bench.slack.before = ({ method }) => {
    if (method === "users.list") bench.slack.clock.ms += 30_000;
  };
  const found = [...(await lookUp(bench, everybody(names))).values()];
  assertEquals(asked(bench, "users.list"), 2);
  assertEquals(asked(bench), 0);
  const [ok, rest] = [
    found.filter((each) => each.ok),
    found.filter((each) => !each.ok),
  ];
  assertEquals([ok.length, rest.length], [15, 45]);
  assert(rest.every((each) => !each.ok && each.transient));
  assertEquals(bench.slack.items("people").size, 15);
  bench.close();
});

Deno.test("people without an answer are looked up before people with an expired one", async () => {
  const names = numbered(80);
  const bench = open(...names);
  await lookUp(bench, everybody(names.slice(0, 40)));
  bench.pass(DAY);
  bench.slack.fail({ method: "users.list", status: 500 });
  const found = await lookUp(bench, everybody(names));
  assert([...found.values()].every((each) => each.ok));
  bench.close();
});

Deno.test("a run stores few look-ups, those of the first people first, and later runs the rest", async () => {
  const names = numbered(300);
  const bench = open(...names);
  for (const stored of [125, 250, 300]) {
    bench.slack.arrived.length = 0;
    await lookUp(bench, everybody(names));
    const kept = bench.slack.items("people");
    assertEquals(kept.size, stored);
    for (const name of names.slice(0, stored)) assert(kept.has(who(name).key));
    const puts = bench.slack.counts()["apps.datastore.bulkPut"]!;
    assertEquals(puts, stored === 300 ? 2 : 5);
  }
  bench.close();
});

Deno.test("a users.list that is cut short leaves the last people out, not the first", async () => {
  const names = numbered(60);
  const bench = open(...names);
  const limited = { status: 429, retry_after: 8 };
  bench.slack.fail({ method: "users.list", ...limited });
  const found = [...(await lookUp(bench, everybody(names))).values()];
  assertEquals(found.map(({ ok }) => ok), names.map((_, at) => at < 40));
  assertEquals(bench.slack.clock.slept, []);
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

Deno.test("an unknown id in the table of people is a miss that names it", async () => {
  const bench = open();
  const found = await lookUp(bench, [ANN], { "ann@example.com": "UGONE" });
  const [miss] = found.values();
  assert(!miss!.ok && miss!.reason === "nobody in Slack has UGONE");
  bench.close();
});

Deno.test("people with neither address nor entry in the table are not asked about", async () => {
  const bench = open();
  const nobody = { key: "pagerduty:P1", name: "Nobody", email: null };
  assertEquals((await lookUp(bench, [nobody])).size, 0);
  assertEquals(asked(bench), 0);
  bench.close();
});

Deno.test("look-ups that cannot be stored still serve this run", async () => {
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
  assertEquals(said, ["look-ups not stored: apps.datastore.bulkPut: http_500"]);
  bench.close();
});

Deno.test("a stored look-up that does not parse counts as none", async () => {
  const bench = open("ann");
  bench.slack.items("people").set(ANN.key, { identity: ANN.key });
  assertEquals((await lookUp(bench, [ANN])).get(ANN.key), FOUND);
  bench.close();
});

Deno.test("a stored look-up that does not parse is left alone and reported", async () => {
  const bench = open("ann");
  await lookUp(bench, [ANN]);
  const items = bench.slack.items("people");
  const future = { ...items.get(ANN.key)!, schema_version: 9 };
  items.set(ANN.key, future);
  const execution = bench.execution();
  const { lookUps, broken } = await lookUpPeople(
    execution,
    [ANN],
    lookupKeysBy({ people: {}, aliases: [] }),
  );
  assertEquals(lookUps.get(ANN.key), FOUND);
  assertEquals(broken.map(({ store, id }) => [store, id]), [
    ["people", ANN.key],
  ]);
  assertEquals(items.get(ANN.key), future);
  bench.close();
});

Deno.test("people known by id are looked up by id, many of them in users.list", async () => {
  for (const [count, single, listed] of [[40, 40, 0], [41, 0, 1]]) {
    const names = numbered(count!);
    const bench = open(...names.slice(1));
    const identities = names.map((name) =>
      who(name, { slackId: `U${name.toUpperCase()}`, email: null })
    );
    const found = await lookUp(bench, identities);
    assertEquals(asked(bench, "users.info"), single!);
    assertEquals(asked(bench, "users.list"), listed!);
    const missing = [...found].filter(([, each]) => !each.ok);
    assertEquals(missing.map(([key]) => key), [who("p0").key]);
    await lookUp(bench, identities);
    assertEquals(asked(bench, "users.info"), single!);
    bench.close();
  }
});
