import { assert, assertEquals, assertThrows } from "@std/assert";
import { getRecords, putRecords } from "../../../slack/record_store.ts";
import {
  foundKeptSeconds,
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
  assertEquals(MISS_KEPT_SECONDS, 3600);
  assert(MISS_KEPT_SECONDS < foundKeptSeconds(KNOWN.identity));
});

Deno.test("look-ups expire within 18 to 24 hours, as many in each hour, always the same for one person", () => {
  const kept = Array.from(
    { length: 6000 },
    (_, index) => foundKeptSeconds(`email:person.${index}@example.com`),
  );
  assertEquals(foundKeptSeconds("email:person.0@example.com"), kept[0]);
  const hours = Map.groupBy(kept, (seconds) => Math.ceil(seconds / 3600));
  assertEquals([...hours.keys()].sort(), [19, 20, 21, 22, 23, 24]);
  for (const [hour, { length }] of hours) {
    assert(900 < length && length < 1100, `${hour}: ${length}`);
  }
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
