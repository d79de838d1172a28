import { bambooHrStandIn } from "./bamboohr.ts";
import { grafanaStandIn } from "./grafana.ts";
import { icalStandIn } from "./ical.ts";
import { incidentIoStandIn } from "./incident_io.ts";
import { jsonStandIn } from "./json.ts";
import { jsmStandIn } from "./jsm.ts";
import { VENDOR_KINDS, type VendorName } from "./kinds.ts";
import { opsgenieStandIn } from "./opsgenie.ts";
import { pagerDutyStandIn } from "./pagerduty/pagerduty.ts";
import type { Roster } from "./roster.ts";
import type { MakeStandIn, VendorStandIn } from "./stand_in.ts";

/**
 * The makers of the stand-ins, by vendor; a vendor without one does not exist.
 */
export type VendorMakers = Partial<Record<VendorName, MakeStandIn>>;

/** The vendors that are imitated. */
export const VENDORS: VendorMakers = {
  pagerduty: pagerDutyStandIn,
  opsgenie: opsgenieStandIn,
  jsm: jsmStandIn,
  grafana: grafanaStandIn,
  incident_io: incidentIoStandIn,
  bamboohr: bambooHrStandIn,
  json: jsonStandIn,
  ical: icalStandIn,
};

/** A stand-in for each vendor, by its name. */
export type StandIns = ReadonlyMap<string, VendorStandIn>;

/** The names of the vendors imitated, in the order of their table. */
export function namesOf(vendors: VendorMakers): VendorName[] {
  return Object.keys(vendors) as VendorName[];
}

/**
 * Makes the stand-ins of one workspace.
 *
 * @param vendors The vendors to imitate.
 * @param parts The roster that all of them serve, and whether rates hold.
 * @returns The stand-ins by the name of their vendor.
 */
export function standInsOf(
  vendors: VendorMakers,
  parts: { roster: Roster; rates: "documented" | "none" },
): StandIns {
  return new Map(
    namesOf(vendors).map((name) => {
      const token = VENDOR_KINDS[name].token ?? "";
      return [name, vendors[name]!({ ...parts, token })];
    }),
  );
}
