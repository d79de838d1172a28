import { assert, assertEquals } from "@std/assert";
import example from "../../../../docs/sources/json.example.json" with {
  type: "json",
};
import { jsonStandIn } from "../../vendors/json.ts";
import { Roster } from "../../vendors/roster.ts";
import { jsonRoster } from "../../../../rosters/vendors/json/adapter.ts";
import {
  assertIncludes,
  at,
  HOST,
  readerOf,
  reasonOf,
} from "../../../../tests/rosters/fake_vendor.ts";
import { hours, readFrom, ROOT, withSchedules } from "./read_by_address.ts";
import { served, TOKEN } from "./served.ts";

const SUBJECT = {
  rosterOf: jsonRoster,
  source: {
    type: "json" as const,
    id: "inhouse",
    state: "on_call",
    url: "https://rosters.example.com/S1.json",
    token: "JSON_TOKEN",
  },
  env: { JSON_TOKEN: TOKEN, JSON_API_URL: HOST },
  window: {
    since: at("2026-03-02T08:00:00Z"),
    until: at("2026-03-16T08:00:00Z"),
  },
};
const read = readerOf(SUBJECT);

function schedules(shifts: object[], rest: object = {}) {
  const name = "Payments primary";
  return [{ id: "S1", name, vendor: "json", shifts, ...rest }];
}

Deno.test("the adapter reads what was put in", async () => {
  const answer = served(
    jsonStandIn,
    schedules([
      {
        email: "alice@example.com",
        start: "2026-03-02T09:00:00Z",
        end: "2026-03-02T17:00:00Z",
        level: 2,
      },
      { email: "bob@example.com", start: "2026-03-05", end: "2026-03-07" },
      { email: "root@example.com", start: null, end: null },
      {
        email: "dave@example.com",
        start: "2026-04-02T09:00:00Z",
        end: "2026-04-02T17:00:00Z",
      },
    ]),
  );
  const { reading, seen } = await read(answer);
  const document = answer(seen[0]!);
  // Not what is next month's.
  assertEquals((await document.json()).shifts.length, 3);
  const common = { source: "inhouse", schedule: "S1", state: "on_call" };
  const label = "Payments primary";
  const identity = (email: string) => {
    return { key: `json:${email}`, email, name: email.split("@")[0]! };
  };
  assertEquals(reading, {
    shifts: [
      {
        ...{
          ...common,
          label,
          level: 1,
          identity: identity("root@example.com"),
        },
        ...{ start: 0, end: null },
      },
      {
        ...{
          ...common,
          label,
          level: 2,
          identity: identity("alice@example.com"),
        },
        start: at("2026-03-02T09:00:00Z"),
        end: at("2026-03-02T17:00:00Z"),
      },
      {
        ...{
          ...common,
          label,
          level: 1,
          identity: identity("bob@example.com"),
        },
        start: at("2026-03-05T00:00:00Z"),
        end: at("2026-03-07T00:00:00Z"),
        days: { from: "2026-03-05", until: "2026-03-07" },
      },
    ],
    unreadable: [],
    rejected: [],
    schedules: [{ source: "inhouse", schedule: "S1", name: label }],
  });
});

Deno.test("more than a hundred shifts come in pages", async () => {
  const shifts = Array.from({ length: 250 }, (_, index) => ({
    email: `p${index}@example.com`,
    start: "2026-03-02T09:00:00Z",
    end: "2026-03-02T17:00:00Z",
  }));
  const answer = served(jsonStandIn, schedules(shifts));
  const { reading, seen } = await read(answer);
  const emails = reading.shifts.map(({ identity }) => identity.email);
  assertEquals(emails.toSorted(), shifts.map(({ email }) => email).sort());
  const cursors = seen.map(({ query }) => query.get("cursor"));
  assertEquals(cursors, [null, "100", "200"]);
  const exactly = served(jsonStandIn, schedules(shifts.slice(0, 100)));
  assertEquals((await read(exactly)).seen.length, 1);
});

Deno.test("a document given as raw is served unchanged", async () => {
  const raw = JSON.stringify(example);
  const { reading } = await read(
    served(jsonStandIn, schedules([], { raw })),
  );
  assertEquals(reading.shifts.length, 4);
  const broken = served(jsonStandIn, schedules([], { raw: "<html>" }));
  assertIncludes(reasonOf((await read(broken)).reading), "not JSON");
});

Deno.test("another token, another roster and a wrong query are refused", async () => {
  const answer = served(jsonStandIn, schedules([]));
  const env = { JSON_TOKEN: "another", JSON_API_URL: HOST };
  const { reading } = await read(answer, { env });
  assertIncludes(reasonOf(reading), "refused the bearer token");
  const source = { url: "https://rosters.example.com/S2.json" };
  const other = await read(answer, { source });
  assertIncludes(reasonOf(other.reading), "404 (there is no roster /S2.json)");
  const wrong = await read((seen) => {
    seen.query.delete("since");
    return answer(seen);
  });
  assertIncludes(reasonOf(wrong.reading), "since must be an ISO 8601 time");
  const cursor = await read((seen) => {
    seen.query.set("cursor", "x");
    return answer(seen);
  });
  assertIncludes(reasonOf(cursor.reading), "there is no such cursor");
});

Deno.test("a fault says why, and how long it lasts", () => {
  const roster = new Roster([], new Map());
  const { refusal } = jsonStandIn({ roster, token: TOKEN, rates: "none" });
  assertEquals(refusal(500, "broken").body, { error: "broken" });
  assertEquals(refusal(429, undefined, 7).headers, { "retry-after": "7" });
  assert(!("retry-after" in refusal(500).headers));
});

Deno.test("the workspace serves it at its address, faults included", async () => {
  const shift = { email: "alice@example.com", start: hours(1), end: hours(2) };
  const given = [{ id: "S1", name: "Payments", shifts: [shift] }];
  await withSchedules("json", given, async (rig) => {
    const env = {
      JSON_TOKEN: "json-local-token",
      JSON_API_URL: `${ROOT}/json`,
    };
    const { reading } = await readFrom(rig, { ...SUBJECT, env });
    assertEquals(reading.shifts.map(({ identity }) => identity.email), [
      "alice@example.com",
    ]);
    const fault = { method: "json", status: 500 };
    const { status } = await rig.ask("POST", "/control/faults", fault);
    assertEquals(status, 200);
    const refused = await readFrom(rig, { ...SUBJECT, env });
    assertIncludes(reasonOf(refused.reading), "answered 500 (HTTP status 500)");
  });
});
