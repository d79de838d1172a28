import { assertEquals } from "@std/assert";
import {
  peopleByEmail,
  peopleWithoutStatus,
  personByEmail,
  personById,
} from "../../slack/people.ts";
import { member, NOW, openSlack } from "./local_slack.ts";
import { failureOf } from "./produced_failure.ts";
import { scriptedClient } from "./scripted_client.ts";

const ANN = { id: "UANN", name: "ann", time_zone: "Europe/London" };
const LONDON = { tz: "Europe/London" };

Deno.test("somebody is found by e-mail, whatever its capitals, and by id", async () => {
  const slack = openSlack([member("ann", LONDON)]);
  assertEquals(await personByEmail(slack.client, "Ann@Example.com"), ANN);
  assertEquals(await personById(slack.client, "UANN"), ANN);
  slack.close();
});

Deno.test("nobody is null; neither deactivated accounts nor bots are anybody", async () => {
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

Deno.test("a look-up that failed is not nobody", async () => {
  const slack = openSlack([member("ann")]);
  slack.fail({ method: "users.lookupByEmail", status: 429, retry_after: 9 });
  slack.fail({ method: "users.info", error: "users_not_found" });
  const { client } = slack;
  const limited = await failureOf(() => personByEmail(client, "a@example.com"));
  assertEquals([limited.kind, limited.retryAfter], ["retry", 9]);
  // The word of the other method means something else here.
  const odd = await failureOf(() => personById(client, "UANN"));
  assertEquals(odd.error, "users_not_found");
  slack.close();
});

Deno.test("a name or zone that is not there, or not known, does no harm", async () => {
  const odd = { id: "U1", name: "", tz: "Mars/Olympus" };
  const client = scriptedClient({ ok: true, user: odd });
  const expected = { id: "U1", name: "U1", time_zone: "" };
  assertEquals(await personById(client, "U1"), expected);
  const bare = scriptedClient({ ok: true, user: { id: "U1" } });
  assertEquals(await personById(bare, "U1"), expected);
});

Deno.test("everybody is listed in pages of two hundred, by e-mail in small letters", async () => {
  const people = Array.from(
    { length: 450 },
    (_, index) => member(`p${index}`, { email: `P${index}@Example.com` }),
  );
  const slack = openSlack(people);
  slack.state.people.get("UP7")!.deleted = true;
  const found = await peopleByEmail(slack.client);
  assertEquals(found.size, 449);
  assertEquals(found.get("p449@example.com")!.id, "UP449");
  assertEquals(found.has("p7@example.com"), false);
  assertEquals(slack.counts(), { "users.list": 3 });
  assertEquals(slack.arrived.map(({ args }) => args.limit), [
    "200",
    "200",
    "200",
  ]);
  slack.close();
});

Deno.test("people without a status are found in the list, of those asked about alone", async () => {
  const lunch = { text: "Lunch", emoji: ":x:", expiration: NOW + 60 };
  const slack = openSlack([
    member("ann"),
    member("bob", { status: lunch }),
    member("cid"),
  ]);
  const ids = new Set(["UANN", "UBOB", "UNOBODY"]);
  assertEquals(await peopleWithoutStatus(slack.client, ids), ["UANN"]);
  slack.clock.ms += 60_000;
  assertEquals(await peopleWithoutStatus(slack.client, ids), ["UANN", "UBOB"]);
  slack.close();
});

Deno.test("a listed person whose profile does not say is not without a status", async () => {
  const members = [{ id: "UANN", profile: {} }, { id: "UBOB" }];
  const client = scriptedClient({ ok: true, members });
  const ids = new Set(["UANN", "UBOB"]);
  assertEquals(await peopleWithoutStatus(client, ids), []);
});
