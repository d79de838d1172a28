import { assert, assertEquals, assertRejects } from "@std/assert";
import { withdrawConsent } from "../../../app/consent/withdraw_consent.ts";
import { claims } from "../../../slack/records/claims.ts";
import { failureOf } from "../../slack/produced_failure.ts";
import {
  type Bench,
  openBench,
  optedIn,
  revoke,
  schedule,
  statusOf,
} from "../../functions/step_bench.ts";
import { declaredShift, keep, recorded } from "../declared/declared_bench.ts";

const LUNCH = { text: "Lunch", emoji: ":sandwich:", expiration: 0 };
const SET = "users.profile.set";
const REPLACE = { on_own_status: "replace" };

/** Ann and Bob on leave, their own status replaced. */
async function openSynced(): Promise<Bench> {
  const people = ["ann", "bob"].map((name) =>
    optedIn(name, { status: LUNCH }, REPLACE)
  );
  const bench = openBench(people, [schedule("pto", ["ann", "bob"])]);
  await bench.sync();
  return bench;
}

function withdraw(bench: Bench, person = "UANN") {
  return withdrawConsent(bench.execution(), person);
}

Deno.test("everything is restored, and the record deleted", async () => {
  const bench = await openSynced();
  const { person, message } = await withdraw(bench);
  assertEquals(person, "UANN");
  const ann = bench.slack.state.people.get("UANN")!;
  assertEquals(ann.status, LUNCH);
  assertEquals([ann.snooze_until, ann.manual_away], [0, false]);
  assertEquals(bench.claim("UANN"), null);
  assertEquals(bench.slack.items("consents").has("UANN"), false);
  assert(message.includes("Deleted: your choices"), message);
  assert(message.includes("status: :sandwich: Lunch"), message);
  bench.close();
});

Deno.test("no other person is touched", async () => {
  const bench = await openSynced();
  const before = structuredClone([
    bench.slack.state.people.get("UBOB"),
    bench.slack.items("consents").get("UBOB"),
    bench.claim("UBOB"),
  ]);
  await withdraw(bench);
  assertEquals([
    bench.slack.state.people.get("UBOB"),
    bench.slack.items("consents").get("UBOB"),
    bench.claim("UBOB"),
  ], before);
  bench.close();
});

Deno.test("the tombstone is written before anything is restored", async () => {
  const bench = await openSynced();
  const now = Math.floor(bench.slack.clock.ms / 1000);
  const seen: unknown[] = [];
  bench.slack.before = ({ method }) => {
    if (method !== SET) return;
    seen.push(bench.slack.items("consents").get("UANN")!.withdrawn_at);
  };
  await withdraw(bench);
  assertEquals(seen, [now]);
  bench.close();
});

Deno.test("the status stays away: the next poll sets nothing any more", async () => {
  const bench = await openSynced();
  await withdraw(bench);
  const writes = bench.slack.counts()[SET];
  const { fetch } = await bench.sync();
  assertEquals(fetch.scope, "everybody");
  assertEquals(bench.slack.counts()[SET], writes);
  assertEquals(statusOf(bench, "UANN"), LUNCH);
  bench.pass(100);
  assertEquals((await bench.sync()).fetch.scope, "nothing");
  bench.close();
});

Deno.test("a person who was not opted in reads so, and nothing is written", async () => {
  const bench = openBench([optedIn("ann", {}, null)], []);
  const { message } = await withdraw(bench);
  assertEquals(
    message,
    "You were not opted in, so there is nothing to restore. What you declared, if anything, is deleted.\nTo come back, open *Opt in*.",
  );
  assertEquals(bench.slack.counts(), {
    "apps.datastore.get": 2,
    "apps.datastore.query": 1,
    "workflows.triggers.list": 1,
  });
  bench.close();
});

Deno.test("between shifts there is nothing to restore, and the record is deleted", async () => {
  const bench = openBench([optedIn("ann", { status: LUNCH })], []);
  const { message } = await withdraw(bench);
  assert(message.includes("There was nothing to restore."), message);
  assertEquals(bench.slack.items("consents").size, 0);
  assertEquals(bench.slack.items("claims").size, 0);
  assertEquals(bench.slack.counts()[SET], undefined);
  bench.close();
});

Deno.test("what the person set themselves meanwhile is left as it is", async () => {
  const bench = await openSynced();
  const own = { text: "Gone fishing", emoji: ":fish:", expiration: 0 };
  bench.slack.state.people.get("UANN")!.status = { ...own };
  const { message } = await withdraw(bench);
  assertEquals(statusOf(bench, "UANN"), own);
  assert(message.includes("Deleted: your choices"), message);
  assertEquals(bench.slack.items("consents").has("UANN"), false);
  bench.close();
});

Deno.test("with a token that fails they read so, and the record is kept until it is done", async () => {
  const bench = await openSynced();
  const now = Math.floor(bench.slack.clock.ms / 1000);
  revoke(bench, "UANN");
  const { message } = await withdraw(bench);
  assert(
    message.startsWith("*You are opted out.* Shiftlight sets nothing"),
    message,
  );
  assert(
    message.includes("It could not restore what was there before ("),
    message,
  );
  assert(message.includes("token_revoked"), message);
  assert(message.includes("within 15 minutes"), message);
  assertEquals(bench.slack.items("consents").get("UANN")!.withdrawn_at, now);
  assertEquals(bench.claim("UANN")!.status!.prior, LUNCH);
  for (const token of bench.slack.state.tokens.values()) token.revoked = false;
  bench.pass(900);
  await bench.sync();
  assertEquals(statusOf(bench, "UANN"), LUNCH);
  assertEquals(bench.claim("UANN"), null);
  assertEquals(bench.slack.items("consents").has("UANN"), false);
  bench.close();
});

Deno.test("a write whose answer was lost is finished by the next poll", async () => {
  const bench = await openSynced();
  bench.slack.fail({ method: SET, cut: "after" });
  const { message } = await withdraw(bench);
  assert(message.includes("within two minutes"), message);
  assert(bench.slack.items("consents").has("UANN"));
  bench.pass(900);
  await bench.sync();
  assertEquals(statusOf(bench, "UANN"), LUNCH);
  assertEquals(bench.slack.items("consents").has("UANN"), false);
  assertEquals(bench.claim("UANN"), null);
  bench.close();
});

/** Fails these calls about one datastore. */
function failStore(
  bench: Bench,
  datastore: string,
  wanted: RegExp,
  fault: { error?: string; status?: number; retry_after?: number },
  times = Infinity,
): void {
  let left = times;
  bench.slack.before = ({ method, args }) => {
    if (args.datastore !== datastore || !wanted.test(method)) return;
    if (left-- > 0) bench.slack.fail({ method, ...fault });
  };
}

Deno.test("a withdrawal that was not stored gives nothing back, and says so", async () => {
  const bench = await openSynced();
  failStore(bench, "consents", /put$/, { status: 503 });
  await failureOf(() => withdraw(bench));
  assertEquals(bench.claim("UANN")!.status!.phase, "held");
  assert(bench.slack.items("consents").has("UANN"));
  bench.close();
});

Deno.test("the tombstone is stored despite a 429 and a failure that passes", async () => {
  for (const fault of [{ status: 429, retry_after: 20 }, { status: 503 }]) {
    for (const wanted of [/get$/, /put$/]) {
      const bench = await openSynced();
      failStore(bench, "consents", wanted, fault, 1);
      await withdraw(bench);
      assertEquals(bench.slack.items("consents").has("UANN"), false);
      assertEquals(statusOf(bench, "UANN"), LUNCH);
      bench.close();
    }
  }
});

Deno.test("the tombstone needs no other record: neither claims nor runs", async () => {
  const unavailable: [string, RegExp][] = [
    ["claims", /./],
    ["runs", /(put|Put|get|Get|query)$/],
    ["audit_log", /./],
    ["declared_shifts", /./],
    ["people", /./],
  ];
  for (const [store, wanted] of unavailable) {
    const bench = await openSynced();
    failStore(bench, store, wanted, { error: "datastore_error" });
    const { message } = await withdraw(bench);
    assert(message.startsWith("*You are opted out.*"), message);
    const { withdrawn_at } = bench.slack.items("consents").get("UANN")!;
    assertEquals(typeof withdrawn_at, "number", store);
    bench.slack.before = () => {};
    bench.pass(900);
    await bench.sync(true);
    assertEquals(statusOf(bench, "UANN"), LUNCH, store);
    assertEquals(bench.slack.items("consents").has("UANN"), false, store);
    bench.close();
  }
});

const NEWER = { person: "UANN", schema_version: 9, body: "{}" };
const GARBAGE = { person: "UANN", schema_version: 1, body: "no JSON" };

Deno.test("with a claim that does not parse they are opted out, and read what waits", async () => {
  for (const broken of [NEWER, GARBAGE]) {
    const bench = await openSynced();
    const claims = bench.slack.items("claims");
    const claim = claims.get("UANN")!;
    claims.set("UANN", broken);
    const { message } = await withdraw(bench);
    assert(message.startsWith("*You are opted out.*"), message);
    assert(message.includes("cannot restore what was there before"), message);
    assert(message.includes("record UANN of claims does not parse"), message);
    const tombstone = bench.slack.items("consents").get("UANN")!;
    assertEquals(typeof tombstone.withdrawn_at, "number");
    assertEquals(claims.get("UANN"), broken);
    assertEquals(bench.slack.items("runs").has("continuation"), false);
    // The tombstone stays, poll by poll, for the claim needs its connection.
    for (let poll = 0; poll < 3; poll++) {
      bench.pass(900);
      await bench.sync();
      const kept = bench.slack.items("consents").get("UANN");
      assertEquals(kept, tombstone);
      assertEquals(claims.get("UANN"), broken);
    }
    // After the upgrade, the claim is readable again.
    claims.set("UANN", claim);
    bench.pass(3600);
    await bench.sync();
    assertEquals(statusOf(bench, "UANN"), LUNCH);
    assertEquals(claims.has("UANN"), false);
    assertEquals(bench.slack.items("consents").has("UANN"), false);
    bench.close();
  }
});

Deno.test("a consent that does not parse gives way to a tombstone with its connection", async () => {
  for (const schema_version of [9, 1]) {
    const bench = await openSynced();
    const consents = bench.slack.items("consents");
    const { external_token_id } = consents.get("UANN")!;
    const broken = { person: "UANN", schema_version, external_token_id };
    consents.set("UANN", broken);
    const stored: unknown[] = [];
    bench.slack.before = ({ method, args }) => {
      if (method !== "apps.datastore.put") return;
      if (args.datastore !== "consents") return;
      stored.push(JSON.parse(args.item as string));
    };
    const { message } = await withdraw(bench);
    const [tombstone] = stored as Record<string, unknown>[];
    assertEquals(tombstone!.external_token_id, external_token_id);
    assertEquals([tombstone!.schema_version, tombstone!.states], [2, []]);
    assert(message.includes("Deleted: your choices"), message);
    assertEquals(statusOf(bench, "UANN"), LUNCH);
    assertEquals(consents.has("UANN"), false);
    bench.close();
  }
});

Deno.test("a broken record of the runs stands in no opt-out's way", async () => {
  const ids = ["checkpoint", "latest", "consents", "mode", "continuation"];
  for (const id of [...ids, "clicks", "lease", "booked", "reported"]) {
    const bench = await openSynced();
    const broken = { id, schema_version: 9, body: "{}" };
    bench.slack.items("runs").set(id, broken);
    const { message } = await withdraw(bench);
    assert(message.includes("Deleted: your choices"), `${id}: ${message}`);
    assertEquals(statusOf(bench, "UANN"), LUNCH, id);
    bench.close();
  }
});

Deno.test("until the tombstone is stored, a click makes at most five calls, none of them bulk", async () => {
  const bench = await openSynced();
  bench.slack.arrived.length = 0;
  await withdraw(bench);
  const calls = bench.slack.arrived
    .filter(({ method }) => method.startsWith("apps.datastore."));
  const stored = calls.findIndex(({ method, args }) =>
    method === "apps.datastore.put" && args.datastore === "consents"
  );
  // The consent, the mark, the tombstone, the mark, the claim; then the lock.
  assertEquals(stored, 2);
  const click = calls.slice(0, 5).map(({ method }) => method);
  assertEquals(click.filter((method) => method.includes("bulk")), []);
  assertEquals(calls[4]!.args.datastore, "claims");
  bench.close();
});

Deno.test("look-ups of the person go at once, and no other person's", async () => {
  for (const readable of [true, false]) {
    const bench = await openSynced();
    const lookUps = bench.slack.items("people");
    const found = () => [...lookUps.values()].map(({ slack_id }) => slack_id);
    assertEquals(found().sort(), ["UANN", "UBOB"]);
    if (!readable) bench.slack.items("claims").set("UANN", NEWER);
    await withdraw(bench);
    assertEquals(found(), ["UBOB"]);
    bench.close();
  }
});

Deno.test("a claim whose consent is gone is restored all the same", async () => {
  const bench = await openSynced();
  bench.slack.items("consents").delete("UANN");
  const { message } = await withdraw(bench);
  assertEquals(statusOf(bench, "UANN"), LUNCH);
  assert(message.includes("Restored: "), message);
  bench.close();
});

const DECLARED = [
  declaredShift({ id: "FxOwn", state: "pto" }),
  declaredShift({ id: "FxBob", person: "UBOB" }),
  declaredShift({ id: "FxGroup", person: null, group: "SREL1" }),
];

Deno.test("what one declared for oneself is deleted, though it does not parse", async () => {
  const bench = await openSynced();
  keep(bench, ...DECLARED, declaredShift({ id: "FxBroken" }));
  bench.slack.items("declared_shifts").get("FxBroken")!.start = "nine";
  await withdraw(bench);
  const left = recorded(bench).map(({ id }) => id).sort();
  assertEquals(left, ["FxBob", "FxGroup"]);
  bench.close();
});

Deno.test("declared shifts are deleted, too, for a person who was not opted in", async () => {
  const bench = openBench([optedIn("ann", {}, null)], []);
  keep(bench, ...DECLARED);
  const { message } = await withdraw(bench);
  assert(message.startsWith("You were not opted in"), message);
  const left = recorded(bench).map(({ id }) => id).sort();
  assertEquals(left, ["FxBob", "FxGroup"]);
  const many = ["FxA", "FxB", "FxC", "FxD"].map((id) => declaredShift({ id }));
  keep(bench, ...many);
  const method = "apps.datastore.bulkDelete";
  bench.slack.state.partialFailures = [{ method, keys: ["FxB"] }];
  await assertRejects(() => withdraw(bench), Error, "Please try again");
  bench.close();
});

Deno.test("the record stays until what one declared is deleted", async () => {
  const bench = await openSynced();
  keep(bench, ...DECLARED);
  const method = "apps.datastore.delete";
  bench.slack.fail({ method, status: 503, times: 2 });
  await withdraw(bench);
  const consents = bench.slack.items("consents");
  assertEquals(typeof consents.get("UANN")!.withdrawn_at, "number");
  bench.pass(900);
  await bench.sync();
  assertEquals(consents.has("UANN"), false);
  assertEquals(recorded(bench).some(({ id }) => id === "FxOwn"), false);
  bench.close();
});

Deno.test("the change is marked before the tombstone is written", async () => {
  const bench = await openSynced();
  let pending: number | null = null;
  bench.slack.before = ({ method, args }) => {
    if (method !== "apps.datastore.put") return;
    if (args.datastore !== "consents") return;
    const item = bench.slack.items("runs").get("consents")!;
    pending ??= JSON.parse(item.body as string).pending_since;
  };
  const now = Math.floor(bench.slack.clock.ms / 1000);
  await withdraw(bench);
  assertEquals(pending, now);
  bench.close();
});

Deno.test("a claim that another run has changed meanwhile is given back as it is by then", async () => {
  const bench = await openSynced();
  const tea = { text: "Tea", emoji: ":tea:", expiration: 0 };
  bench.slack.before = ({ method }) => {
    if (method !== "apps.datastore.put") return;
    bench.slack.before = () => {};
    const claim = bench.claim("UANN")!;
    const status = { ...claim.status!, prior: tea };
    const item = claims.format({ ...claim, status });
    bench.slack.items("claims").set("UANN", item);
  };
  await withdraw(bench);
  assertEquals(statusOf(bench, "UANN"), tea);
  bench.close();
});

Deno.test("a run is booked to go on only if anything is left", async () => {
  const bench = await openSynced();
  const booked = () => bench.slack.items("runs").get("continuation");
  await withdraw(bench, "UBOB");
  assertEquals(booked(), undefined);
  const method = "apps.datastore.bulkDelete";
  bench.slack.before = ({ method: called, args }) => {
    if (called !== method || args.datastore !== "consents") return;
    bench.slack.state.partialFailures = [{ method, keys: ["UANN"] }];
  };
  const { message } = await withdraw(bench);
  assert(booked() !== undefined);
  assertEquals(message.includes("Deleted: your choices"), false);
  assert(bench.slack.items("consents").has("UANN"));
  bench.close();
});

Deno.test("no record stays of a message to connect again", async () => {
  const bench = await openSynced();
  bench.pass(3600);
  revoke(bench, "UANN");
  await bench.sync();
  const runs = bench.slack.items("runs");
  assert(runs.has("reconnect:UANN"));
  for (const token of bench.slack.state.tokens.values()) token.revoked = false;
  await withdraw(bench);
  assertEquals(runs.has("reconnect:UANN"), false);
  bench.close();
});

Deno.test("between shifts too, a record that Slack did not delete is not told of as deleted", async () => {
  const bench = openBench([optedIn("ann")], []);
  const method = "apps.datastore.bulkDelete";
  bench.slack.before = ({ method: called, args }) => {
    if (called !== method || args.datastore !== "consents") return;
    bench.slack.state.partialFailures = [{ method, keys: ["UANN"] }];
  };
  const { message } = await withdraw(bench);
  assertEquals(message.includes("Deleted: your choices"), false);
  assertEquals(bench.slack.counts()["workflows.triggers.create"], 1);
  bench.close();
});
