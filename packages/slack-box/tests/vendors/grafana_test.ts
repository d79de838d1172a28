import { assert, assertEquals } from "@std/assert";
import { grafanaRoster } from "../../../../rosters/vendors/grafana/adapter.ts";
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

const SECRET = "GRAFANA_ONCALL_TOKEN";
const TOKEN = "grafana-local-token";

const SUBJECT: Subject<Parameters<typeof grafanaRoster>[0]> = {
  rosterOf: grafanaRoster,
  source: {
    type: "grafana",
    id: "gf",
    state: "on_call",
    url: "https://grafana.example.com/oncall",
    schedules: ["Payments"],
    stack: null,
    token: SECRET,
  },
  env: {
    ...envOf(SECRET, TOKEN, "GRAFANA_API_URL"),
    GRAFANA_API_URL: `${ROOT}/grafana`,
  },
  window: { since: START_MS / 1000, until: unix(hours(48)) },
};

const SCHEDULE = { id: "GPAY", name: "Payments", shifts: [] };

async function getJson(
  { workspace }: Rig,
  path: string,
  authorization = TOKEN,
) {
  const answer = await workspace.handle(
    new Request(`${ROOT}/grafana/oncall/api/v1/${path}`, {
      headers: { authorization },
    }),
  );
  const { status, headers } = answer;
  return { status, headers, body: await answer.json() };
}

Deno.test("Grafana answers its last page for a page number past it", () =>
  withSchedules("grafana", [SCHEDULE], async (rig) => {
    const { body } = await getJson(rig, "schedules/?page=9");
    assertEquals([body.current_page_number, body.next], [1, null]);
    assertEquals(body.results.length, 1);
  }));

Deno.test("Grafana answers 403 for a wrong key and 404 for an unknown address", () =>
  withSchedules("grafana", [SCHEDULE], async (rig) => {
    const wrong = await getJson(rig, "schedules/", `Bearer ${TOKEN}`);
    assertEquals([wrong.status, wrong.body.detail], [403, "Invalid token."]);
    for (const path of ["schedules/NONE/final_shifts", "teams/", "users/U1"]) {
      assertEquals((await getJson(rig, path)).status, 404, path);
    }
    const env = { ...SUBJECT.env, [SECRET]: "grafana-other-token" };
    const { reading } = await readFrom(rig, SUBJECT, { env });
    assertIncludes(reasonOf(reading), `give ${SECRET} one that may`);
    assertIncludes(reasonOf(reading), "wrong or revoked");
  }));

Deno.test("Grafana accepts only dates, in order, at most a year apart", () =>
  withSchedules("grafana", [SCHEDULE], async (rig) => {
    const cases: [string, string][] = [
      ["start_date=2026-03-02", "end_date"],
      ["start_date=yesterday&end_date=2026-03-02", "start_date"],
      ["start_date=2026-03-02T08:00:00Z&end_date=2026-03-03", "start_date"],
      ["start_date=2026-03-03&end_date=2026-03-02", "non_field_errors"],
      ["start_date=2025-03-01&end_date=2026-03-02", "non_field_errors"],
    ];
    for (const [query, field] of cases) {
      const path = `schedules/GPAY/final_shifts?${query}`;
      const { status, body } = await getJson(rig, path);
      assertEquals([status, Object.keys(body)], [400, [field]], query);
    }
  }));

Deno.test("the 301st request within five minutes is one too many for Grafana", () =>
  withSchedules("grafana", [SCHEDULE], async (rig) => {
    for (let count = 0; count < 300; count++) {
      assertEquals((await getJson(rig, "schedules/")).status, 200);
    }
    const { status, headers, body } = await getJson(rig, "schedules/");
    assertEquals([status, body.detail], [429, "Request was throttled."]);
    const reset = Number(headers.get("ratelimit-reset"));
    assert(reset > 0 && reset <= 300, `${reset}`);
    assertEquals(headers.get("retry-after"), headers.get("ratelimit-reset"));
  }, "documented"));
