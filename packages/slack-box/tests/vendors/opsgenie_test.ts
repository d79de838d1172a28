import { assertEquals } from "@std/assert";
import * as v from "valibot";
import {
  SourceSchema,
  type ValidatedSource,
} from "../../../../rosters/sources.ts";
import { rosterOf } from "../../../../rosters/read_rosters.ts";
import {
  assertIncludes,
  reasonOf,
  type Subject,
} from "../../../../tests/rosters/fake_vendor.ts";
import { type Rig, START_MS } from "../fixture/workspace.ts";
import {
  type GivenShift,
  hours,
  readFrom,
  ROOT,
  unix,
  withSchedules,
} from "./read_by_address.ts";

/** As `shiftlight.config.ts` has it: the line that changes, and the rest. */
const OPSGENIE = { type: "opsgenie" };
const JSM = { type: "jsm", cloud_id: "local-site" };
const REST = {
  id: "ops",
  state: "on_call",
  schedules: ["payments", "OPLAT"],
  region: "eu",
};

const ENV = {
  OPSGENIE_API_KEY: "opsgenie-local-token",
  OPSGENIE_API_URL: `${ROOT}/opsgenie`,
  JSM_API_TOKEN: "bot@example.com:jsm-local-token",
  JSM_API_URL: `${ROOT}/jsm`,
};

function subject(line: object): Subject<ValidatedSource> {
  return {
    rosterOf,
    source: v.parse(SourceSchema, { ...line, ...REST }) as ValidatedSource,
    env: ENV,
    window: { since: START_MS / 1000, until: unix(hours(48)) },
  };
}

const SHIFTS: GivenShift[] = [
  { email: "alice@example.com", start: hours(-100), end: hours(9) },
  { email: "stranger@example.com", start: hours(9), end: hours(17) },
  // Nobody from 17 to 20; then beyond the window.
  { email: "bob@example.com", start: hours(20), end: hours(60) },
  // Not under way, not to come.
  { email: "ops@example.com", start: hours(-99), end: hours(-90) },
];

const SCHEDULES = [
  { id: "OPAY", name: "Payments", shifts: SHIFTS },
  {
    id: "OPLAT",
    name: "Platform",
    shifts: [{ email: "bob@example.com", start: null, end: null }],
  },
];

/** Enough schedules before them to fill both vendors' first pages. */
const MANY = [
  ...Array.from({ length: 60 }, (_, nth) => ({
    id: `O${nth}`,
    name: `Team ${nth}`,
    shifts: [],
  })),
  ...SCHEDULES,
];

const VENDORS = [["opsgenie", OPSGENIE, 4], ["jsm", JSM, 3]] as const;

async function getJson({ workspace }: Rig, path: string, authorization = "") {
  const answer = await workspace.handle(
    new Request(`${ROOT}${path}`, { headers: { authorization } }),
  );
  const { status, headers } = answer;
  return { status, headers, body: await answer.json() };
}

for (const [name, line, pages] of VENDORS) {
  Deno.test(`${name}'s adapter reads exactly the shifts that were put in, over pages`, () =>
    withSchedules(name, MANY, async (rig) => {
      const { reading, seen } = await readFrom(rig, subject(line));
      assertEquals(reading.unreadable, []);
      assertEquals(
        reading.shifts.map(({ schedule, identity, start, end }) => [
          schedule,
          identity.email,
          start,
          end,
        ]).sort(),
        [
          ["OPLAT", "bob@example.com", 0, null],
          ["payments", "alice@example.com", unix(hours(-100)), unix(hours(9))],
          ["payments", "bob@example.com", unix(hours(20)), null],
          ["payments", "stranger@example.com", unix(hours(9)), unix(hours(17))],
        ],
      );
      assertEquals(reading.schedules, [
        { source: "ops", schedule: "payments", name: "Payments" },
        { source: "ops", schedule: "OPLAT", name: "Platform" },
      ]);
      const lists = seen.filter(({ path }) => path.endsWith("/schedules"));
      assertEquals(lists.length, pages);
    }));

  Deno.test(`${name}: a shift keeps its start while the present moves on`, () =>
    withSchedules(name, SCHEDULES, async (rig) => {
      const starts = new Set<number>();
      for (const hour of [0, 3, 8]) {
        const now = hours(hour);
        await rig.ask("POST", "/control/clock", { to: now });
        const window = { since: unix(now), until: unix(hours(hour + 48)) };
        const { reading } = await readFrom(rig, subject(line), { window });
        const mine = reading.shifts.filter(({ identity, schedule }) =>
          identity.email === "alice@example.com" && schedule === "payments"
        );
        for (const { start } of mine) starts.add(start);
        assertEquals(mine.length, 1);
      }
      assertEquals([...starts], [unix(hours(-100))]);
    }));

  Deno.test(`${name}: a wrong credential, and what is not there`, () =>
    withSchedules(name, SCHEDULES, async (rig) => {
      const env = {
        ...ENV,
        OPSGENIE_API_KEY: "other-token",
        JSM_API_TOKEN: "bot@example.com:other-token",
      };
      const wrong = await readFrom(rig, subject(line), { env });
      assertIncludes(reasonOf(wrong.reading), "(401; Slack's own tokens");
      const source = { schedules: ["Payments", "Nowhere"] };
      const { reading } = await readFrom(rig, subject(line), { source });
      const missing = reading.unreadable.map(({ schedule }) => schedule);
      assertEquals(missing, ["Nowhere"]);
      assertEquals(reading.shifts.length, 3);
    }));

  Deno.test(`${name}: requests past its rate are refused`, () =>
    withSchedules(name, [], async (rig) => {
      const [path, authorization] = name === "jsm"
        ? [
          "/jsm/jsm/ops/api/local-site/v1/schedules",
          `Basic ${btoa(ENV.JSM_API_TOKEN)}`,
        ]
        : ["/opsgenie/v2/schedules", `GenieKey ${ENV.OPSGENIE_API_KEY}`];
      for (let count = 0; count < 600; count++) {
        const { status } = await getJson(rig, path, authorization);
        assertEquals(status, 200);
      }
      await rig.ask("POST", "/control/clock", { to: hours(1 / 180) });
      const { status, headers } = await getJson(rig, path, authorization);
      assertEquals(status, 429);
      // After 20 s: the one tells its period, the other what is left.
      const told = ["x-ratelimit-period-in-sec", "retry-after"]
        .map((name) => headers.get(name));
      assertEquals(told, name === "jsm" ? [null, "40"] : ["60", null]);
    }, "documented"));
}

/** A reading without what the two vendors call people. */
async function plainReading(name: string, line: object) {
  const plain: { keys: string[]; rest: unknown[] } = { keys: [], rest: [] };
  await withSchedules(name, SCHEDULES, async (rig) => {
    const { reading } = await readFrom(rig, subject(line));
    const { shifts, ...rest } = reading;
    const people = shifts.map(({ identity }) => identity);
    plain.keys = [...new Set(people.map(({ key }) => key.split(":")[0]!))];
    const told = shifts.map(({ identity: { email }, ...shift }) => ({
      ...shift,
      email,
    })).sort((a, b) => a.start - b.start);
    plain.rest = [rest, ...told];
  });
  return plain;
}

Deno.test("moving to the successor changes one line: the same shifts, by other identities", async () => {
  const before = await plainReading("opsgenie", OPSGENIE);
  const after = await plainReading("jsm", JSM);
  assertEquals([before.keys, after.keys], [["opsgenie"], ["jsm"]]);
  assertEquals(after.rest, before.rest);
  assertEquals(before.rest.length, 5);
});
