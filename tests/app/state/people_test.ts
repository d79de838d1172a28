import { assert, assertEquals } from "@std/assert";
import {
  desiredState,
  MANUAL,
  noRoster,
} from "../../../app/state/desired_state.ts";
import { People } from "../../../app/state/people.ts";
import { readWithoutRoster } from "../../../app/state/read_people.ts";
import { StepLog } from "../../../app/state/step_log.ts";
import type { Consent } from "../../../reconciler/consent.ts";
import type { Shift } from "../../../reconciler/shift.ts";
import { claims as claimStore } from "../../../slack/records/claims.ts";
import { NOW } from "../../slack/local_slack.ts";
import { sampleClaim, sampleShift } from "../../slack/records/sample_claim.ts";
import { type Bench, openBench, optedIn } from "../../functions/step_bench.ts";

/** Three opted in; Ann has a claim. The consents of Ann and Bob are known. */
async function open(
  shifts: Shift[] = [],
  remembered: Shift[] = [],
): Promise<{ bench: Bench; people: People; log: StepLog }> {
  const bench = openBench([optedIn("ann"), optedIn("bob"), optedIn("cat")], []);
  const execution = bench.execution();
  const claims = new Map([["UANN", sampleClaim()]]);
  bench.slack.items("claims").set("UANN", claimStore.format(sampleClaim()));
  const log = new StepLog();
  const snapshot = { ...noRoster(execution), shifts, remembered };
  const people = new People(
    execution,
    desiredState(snapshot, new Map(), MANUAL),
    { records: claims, broken: [] },
    { records: new Map(), broken: [] },
    log,
  );
  await people.refreshConsents(["UANN", "UBOB"], log);
  bench.slack.arrived.length = 0;
  return { bench, people, log };
}

Deno.test("a context is built once, with the instant at which the step began", async () => {
  const { bench, people } = await open();
  const ann = people.of("UANN");
  bench.pass(30);
  assert(people.latest(ann) === ann);
  assertEquals([people.of("UBOB").now, people.now], [NOW, NOW]);
  bench.close();
});

Deno.test("a recorded claim builds only its person's context again", async () => {
  const { bench, people } = await open();
  const [ann, bob] = [people.of("UANN"), people.of("UBOB")];
  const claim = sampleClaim({ name: "anna" });
  assertEquals(
    (await people.recordClaims([{ person: "UANN", claim }])).size,
    0,
  );
  assertEquals(people.latest(ann).claim, claim);
  assertEquals(bench.claim("UANN"), claim);
  assert(people.latest(bob) === bob);
  await people.recordClaims([{ person: "UANN", claim: null }]);
  assertEquals([people.of("UANN").claim, bench.claim("UANN")], [null, null]);
  bench.close();
});

Deno.test("a claim that Slack did not store changes nothing", async () => {
  const { bench, people } = await open();
  const ann = people.of("UANN");
  const method = "apps.datastore.bulkPut";
  bench.slack.state.partialFailures = [{ method, keys: ["UANN"] }];
  const claim = sampleClaim({ name: "anna" });
  const lost = await people.recordClaims([{ person: "UANN", claim }]);
  assertEquals([...lost], ["UANN"]);
  assert(people.latest(ann) === ann);
  bench.close();
});

Deno.test("a consent that changed builds its person's context again, an equal one does not", async () => {
  const changes: Partial<Record<keyof Consent, unknown>>[] = [
    { withdrawn_at: NOW },
    { states: ["pto"] },
    { states: ["on_call", "pto", "deploy_freeze", "vacation"] },
    { dnd: false },
  ];
  for (const change of changes) {
    const { bench, people, log } = await open();
    const [ann, bob] = [people.of("UANN"), people.of("UBOB")];
    Object.assign(bench.slack.items("consents").get("UBOB")!, change);
    await people.refreshConsents(["UANN", "UBOB"], log);
    assert(people.latest(ann) === ann);
    const [[field, value]] = Object.entries(change) as [[string, unknown]];
    const now = people.latest(bob).consent as unknown as Record<
      string,
      unknown
    >;
    assertEquals(now[field], value);
    bench.slack.items("consents").delete("UBOB");
    await people.refreshConsents(["UBOB"], log);
    assertEquals(people.latest(bob).consent, null);
    bench.close();
  }
});

Deno.test("claims are read again with a new instant, and a claim of another run with its consent", async () => {
  const { bench, people, log } = await open();
  const cat = sampleClaim({ person: "UCAT" });
  bench.slack.items("claims").set("UCAT", claimStore.format(cat));
  assertEquals(people.of("UCAT").consent, null);
  bench.pass(40);
  await people.refreshClaims("everybody", log);
  const { claim, consent, now } = people.of("UCAT");
  assertEquals([claim, consent?.person, now], [cat, "UCAT", NOW + 40]);
  bench.close();
});

Deno.test("a shift that starts or ends while the step is at work counts from then on", async () => {
  const first = sampleShift({ state: "pto", end: NOW + 20 });
  const second = sampleShift({ start: NOW + 30, end: NOW + 900 });
  const { bench, people } = await open([first, second]);
  const stateAt = (seconds: number) => {
    bench.pass(NOW + seconds - bench.slack.clock.ms / 1000);
    const { wanted, now } = people.of("UANN");
    return [wanted.kind === "shift" ? wanted.shift.state : null, now];
  };
  assertEquals(stateAt(0), ["pto", NOW]);
  assertEquals(stateAt(19), ["pto", NOW]);
  assertEquals(stateAt(20), [null, NOW + 20]);
  assertEquals(stateAt(35), ["on_call", NOW + 35]);
  assertEquals(stateAt(899), ["on_call", NOW + 35]);
  bench.close();
});

Deno.test("a record that does not parse leaves its person alone, and is reported once", async () => {
  const { bench, people, log } = await open();
  const broken = { person: "UANN", schema_version: 9, body: "?" };
  bench.slack.items("claims").set("UANN", broken);
  await people.refreshClaims(["UANN"], log);
  await people.refreshClaims(["UANN"], log);
  assertEquals([...people.unusable], ["UANN"]);
  assertEquals(log.problems.map(({ about }) => about), [
    "record UANN of claims",
  ]);
  bench.close();
});

Deno.test("for a click, claims and consents are read at the same time", async () => {
  const bench = openBench([optedIn("ann")], []);
  const execution = bench.execution();
  let running = 0;
  let most = 0;
  const client = {
    async apiCall(method: string, data?: Record<string, unknown>) {
      most = Math.max(most, ++running);
      try {
        return await execution.client.apiCall(method, data);
      } finally {
        running--;
      }
    },
  };
  const log = new StepLog();
  await readWithoutRoster({ ...execution, client }, ["UANN"], null, log);
  assertEquals(most, 2);
  bench.close();
});

Deno.test("a person's time zone comes from the roster, else from the claim, else from the configuration", async () => {
  const { bench, people: { desired }, log } = await open();
  const config = { time_zone: "Europe/Lisbon" };
  const execution = bench.execution();
  const zone = (listed: string | null, claimed: string | null) => {
    const roster = new Map(
      listed === null
        ? []
        : [["UANN", { id: "UANN", name: "Ann", time_zone: listed }]],
    );
    const claims = claimed === null
      ? []
      : [sampleClaim({ name: "ann", time_zone: claimed })];
    const people = new People(
      { ...execution, config: { ...execution.config, ...config } },
      { ...desired, roster },
      { records: new Map(claims.map((each) => ["UANN", each])), broken: [] },
      { records: new Map(), broken: [] },
      log,
    );
    const { name, time_zone } = people.of("UANN").person;
    return `${name} ${time_zone}`;
  };
  assertEquals(zone("Asia/Tokyo", "UTC"), "Ann Asia/Tokyo");
  assertEquals(zone("", "UTC"), "Ann Europe/Lisbon");
  assertEquals(zone(null, "Asia/Tokyo"), "ann Asia/Tokyo");
  assertEquals(zone(null, ""), "ann Europe/Lisbon");
  assertEquals(zone(null, null), "UANN Europe/Lisbon");
  bench.close();
});

Deno.test("the contexts move on when a remembered on-call shift begins or ends", async () => {
  const [start, end] = [NOW + 30, NOW + 90];
  const shift = sampleShift({ person: "UANN", start, end });
  const { bench, people } = await open([], [shift]);
  const seen = () => {
    const { wanted, onCallFrom, now } = people.of("UANN");
    return [wanted.kind, onCallFrom, now];
  };
  assertEquals(seen(), ["nothing", start, NOW]);
  bench.pass(31);
  assertEquals(seen(), ["nothing", start, NOW + 31]);
  bench.pass(60);
  assertEquals(seen(), ["nothing", null, NOW + 91]);
  bench.close();
});

Deno.test("a consent that Slack did not delete is still known", async () => {
  const { bench, people } = await open();
  const method = "apps.datastore.bulkDelete";
  bench.slack.state.partialFailures = [{ method, keys: ["UANN"] }];
  await people.deleteConsents(["UANN", "UBOB"]);
  assertEquals([...people.consents.keys()], ["UANN"]);
  bench.close();
});
