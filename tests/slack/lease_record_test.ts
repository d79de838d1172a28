import { assertEquals } from "@std/assert";
import { readLease, writeLease } from "../../slack/lease_record.ts";
import { NOW, openSlack } from "./local_slack.ts";
import { failureOf } from "./produced_failure.ts";

const LEASE = {
  holder: "Fx1",
  until: (NOW + 75) * 1000,
  ledger: { "users.profile.set": [NOW * 1000] },
};

Deno.test("the lease is read as it was written, in one call each", async () => {
  const slack = openSlack([]);
  assertEquals(await readLease(slack.client), null);
  await writeLease(slack.client, LEASE);
  assertEquals(await readLease(slack.client), { id: "lease", ...LEASE });
  assertEquals(slack.counts(), {
    "apps.datastore.get": 2,
    "apps.datastore.put": 1,
  });
  slack.close();
});

Deno.test("one that does not parse is none, and the next write mends it", async () => {
  const slack = openSlack([]);
  const broken = { id: "lease", schema_version: 9, body: "?" };
  slack.items("runs").set("lease", broken);
  assertEquals(await readLease(slack.client), null);
  await writeLease(slack.client, LEASE);
  assertEquals((await readLease(slack.client))?.holder, "Fx1");
  slack.close();
});

Deno.test("one that cannot be read or written is a failure, not a free one", async () => {
  const slack = openSlack([]);
  slack.fail({ method: "apps.datastore.get", status: 500 });
  const unread = await failureOf(() => readLease(slack.client));
  assertEquals(unread.kind, "retry");
  slack.fail({ method: "apps.datastore.put", cut: "after" });
  const unwritten = await failureOf(() => writeLease(slack.client, LEASE));
  assertEquals(unwritten.kind, "unknown");
  slack.close();
});
