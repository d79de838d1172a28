import { assertEquals, assertThrows } from "@std/assert";
import { getRecords, putRecords } from "../../../slack/record_store.ts";
import {
  type LeaseItem,
  leases,
  readLease,
  writeLease,
} from "../../../slack/records/lease.ts";
import { NOW, openSlack } from "../local_slack.ts";
import { failureOf } from "../produced_failure.ts";

const LEASE: LeaseItem = {
  id: "lease",
  holder: "Fx1",
  until: (NOW + 75) * 1000,
  history: { "users.profile.set": [NOW * 1000, NOW * 1000 + 80] },
};

Deno.test("the lease's record reads as it was written", async () => {
  const slack = openSlack([]);
  await putRecords(slack.client, leases, [LEASE]);
  const { records } = await getRecords(slack.client, leases, ["lease"]);
  assertEquals(records.get("lease"), LEASE);
  assertEquals([...slack.items("runs").keys()], ["lease"]);
  slack.close();
});

Deno.test("another record does not parse as the lease", () => {
  const item = leases.format(LEASE);
  assertThrows(() => leases.parse({ ...item, schema_version: 2 }), Error);
  const wrong = [
    { id: "checkpoint" },
    { holder: null },
    { until: "soon" },
    { history: { "users.profile.set": ["now"] } },
  ];
  for (const fields of wrong) {
    const body = JSON.stringify({ ...LEASE, ...fields });
    assertThrows(() => leases.parse({ ...item, body }), Error);
  }
});

Deno.test("the lease is read as it was written, in one call each", async () => {
  const slack = openSlack([]);
  assertEquals(await readLease(slack.client), null);
  await writeLease(slack.client, LEASE);
  assertEquals(await readLease(slack.client), LEASE);
  assertEquals(slack.counts(), {
    "apps.datastore.get": 2,
    "apps.datastore.put": 1,
  });
  slack.close();
});

Deno.test("a lease that does not parse counts as none, and the next write replaces it", async () => {
  const slack = openSlack([]);
  const broken = { id: "lease", schema_version: 9, body: "?" };
  slack.items("runs").set("lease", broken);
  assertEquals(await readLease(slack.client), null);
  await writeLease(slack.client, LEASE);
  assertEquals((await readLease(slack.client))?.holder, "Fx1");
  slack.close();
});

Deno.test("a lease that cannot be read or written is a failure, not a free lease", async () => {
  const slack = openSlack([]);
  slack.fail({ method: "apps.datastore.get", status: 500 });
  const unread = await failureOf(() => readLease(slack.client));
  assertEquals(unread.kind, "retry");
  slack.fail({ method: "apps.datastore.put", cut: "after" });
  const unwritten = await failureOf(() => writeLease(slack.client, LEASE));
  assertEquals(unwritten.kind, "unknown");
  slack.close();
});

Deno.test("if Slack allows no more calls of one method, the lease is read and written by another", async () => {
  const slack = openSlack([]);
  await writeLease(slack.client, LEASE);
  for (const method of ["apps.datastore.get", "apps.datastore.put"]) {
    slack.fail({ method, status: 429, retry_after: 30, times: 2 });
  }
  const next = { ...LEASE, holder: "Fx2" };
  await writeLease(slack.client, next);
  assertEquals(await readLease(slack.client), next);
  assertEquals(slack.clock.slept, []);
  // None at all: it is a failure, and at once.
  for (const method of ["apps.datastore.update", "apps.datastore.bulkGet"]) {
    slack.fail({ method, status: 429, retry_after: 30 });
  }
  const unwritten = await failureOf(() => writeLease(slack.client, LEASE));
  assertEquals([unwritten.kind, unwritten.retryAfterSeconds], ["retry", 30]);
  const unread = await failureOf(() => readLease(slack.client));
  assertEquals([unread.kind, unread.retryAfterSeconds], ["retry", 30]);
  slack.close();
});
