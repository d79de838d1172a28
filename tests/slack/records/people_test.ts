import { assert, assertEquals, assertThrows } from "@std/assert";
import { getRecords, putRecords } from "../../../slack/record_store.ts";
import {
  FOUND_KEPT_SECONDS,
  knownPeople,
  MISS_KEPT_SECONDS,
} from "../../../slack/records/people.ts";
import { NOW, openSlack } from "../local_slack.ts";

const KNOWN = {
  identity: "pagerduty:P1",
  looked_up: "email:ann@example.com",
  slack_id: "UANN",
  name: "ann",
  time_zone: "UTC",
  expires_at: NOW + 60,
};

Deno.test("a look-up reads as it was written, until it expires", async () => {
  const slack = openSlack([]);
  await putRecords(slack.client, knownPeople, [KNOWN]);
  const { records } = await getRecords(slack.client, knownPeople, [
    KNOWN.identity,
  ]);
  assertEquals(records.get(KNOWN.identity), KNOWN);
  slack.close();
});

Deno.test("a look-up that found no person is kept for a shorter time", () => {
  assertEquals([FOUND_KEPT_SECONDS, MISS_KEPT_SECONDS], [86_400, 3600]);
  assert(MISS_KEPT_SECONDS < FOUND_KEPT_SECONDS);
});

Deno.test("a look-up that does not fit says which field", () => {
  const item = knownPeople.format(KNOWN);
  assertThrows(
    () => knownPeople.parse({ ...item, slack_id: null }),
    Error,
    "slack_id",
  );
  assertThrows(
    () => knownPeople.parse({ ...item, identity: "" }),
    Error,
    "identity",
  );
});
