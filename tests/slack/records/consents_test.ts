import { assertEquals, assertThrows } from "@std/assert";
import type { Consent } from "../../../reconciler/consent.ts";
import { getRecords, putRecords } from "../../../slack/record_store.ts";
import { consents } from "../../../slack/records/consents.ts";
import { member, NOW, openSlack } from "../local_slack.ts";

const CONSENT: Consent = {
  person: "UANN",
  states: ["on_call", "pto"],
  on_own_status: "replace",
  after_manual_change: "resume",
  dnd: true,
  presence: false,
  external_token_id: "Et1",
  recorded_at: NOW,
  withdrawn_at: NOW + 5,
};

Deno.test("a consent reads as it was written; fields that are not set are left out", async () => {
  const slack = openSlack([]);
  const unset = {
    ...CONSENT,
    person: "UBOB",
    external_token_id: null,
    withdrawn_at: null,
  };
  await putRecords(slack.client, consents, [CONSENT, unset]);
  const { records } = await getRecords(slack.client, consents, [
    "UANN",
    "UBOB",
  ]);
  assertEquals(records.get("UANN"), CONSENT);
  assertEquals(records.get("UBOB"), unset);
  const item = slack.items("consents").get("UBOB")!;
  assertEquals(Object.hasOwn(item, "external_token_id"), false);
  assertEquals(Object.hasOwn(item, "withdrawn_at"), false);
  assertEquals(item.schema_version, 2);
  slack.close();
});

Deno.test("a consent that was withdrawn and given again is no longer withdrawn", async () => {
  const slack = openSlack([]);
  await putRecords(slack.client, consents, [CONSENT]);
  const again = { ...CONSENT, withdrawn_at: null };
  await putRecords(slack.client, consents, [again]);
  const { records } = await getRecords(slack.client, consents, ["UANN"]);
  assertEquals(records.get("UANN"), again);
  slack.close();
});

Deno.test("a consent from before there were notices and workflows allows neither", () => {
  const before = { ...consents.format(CONSENT), schema_version: 1 };
  assertEquals(consents.parse(before), {
    ...CONSENT,
    notices: false,
    workflow_presence: false,
  });
  const answered = consents.parse({ ...before, notices: true });
  assertEquals([answered.notices, answered.workflow_presence], [true, false]);
});

Deno.test("the consents of a scenario are valid records", async () => {
  const consent = { states: ["on_call"], path: "env" };
  const slack = openSlack([member("ann", { consent })]);
  const { records } = await getRecords(slack.client, consents, ["UANN"]);
  assertEquals(records.get("UANN"), {
    person: "UANN",
    states: ["on_call"],
    on_own_status: "defer",
    after_manual_change: "yield",
    dnd: false,
    presence: false,
    external_token_id: null,
    recorded_at: NOW,
    withdrawn_at: null,
  });
  slack.close();
});

Deno.test("a consent that does not fit says which field", () => {
  const broken: [Record<string, unknown>, string][] = [
    [{ states: "on_call" }, "states"],
    [{ on_own_status: "ask" }, "on_own_status"],
    [{ after_manual_change: "" }, "after_manual_change"],
    [{ dnd: "yes" }, "dnd"],
    [{ presence: undefined }, "presence"],
    [{ person: "" }, "person"],
    [{ recorded_at: undefined }, "recorded_at"],
    [{ schema_version: 0 }, "schema_version: expected 2, found 0"],
  ];
  for (const [fields, message] of broken) {
    const item = { ...consents.format(CONSENT), ...fields };
    assertThrows(() => consents.parse(item), Error, message);
  }
});
