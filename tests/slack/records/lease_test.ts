import { assertEquals, assertThrows } from "@std/assert";
import { getRecords, putRecords } from "../../../slack/record_store.ts";
import { type LeaseItem, leases } from "../../../slack/records/lease.ts";
import { NOW, openSlack } from "../local_slack.ts";

const LEASE: LeaseItem = {
  id: "lease",
  holder: "Fx1",
  until: (NOW + 75) * 1000,
  ledger: { "users.profile.set": [NOW * 1000, NOW * 1000 + 80] },
};

Deno.test("who writes, and what is used of the rates, reads as it was written", async () => {
  const slack = openSlack([]);
  await putRecords(slack.client, leases, [LEASE]);
  const { records } = await getRecords(slack.client, leases, ["lease"]);
  assertEquals(records.get("lease"), LEASE);
  assertEquals([...slack.items("runs").keys()], ["lease"]);
  slack.close();
});

Deno.test("no other record passes for the lease", () => {
  const item = leases.format(LEASE);
  assertThrows(() => leases.parse({ ...item, schema_version: 2 }), Error);
  const wrong = [
    { id: "checkpoint" },
    { holder: null },
    { until: "soon" },
    { ledger: { "users.profile.set": ["now"] } },
  ];
  for (const fields of wrong) {
    const body = JSON.stringify({ ...LEASE, ...fields });
    assertThrows(() => leases.parse({ ...item, body }), Error);
  }
});
