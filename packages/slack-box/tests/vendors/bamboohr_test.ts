import { assertEquals } from "@std/assert";
import { bambooHrStandIn } from "../../vendors/bamboohr.ts";
import { Roster } from "../../vendors/roster.ts";
import { bambooHrRoster } from "../../../../rosters/vendors/bamboohr/adapter.ts";
import {
  assertIncludes,
  at,
  type Handler,
  HOST,
  json,
  readerOf,
  reasonOf,
} from "../../../../tests/rosters/fake_vendor.ts";
import { readFrom, ROOT, withSchedules } from "./read_by_address.ts";
import { served, TOKEN } from "./served.ts";

const SUBJECT = {
  rosterOf: bambooHrRoster,
  source: {
    type: "bamboohr" as const,
    id: "hr",
    state: "pto",
    company: "example",
    directory: true,
    token: "BAMBOOHR_API_KEY",
  },
  env: { BAMBOOHR_API_KEY: TOKEN, BAMBOOHR_API_URL: HOST },
  window: {
    since: at("2026-03-02T08:00:00Z"),
    until: at("2026-03-16T08:00:00Z"),
  },
};
const read = readerOf(SUBJECT);

function off(email: string, start: string | null, end: string | null) {
  return { email, start, end };
}

function schedules(shifts: object[], vendor = "bamboohr") {
  return [{ id: "HR", name: "Time off", state: "pto", vendor, shifts }];
}

const EVERYBODY = schedules([
  off("bob@example.com", "2026-03-05", "2026-03-07"),
  off("alice@example.com", "2026-02-27", "2026-03-03"),
  // Not whole days: those that it touches.
  off("carol@example.com", "2026-03-10T09:00:00Z", "2026-03-11T00:00:00Z"),
  off("dave@example.com", "2026-04-01", "2026-04-02"),
]);

Deno.test("the adapter reads what was put in", async () => {
  const { reading } = await read(served(bambooHrStandIn, EVERYBODY));
  assertEquals(reading.unreadable, []);
  const brief = reading.shifts.map(({ identity, days }) => [
    identity.email,
    identity.name,
    days?.from,
    days?.until,
  ]);
  assertEquals(brief, [
    ["alice@example.com", "alice", "2026-02-27", "2026-03-03"],
    ["bob@example.com", "bob", "2026-03-05", "2026-03-07"],
    ["carol@example.com", "carol", "2026-03-10", "2026-03-11"],
  ]);
});

Deno.test("BambooHR lists nobody if nobody is out, and ignores other vendors' schedules", async () => {
  const shifts = [off("alice@example.com", "2026-03-02", "2026-03-03")];
  for (const given of [[], schedules([]), schedules(shifts, "json")]) {
    const { reading } = await read(served(bambooHrStandIn, given));
    assertEquals(reading.unreadable, []);
    assertEquals(reading.shifts, []);
  }
});

Deno.test("another key is refused, as is another address", async () => {
  const answer = served(bambooHrStandIn, EVERYBODY);
  const env = { BAMBOOHR_API_KEY: "another", BAMBOOHR_API_URL: HOST };
  const { reading } = await read(answer, { env });
  assertIncludes(reasonOf(reading), "refused the API key");
  const astray: Handler = (seen) =>
    answer({ ...seen, path: `/v2${seen.path}` });
  const lost = await read(astray);
  assertEquals(
    reasonOf(lost.reading),
    "BambooHR answered 404 (Not found): what it was asked for is not there; correct the source hr in shiftlight.config.ts",
  );
});

Deno.test("two weeks from today are listed unless the query says otherwise", async () => {
  const answer = served(bambooHrStandIn, EVERYBODY);
  const ask = (query: string) => {
    const url = new URL(`/api/v1/time_off/whos_out?${query}`, HOST);
    const headers = new Headers({
      authorization: `Basic ${btoa(`${TOKEN}:`)}`,
    });
    const { pathname: path, searchParams } = url;
    const seen = { method: "GET", path, query: searchParams, headers };
    return answer(seen);
  };
  const listed = await ask("").json();
  assertEquals(listed.length, 3);
  const april = await ask("start=2026-04-01&end=2026-04-01").json();
  assertEquals(april.length, 1);
  const { employeeId, ...rest } = april[0];
  assertEquals(typeof employeeId, "number");
  assertEquals(rest, {
    id: 4,
    type: "timeOff",
    name: "dave",
    start: "2026-04-01",
    end: "2026-04-01",
  });
  const wrong = ask("start=tomorrow");
  assertEquals(wrong.status, 400);
  await wrong.body?.cancel();
});

Deno.test("faults are in BambooHR's form", async () => {
  const roster = new Roster([], new Map());
  const { refusal } = bambooHrStandIn({ roster, token: TOKEN, rates: "none" });
  assertEquals(refusal(429, undefined, 30).headers["retry-after"], "30");
  const said = refusal(403, "no").headers["x-bamboohr-error-message"];
  assertEquals(said, "no");
  const { status, headers } = refusal(500, "broken");
  const { reading } = await read(() => json("", status, headers));
  assertIncludes(reasonOf(reading), "answered 500 (broken)");
});

Deno.test("the workspace serves it at its address, faults included", async () => {
  const shifts = [off("alice@example.com", "2026-03-02", "2026-03-04")];
  const given = [{ id: "HR", name: "Time off", shifts }];
  await withSchedules("bamboohr", given, async (rig) => {
    const env = {
      BAMBOOHR_API_KEY: "bamboohr-local-token",
      BAMBOOHR_API_URL: `${ROOT}/bamboohr`,
    };
    const { reading } = await readFrom(rig, { ...SUBJECT, env });
    assertEquals(reading.shifts.map(({ identity }) => identity.email), [
      "alice@example.com",
    ]);
    const fault = { method: "bamboohr", status: 403 };
    const { status } = await rig.ask("POST", "/control/faults", fault);
    assertEquals(status, 200);
    const refused = await readFrom(rig, { ...SUBJECT, env });
    assertIncludes(reasonOf(refused.reading), "may see Who's Out");
  });
});
