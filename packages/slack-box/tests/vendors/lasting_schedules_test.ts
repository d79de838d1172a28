import { assertEquals } from "@std/assert";
import { parseScenario } from "../../scenario.ts";
import type { VendorName } from "../../vendors/kinds.ts";
import { assertIncludes } from "../../../../tests/rosters/fake_vendor.ts";
import {
  type Rig,
  SCENARIO,
  START_MS,
  withWorkspace,
} from "../fixture/workspace.ts";
import { given, readAll, sourceOf } from "./every_vendor.ts";
import { type GivenShift, hours, unix } from "./read_by_address.ts";

/** Vendors whose schedules are configured by name. */
const BY_NAME: VendorName[] = ["opsgenie", "jsm", "grafana", "incident_io"];

function withSchedule(schedule: object, test: (rig: Rig) => Promise<void>) {
  const scenario = parseScenario(
    { ...SCENARIO, schedules: [schedule] },
  );
  return withWorkspace({ functions: {} }, { scenario, rates: "none" }, test);
}

for (const name of BY_NAME) {
  Deno.test(`${name}: one that is renamed or deleted is unreadable as what it was`, () => {
    const shifts = [
      { email: "alice@example.com", start: hours(-1), end: hours(5) },
    ];
    return withSchedule(given(name, shifts), async (rig) => {
      const sources = [sourceOf(name, { schedules: ["payments"] })];
      const before = await readAll(rig, sources);
      const { label, schedule } = before.shifts[0]!;
      assertEquals(label, "Payments");
      assertEquals(before.schedules, [{ source: name, schedule, name: label }]);
      const renamed = given(name, shifts, { name: "Payments, new" });
      for (const schedules of [[renamed], []]) {
        await rig.ask("PUT", "/control/schedules", schedules);
        const after = await readAll(rig, sources);
        assertEquals(after.shifts, []);
        const [unreadable, ...others] = after.unreadable;
        assertEquals(others, []);
        assertEquals(unreadable?.schedule, schedule);
        assertIncludes(unreadable!.reason, "has no schedule payments");
      }
    });
  });
}

/** Those that are looked back at; the stand-ins join nothing. */
const LOOKED_BACK: [what: string, name: VendorName, rest?: object][] = [
  ["a layer-based schedule of pagerduty", "pagerduty", {
    pagerduty: { policy: null },
  }],
  ["a shift-based schedule of pagerduty", "pagerduty", {
    pagerduty: { policy: null, generation: 3 },
  }],
  ...BY_NAME.map((name): [string, VendorName] => [`${name}'s`, name]),
];

/** Day by day from three days ago, each with its own end. */
const DAILY: GivenShift[] = Array.from({ length: 6 }, (_, nth) => ({
  email: "alice@example.com",
  start: hours((nth - 3) * 24),
  end: hours((nth - 2) * 24),
}));

for (const [what, name, rest] of LOOKED_BACK) {
  Deno.test(`${what}: consecutive days are one shift, and its start stays the same`, () =>
    withSchedule(given(name, DAILY, rest), async (rig) => {
      for (const hour of [0, 1, 23, 24, 25, 50]) {
        const now = hours(hour);
        await rig.ask("POST", "/control/clock", { to: now });
        const reading = await readAll(rig, [sourceOf(name)], now);
        assertEquals(reading.unreadable, []);
        assertEquals(
          reading.shifts.map(({ start, end }) => [start, end]),
          [[unix(hours(-72)), unix(hours(72))]],
          now,
        );
      }
      // All of it is over.
      const later = await readAll(rig, [sourceOf(name)], hours(72));
      assertEquals(later.shifts, []);
      assertEquals(unix(hours(0)) * 1000, START_MS);
    }));
}
