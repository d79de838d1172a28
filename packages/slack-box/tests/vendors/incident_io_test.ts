import { assert, assertEquals } from "@std/assert";
import { incidentIoRoster } from "../../../../rosters/vendors/incident_io/adapter.ts";
import { envOf } from "../../../../tests/rosters/failure_promises.ts";
import {
  assertIncludes,
  reasonOf,
  type Subject,
} from "../../../../tests/rosters/fake_vendor.ts";
import { type Rig, START_MS } from "../fixture/workspace.ts";
import {
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

const SCHEDULE = { id: "01PAY", name: "Payments", shifts: [] };

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

Deno.test("incident.io refuses in its own words", () =>
  withSchedules("incident_io", [SCHEDULE], async (rig) => {
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
  withSchedules("incident_io", [SCHEDULE], async (rig) => {
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
