import * as v from "valibot";
import {
  SourceSchema,
  type ValidatedSource,
} from "../../../../rosters/sources.ts";
import { SOURCE_SHAPES } from "../../shiftlight.ts";
import { parseScenario } from "../../scenario.ts";
import { VENDOR_KINDS, type VendorName } from "../../vendors/kinds.ts";
import type { RosterContext, RosterReading } from "../../../../rosters/port.ts";
import { readRosters, rosterOf } from "../../../../rosters/read_rosters.ts";
import { fakeClock } from "../../../../tests/rosters/fake_vendor.ts";
import {
  type Rig,
  SCENARIO,
  START_MS,
  withWorkspace,
} from "../fixture/workspace.ts";
import { type GivenShift, hours, ROOT, unix } from "./read_by_address.ts";

export const NAMES = Object.keys(VENDOR_KINDS) as VendorName[];

/** What each calls itself in a reason, where it does not name its secret. */
export const CALLED: Record<VendorName, string> = {
  pagerduty: "PagerDuty",
  opsgenie: "Opsgenie",
  jsm: "Jira Service Management",
  grafana: "Grafana OnCall",
  incident_io: "incident.io",
  bamboohr: "BambooHR",
  json: "rosters.example.com",
  ical: "calendar's server",
};

/** The id of a vendor's one schedule; all are the workspace's. */
function scheduleOf(name: VendorName): string {
  return `S-${name}`;
}

/** A source of that vendor, called like it, with changes. */
export function sourceOf(
  name: VendorName,
  changes: object = {},
): ValidatedSource {
  return v.parse(SourceSchema, {
    type: name,
    id: name,
    state: "on_call",
    ...SOURCE_SHAPES[name].source(scheduleOf(name)),
    ...changes,
  }) as ValidatedSource;
}

export function envOfAll(): Record<string, string> {
  const env: Record<string, string> = {};
  for (const name of NAMES) {
    const { token } = VENDOR_KINDS[name];
    const { secret } = SOURCE_SHAPES[name];
    env[`${name.toUpperCase()}_API_URL`] = `${ROOT}/${name}`;
    if (secret !== null && token !== null) env[secret] = token;
  }
  return env;
}

/** The schedule as the vendor's stand-in is given it. */
export function given(name: VendorName, shifts: GivenShift[], rest = {}) {
  return {
    id: scheduleOf(name),
    name: "Payments",
    vendor: name,
    shifts,
    ...rest,
  };
}

/** A workspace in which each of the vendors has that schedule. */
export function withEach(
  names: readonly VendorName[],
  shifts: GivenShift[],
  test: (rig: Rig) => Promise<void>,
): Promise<void> {
  const schedules = names.map((name) => given(name, shifts));
  const scenario = parseScenario({ ...SCENARIO, schedules });
  return withWorkspace(
    { functions: {} },
    { scenario, rates: "none" },
    test,
  );
}

/** Reads all sources at `now` (ISO), each `done` once its reading is there. */
export async function readAll(
  { workspace }: Rig,
  sources: readonly ValidatedSource[],
  now = hours(0),
  clock: RosterContext["clock"] = fakeClock(START_MS),
  done: (source: string) => void = () => {},
): Promise<RosterReading> {
  const { fetch } = globalThis;
  globalThis.fetch = (input, init) =>
    workspace.handle(new Request(input, init));
  const window = { since: unix(now), until: unix(now) + 4 * 86_400 };
  const context: RosterContext = {
    env: envOfAll(),
    timeZone: "UTC",
    stopAtMs: Infinity,
    clock,
  };
  try {
    return await readRosters(
      sources,
      ["on_call", "pto"],
      window,
      context,
      (source) => async (...asked) => {
        const reading = await rosterOf(source)(...asked);
        done(source.id);
        return reading;
      },
    );
  } finally {
    globalThis.fetch = fetch;
  }
}
