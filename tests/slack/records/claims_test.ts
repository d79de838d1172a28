import { assert, assertEquals, assertThrows } from "@std/assert";
import {
  allRecords,
  getRecords,
  putRecords,
} from "../../../slack/record_store.ts";
import { claims } from "../../../slack/records/claims.ts";
import { openSlack } from "../local_slack.ts";
import { sampleClaim, sampleShift } from "./sample_claim.ts";

Deno.test("a claim reads as it was written, with everything in it", async () => {
  const slack = openSlack([]);
  const snooze = { until_seconds: 5, indefinite: false };
  const endless = { until_seconds: 0, indefinite: true };
  const claim = sampleClaim({
    shift: sampleShift({ end: null }),
    override: { text: "Gone", emoji: null },
    dnd: {
      phase: "deferred",
      prior: endless,
      before: endless,
      wanted: snooze,
      applied: null,
    },
    presence: {
      phase: "restoring",
      prior: false,
      before: true,
      wanted: false,
      applied: true,
    },
    suppressed: [{ shift: sampleShift({ state: "pto" }), phase: "skipped" }],
    external_token_id: "Et1",
    orphaned_at: 7,
  });
  const bare = sampleClaim({ person: "UBOB", status: null });
  await putRecords(slack.client, claims, [claim, bare]);
  const found = await getRecords(slack.client, claims, ["UANN", "UBOB"]);
  assertEquals(found, {
    records: new Map([["UANN", claim], ["UBOB", bare]]),
    broken: [],
  });
  slack.close();
});

Deno.test("state, phase and end stand beside the body", () => {
  const { state, phase, ends_at, person, schema_version } = claims.format(
    sampleClaim(),
  );
  assertEquals([state, phase, person], ["on_call", "held", "UANN"]);
  assertEquals([ends_at, schema_version], [sampleShift().end, 1]);
  const bare = claims.format(
    sampleClaim({ status: null, shift: sampleShift({ end: null }) }),
  );
  assertEquals([bare.phase, bare.ends_at], ["none", 0]);
});

Deno.test("a claim that does not fit says which field", () => {
  const broken: [Record<string, unknown>, string][] = [
    [{ body: "{" }, "body: not valid JSON"],
    [{ body: undefined }, "body: expected JSON text"],
    [
      { schema_version: 2 },
      "written by a newer version of Shiftlight (schema_version 2; this one reads up to 1)",
    ],
    [{ schema_version: undefined }, "schema_version: expected 1"],
    [{ body: "null" }, "name"],
    [bodyWith({ status: { phase: "gone" } }), "status.phase"],
    [bodyWith({ status: undefined }), "status"],
    [bodyWith({ person: "" }), "person"],
    [bodyWith({ written_at: "now" }), "written_at"],
    [bodyWith({ shift: { ...sampleShift(), end: "late" } }), "shift.end"],
  ];
  for (const [fields, message] of broken) {
    const item = { ...claims.format(sampleClaim()), ...fields };
    assertThrows(() => claims.parse(item), Error, message);
  }
});

function bodyWith(fields: Record<string, unknown>): { body: string } {
  return { body: JSON.stringify({ ...sampleClaim(), ...fields }) };
}

Deno.test("a claim that does not parse does not keep others from being read", async () => {
  const slack = openSlack([]);
  await putRecords(slack.client, claims, [sampleClaim()]);
  const broken = { person: "UBOB", schema_version: 1, body: "[]" };
  slack.items("claims").set("UBOB", broken);
  const found = await allRecords(slack.client, claims);
  assertEquals([...found.records.keys()], ["UANN"]);
  const [only] = found.broken;
  assertEquals([only!.id, only!.store], ["UBOB", "claims"]);
  assert(only!.reason !== "");
  slack.close();
});
