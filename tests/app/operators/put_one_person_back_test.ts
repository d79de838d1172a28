import { assert, assertEquals } from "@std/assert";
import { putOnePersonBack } from "../../../app/operators/put_one_person_back.ts";
import { leases } from "../../../slack/records/lease.ts";
import {
  type Bench,
  openBench,
  optedIn,
  revoke,
  schedule,
  statusOf,
} from "../../functions/step_bench.ts";

const LUNCH = { text: "Lunch & <nap>", emoji: ":sandwich:", expiration: 0 };

/** Ann and Bob on leave, their own status replaced; Cid is not. */
async function openSynced(): Promise<Bench> {
  const people = ["ann", "bob", "cid"].map((name) =>
    optedIn(name, { status: LUNCH }, { on_own_status: "replace" })
  );
  const bench = openBench(people, [schedule("pto", ["ann", "bob"])], {
    config: { operators: ["UOPS"], mode: "enforce" },
  });
  await bench.sync();
  return bench;
}

function putOneBack(bench: Bench, person = "UANN", id = "UOPS") {
  const interactivity = { interactor: { id } };
  return putOnePersonBack(bench.execution(), { interactivity, person });
}

function told(bench: Bench, person: string): string[] {
  return bench.slack.state.messages
    .filter(({ channel }) => channel === person).map(({ text }) => text);
}

Deno.test("one person is restored, and both get a message", async () => {
  const bench = await openSynced();
  const before = structuredClone(bench.claim("UBOB"));
  const { person, message, changed } = await putOneBack(bench);
  assertEquals([person, changed], ["UOPS", true]);
  assertEquals(statusOf(bench, "UANN"), LUNCH);
  assert(
    message.startsWith(
      "Restored for <@UANN>: status: :sandwich: Lunch &amp; &lt;nap&gt;; ",
    ),
    message,
  );
  assert(message.endsWith("does not show again until it ends."), message);
  assertEquals(told(bench, "UANN"), [
    "An operator (<@UOPS>) had Shiftlight restore what was there before your shift. Your current shift does not show again until it ends.",
  ]);
  assertEquals(bench.claim("UBOB"), before);
  assertEquals(told(bench, "UBOB"), []);
  bench.close();
});

Deno.test("with nothing to restore, only the operator gets a message", async () => {
  const bench = await openSynced();
  for (const twice of [false, true]) {
    const person = twice ? "UANN" : "UCID";
    if (twice) await putOneBack(bench);
    const messages = told(bench, person).length;
    const { message, changed } = await putOneBack(bench, person);
    const expected = twice
      ? "There is nothing to restore for <@UANN>: an operator restored them already. Their current shift does not show again until it ends."
      : `There is nothing to restore for <@${person}>.`;
    assertEquals([message, changed], [expected, false]);
    assertEquals(told(bench, person).length, messages);
  }
  bench.close();
});

Deno.test("another person's click restores nothing, not even their own", async () => {
  const bench = await openSynced();
  const { message, changed } = await putOneBack(bench, "UANN", "UANN");
  assertEquals(changed, false);
  assert(message.startsWith("Only operators may do this"), message);
  assertEquals(bench.claim("UANN")!.status!.phase, "held");
  assertEquals(told(bench, "UANN"), []);
  bench.close();
});

Deno.test("with a token that fails, both read that it is not done yet", async () => {
  const bench = await openSynced();
  revoke(bench, "UANN");
  const { message, changed } = await putOneBack(bench);
  assert(changed);
  assert(message.includes("<@UANN> is not fully restored yet ("), message);
  assert(message.includes("token_revoked"), message);
  assert(message.includes("within 15 minutes"), message);
  assertEquals(told(bench, "UANN"), [
    "An operator (<@UOPS>) had Shiftlight restore what was there before your shift; it is not finished yet. Your current shift does not show again until it ends.",
  ]);
  bench.close();
});

Deno.test("a write whose answer was lost is finished by a run within two minutes", async () => {
  const bench = await openSynced();
  bench.slack.fail({ method: "users.profile.set", cut: "after" });
  bench.slack.arrived.length = 0;
  const { message } = await putOneBack(bench);
  assert(
    message.includes(
      "is not fully restored yet. It goes on within two minutes.",
    ),
  );
  assertEquals(bench.slack.counts()["workflows.triggers.create"], 1);
  bench.pass(120);
  await bench.sync();
  assertEquals(statusOf(bench, "UANN"), LUNCH);
  assertEquals(bench.claim("UANN")!.status, null);
  bench.close();
});

Deno.test("what the person set themselves is left as it is", async () => {
  const bench = await openSynced();
  const own = { text: "Gone fishing", emoji: ":fish:", expiration: 0 };
  const ann = bench.slack.state.people.get("UANN")!;
  Object.assign(ann, { status: { ...own }, snooze_until: 0 });
  ann.manual_away = false;
  const { message } = await putOneBack(bench);
  assertEquals(statusOf(bench, "UANN"), own);
  assertEquals(told(bench, "UANN"), [
    "An operator (<@UOPS>) had Shiftlight leave you alone. Your current shift does not show again until it ends.",
  ]);
  assert(
    message.startsWith("<@UANN> shows nothing that Shiftlight set"),
    message,
  );
  bench.close();
});

Deno.test("a person who cannot get a message is restored nevertheless", async () => {
  const bench = await openSynced();
  const method = "chat.postMessage";
  bench.slack.fail({ method, error: "channel_not_found" });
  const { message } = await putOneBack(bench);
  assertEquals(statusOf(bench, "UANN"), LUNCH);
  assert(
    message.endsWith(
      "Shiftlight could not tell <@UANN> about it: chat.postMessage: channel_not_found.",
    ),
    message,
  );
  bench.close();
});

Deno.test("a record that does not parse is left alone, and the operator reads why", async () => {
  for (const store of ["consents", "claims"]) {
    const bench = await openSynced();
    const broken = { person: "UANN", schema_version: 9 };
    bench.slack.items(store).set("UANN", broken);
    const { message, changed } = await putOneBack(bench);
    assertEquals(changed, false);
    assert(
      message.startsWith(
        `Nothing was changed: record UANN of ${store} does not parse`,
      ),
    );
    assertEquals(bench.slack.items(store).get("UANN"), broken);
    bench.close();
  }
});

Deno.test("while another run is at work nothing is changed, and the operator reads why", async () => {
  const bench = await openSynced();
  const until = bench.slack.clock.now() + 75_000;
  const lease = { id: "lease" as const, holder: "Fx999", until, history: {} };
  bench.slack.items("runs").set("lease", leases.format(lease));
  const { message, changed } = await putOneBack(bench);
  assertEquals(changed, false);
  assert(message.startsWith("Another run is at work"), message);
  assertEquals(bench.claim("UANN")!.suppressed, []);
  assertEquals(told(bench, "UANN"), []);
  bench.close();
});
