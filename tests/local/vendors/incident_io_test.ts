import { assert, assertEquals } from "@std/assert";
import { incidentIoRoster } from "../../../rosters/incident_io.ts";
import { envOf } from "../../rosters/failure_promises.ts";
import {
  assertIncludes,
  fakeClock,
  reasonOf,
  type Subject,
} from "../../rosters/fake_vendor.ts";
import { type Rig, START_MS } from "../fixture/workspace.ts";
import {
  type GivenShift,
  hours,
  readFrom,
  ROOT,
  unix,
  withSchedules,
} from "./read_by_address.ts";

const SECRET = "INCIDENT_IO_API_KEY";
const TOKEN = "incident_io-local-token";

const SUBJECT: Subject<Parameters<typeof incidentIoRoster>[0]> = {
  rosterOf: incidentIoRoster,
  source: {
    type: "incident_io",
    id: "inc",
    state: "on_call",
    schedules: ["Payments"],
    token: SECRET,
  },
  env: {
    ...envOf(SECRET, TOKEN, "INCIDENT_IO_API_URL"),
    INCIDENT_IO_API_URL: `${ROOT}/incident_io`,
  },
  window: { since: START_MS / 1000, until: unix(hours(48)) },
};

function payments(shifts: GivenShift[]) {
  return { id: "01PAY", name: "Payments", shifts };
}

async function getJson(
  { workspace }: Rig,
  path: string,
  authorization = `Bearer ${TOKEN}`,
) {
  const answer = await workspace.handle(
    new Request(`${ROOT}/incident_io/v2/${path}`, {
      headers: { authorization },
    }),
  );
  const { status, headers } = answer;
  return { status, headers, body: await answer.json() };
}

Deno.test("incident.io's adapter reads exactly the shifts that were put in", () => {
  const shifts = [
    { email: "alice@example.com", start: hours(-3), end: hours(9) },
    { email: "stranger@example.com", start: hours(9), end: hours(17) },
    // Nobody from 17 to 20; then beyond the window.
    { email: "bob@example.com", start: hours(20), end: hours(60) },
    // Not under way, not to come.
    { email: "ops@example.com", start: hours(-99), end: hours(-90) },
  ];
  return withSchedules("incident_io", [payments(shifts)], async (rig) => {
    const { reading } = await readFrom(rig, SUBJECT);
    assertEquals(reading.unreadable, []);
    assertEquals(
      reading.shifts.map(({ identity, start, end }) => [
        identity.email,
        identity.slack_id,
        start,
        end,
      ]),
      [
        ["alice@example.com", "UALICE", unix(hours(-3)), unix(hours(9))],
        ["stranger@example.com", undefined, unix(hours(9)), unix(hours(17))],
        ["bob@example.com", "UBOB", unix(hours(20)), null],
      ],
    );
    assertEquals(reading.schedules, [
      { source: "inc", schedule: "Payments", name: "Payments" },
    ]);
  });
});

Deno.test("permanent shifts have the window's ends at incident.io, and are read as such", () =>
  withSchedules(
    "incident_io",
    [payments([{ email: "alice@example.com", start: null, end: null }])],
    async (rig) => {
      const { reading } = await readFrom(rig, SUBJECT);
      const [only] = reading.shifts;
      assertEquals([only?.start, only?.end], [0, null]);
    },
  ));

Deno.test("many schedules and entries are read over incident.io's pages", () => {
  const many = Array.from({ length: 210 }, (_, nth) => ({
    id: `01T${nth}`,
    name: `Team ${nth}`,
    shifts: [],
  }));
  // By turns, an hour each, for 60 hours: 48 of them within the window.
  const turns = Array.from({ length: 60 }, (_, nth) => ({
    email: nth % 2 === 0 ? "alice@example.com" : "bob@example.com",
    start: hours(nth),
    end: hours(nth + 1),
  }));
  const schedules = [...many, payments(turns)];
  return withSchedules("incident_io", schedules, async (rig) => {
    const { reading, seen } = await readFrom(rig, SUBJECT);
    assertEquals(reading.unreadable, []);
    assertEquals(
      reading.shifts.map(({ identity, start }) => [identity.email, start]),
      turns.slice(0, 48).map(({ email, start }) => [email, unix(start)]),
    );
    const of = (path: string) =>
      seen.filter((call) => call.path.endsWith(path)).length;
    assertEquals([of("/schedules"), of("/schedule_entries")], [3, 2]);
  });
});

Deno.test("incident.io refuses in its own words", () =>
  withSchedules("incident_io", [payments([])], async (rig) => {
    const wrong = await getJson(rig, "schedules", TOKEN);
    assertEquals([wrong.status, wrong.body.type], [
      401,
      "authentication_error",
    ]);
    const cases: [string, number, string][] = [
      ["schedule_entries?schedule_id=NONE", 404, "not_found"],
      ["schedule_entries", 404, "not_found"],
      ["teams", 404, "not_found"],
      ["schedules?page_size=251", 422, "validation_error"],
      [
        "schedule_entries?schedule_id=01PAY&entry_window_end=soon",
        422,
        "validation_error",
      ],
    ];
    for (const [path, expected, type] of cases) {
      const { status, body } = await getJson(rig, path);
      assertEquals([status, body.status, body.type], [
        expected,
        expected,
        type,
      ]);
    }
    const env = { ...SUBJECT.env, [SECRET]: "incident_io-other-token" };
    const { reading } = await readFrom(rig, SUBJECT, { env });
    assertIncludes(reasonOf(reading), `slack env set ${SECRET}`);
  }));

Deno.test("the 1201st request within a minute is one too many for incident.io", () =>
  withSchedules("incident_io", [payments([])], async (rig) => {
    for (let count = 0; count < 1200; count++) {
      assertEquals((await getJson(rig, "schedules/01PAY")).status, 200);
    }
    const { status, headers, body } = await getJson(rig, "schedules/01PAY");
    assertEquals([status, body.type], [429, "too_many_requests"]);
    assertEquals(body.rate_limit.remaining, 0);
    const wait = Number(headers.get("retry-after"));
    assert(wait > 0 && wait <= 60, `${wait}`);
    assert(Date.parse(body.rate_limit.retry_after) > START_MS);
  }, "documented"));

Deno.test("a fault of incident.io's is told in its own words, a 429 waited for", () =>
  withSchedules(
    "incident_io",
    [payments([{
      email: "alice@example.com",
      start: hours(-1),
      end: hours(1),
    }])],
    async (rig) => {
      await rig.ask("POST", "/control/faults", {
        method: "incident_io",
        status: 429,
        retry_after: 7,
      });
      const clock = fakeClock(START_MS);
      const waited = await readFrom(rig, SUBJECT, { clock });
      assertEquals(waited.reading.shifts.length, 1);
      assertEquals(clock.sleeps, [7000]);
      await rig.ask("POST", "/control/faults", {
        method: "incident_io",
        status: 500,
      });
      const { reading } = await readFrom(rig, SUBJECT);
      assertIncludes(
        reasonOf(reading),
        "incident.io answered 500 (api_error: HTTP status 500)",
      );
    },
  ));
