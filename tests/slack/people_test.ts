import { assertEquals, assertStringIncludes } from "@std/assert";
import {
  peopleListed,
  personByEmail,
  personById,
  statusesListed,
} from "../../slack/people.ts";
import { type LocalSlack, member, NOW, openSlack } from "./local_slack.ts";
import { failureOf } from "./produced_failure.ts";
import { scriptedClient } from "./scripted_client.ts";

const ANN = { id: "UANN", name: "ann", time_zone: "Europe/London" };
const LONDON = { tz: "Europe/London" };

Deno.test("a person is found by e-mail address in any case, and by id", async () => {
  const slack = openSlack([member("ann", LONDON)]);
  assertEquals(await personByEmail(slack.client, "Ann@Example.com"), ANN);
  assertEquals(await personById(slack.client, "UANN"), ANN);
  slack.close();
});

Deno.test("unknown people, deactivated accounts and bots are null", async () => {
  const slack = openSlack([member("ann"), member("bob")]);
  slack.state.people.get("UBOB")!.deleted = true;
  const { client } = slack;
  assertEquals(await personByEmail(client, "no@example.com"), null);
  assertEquals(await personByEmail(client, "bob@example.com"), null);
  assertEquals(await personById(client, "UNOBODY"), null);
  assertEquals(await personById(client, "UBOB"), null);
  assertEquals(await personById(client, "USHIFTLIGHTBOT"), null);
  slack.close();
});

Deno.test("a look-up that failed is a failure, not an unknown person", async () => {
  const slack = openSlack([member("ann")]);
  slack.fail({ method: "users.lookupByEmail", status: 429, retry_after: 9 });
  slack.fail({ method: "users.info", error: "users_not_found" });
  const { client } = slack;
  const limited = await failureOf(() => personByEmail(client, "a@example.com"));
  assertEquals([limited.kind, limited.retryAfterSeconds], ["retry", 9]);
  // The word of the other method means something else here.
  const odd = await failureOf(() => personById(client, "UANN"));
  assertEquals(odd.error, "users_not_found");
  slack.close();
});

Deno.test("a missing name or an unknown time zone does no harm", async () => {
  const odd = { id: "U1", name: "", tz: "Mars/Olympus" };
  const client = scriptedClient({ ok: true, user: odd });
  const expected = { id: "U1", name: "U1", time_zone: "" };
  assertEquals(await personById(client, "U1"), expected);
  const bare = scriptedClient({ ok: true, user: { id: "U1" } });
  assertEquals(await personById(bare, "U1"), expected);
});

function crowd(size: number): LocalSlack {
  return openSlack(Array.from(
    { length: size },
    (_, index) => member(`p${index}`, { email: `P${index}@Example.com` }),
  ));
}

const ALWAYS = () => true;

Deno.test("people are found in the list of all people, by e-mail address in lower case", async () => {
  const slack = crowd(1700);
  slack.state.people.get("UP7")!.deleted = true;
  const emails = ["p0", "p7", "p1699", "nobody"];
  const wanted = new Set(emails.map((name) => `${name}@example.com`));
  const { found, cut } = await peopleListed(slack.client, wanted, ALWAYS);
  assertEquals([...found.keys()], ["p0@example.com", "p1699@example.com"]);
  assertEquals(found.get("p1699@example.com")!.id, "UP1699");
  // The list was read to its end: people who are not found do not exist.
  assertEquals(cut, null);
  assertEquals(
    slack.arrived.map(({ method, args }) => [method, args.limit]),
    Array(3).fill(["users.list", "800"]),
  );
  slack.close();
});

Deno.test("the list is read no further than needed", async () => {
  const slack = crowd(1700);
  const wanted = new Set(["p3@example.com", "p900@example.com"]);
  const { found, cut } = await peopleListed(slack.client, wanted, ALWAYS);
  assertEquals([found.size, cut], [2, null]);
  assertEquals(slack.counts(), { "users.list": 2 });
  await statusesListed(slack.client, new Set(["UP1", "UP2"]), 9);
  assertEquals(slack.counts(), { "users.list": 3 });
  slack.close();
});

Deno.test("the pages that were read before a 429, or in time, count", async () => {
  const wanted = new Set(["p3@example.com", "p1699@example.com"]);
  const limited = crowd(1700);
  limited.before = ({ args }) => {
    if (args.cursor === undefined) return;
    limited.fail({ method: "users.list", status: 429, retry_after: 50 });
  };
  const first = await peopleListed(limited.client, wanted, ALWAYS);
  assertEquals([...first.found.keys()], ["p3@example.com"]);
  assertEquals(first.cut?.message, "users.list: ratelimited");
  limited.close();
  const slow = crowd(1700);
  const mayGoOn = () => slow.arrived.length < 2;
  const second = await peopleListed(slow.client, wanted, mayGoOn);
  assertEquals([...second.found.keys()], ["p3@example.com"]);
  assertStringIncludes(second.cut!.message, "users.list: no_time_left");
  assertEquals(slow.counts(), { "users.list": 2 });
  slow.close();
});

Deno.test("a list without members is unreadable, not empty", async () => {
  const client = scriptedClient({ ok: true });
  const { cut } = await peopleListed(client, new Set(["a@b.c"]), ALWAYS);
  assertStringIncludes(cut!.message, "users.list: malformed_answer");
});

Deno.test("the list tells the statuses of the given people, as far as it has them", async () => {
  const lunch = { text: "Lunch & tea", emoji: ":x:", expiration: NOW + 60 };
  const slack = openSlack([
    member("ann"),
    member("bob", { status: lunch }),
    member("cid"),
  ]);
  const ids = new Set(["UANN", "UBOB", "UNOBODY"]);
  const empty = { text: "", emoji: "", expiration: 0 };
  const read = () => statusesListed(slack.client, ids, 1);
  const { statuses, pages, cut } = await read();
  assertEquals([pages, cut], [1, null]);
  assertEquals([...statuses], [["UANN", empty], ["UBOB", lunch]]);
  slack.clock.ms += 60_000;
  assertEquals((await read()).statuses.get("UBOB"), empty);
  slack.close();
});

Deno.test("a listed person whose profile lacks the fields has no known status", async () => {
  const members = [{ id: "UANN", profile: {} }, { id: "UBOB" }];
  const client = scriptedClient({ ok: true, members });
  const ids = new Set(["UANN", "UBOB"]);
  assertEquals((await statusesListed(client, ids, 1)).statuses.size, 0);
});

Deno.test("a list that is cut short says why, and keeps what was found", async () => {
  const cases = [
    [{ most: 2 }, "pages", 2],
    [{ most: 9, fault: { status: 429, retry_after: 7 } }, "429", 1],
    [{ most: 9, fault: { status: 500 } }, "failure", 1],
    [{ most: 9 }, null, 3],
  ] as const;
  for (const [given, why, read] of cases) {
    const slack = crowd(1700);
    const fault = "fault" in given ? given.fault : null;
    slack.before = ({ method, args }) => {
      if (fault && args.cursor) slack.fail({ method, ...fault });
    };
    const ids = new Set(["UP3", "UP1699"]);
    const found = await statusesListed(slack.client, ids, given.most);
    assertEquals([found.cut, found.pages], [why, read]);
    assertEquals(found.statuses.size, why === null ? 2 : 1);
    slack.close();
  }
});
