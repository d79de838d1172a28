import { SECOND } from "@std/datetime";
import { type Config } from "../../config/schema.ts";
import { defineConfig } from "../../config/define_config.ts";
import { connect } from "../../packages/slack-box/network.ts";
import type { WorkspacePerson } from "../../packages/slack-box/state.ts";
import {
  VENDOR_KINDS,
  type VendorName,
} from "../../packages/slack-box/vendors/kinds.ts";
import { Roster } from "../../packages/slack-box/vendors/roster.ts";
import type {
  VendorAnswer,
  VendorStandIn,
} from "../../packages/slack-box/vendors/stand_in.ts";
import {
  standInsOf,
  VENDORS,
} from "../../packages/slack-box/vendors/vendors.ts";
import { DEMO_PEOPLE, DEMO_SCHEDULES, DEMO_SETTINGS } from "./demo_rosters.ts";

/** When the rosters of the demo begin: a Monday (Unix seconds). */
export const DEMO_START = Date.parse("2026-03-02T13:24:00Z") / SECOND;

/** The vendor that is down. */
const DOWN: VendorName = "opsgenie";

/** Where the stand-ins are reached, as the environment names vendors and secrets. */
export interface DemoVendors {
  config: Config;
  env: Record<string, string>;
  /** Takes the stand-ins off the network of this process. */
  close(): void;
}

/** Puts the stand-ins of all vendors on the network of this process, one of them down. */
export function openDemo(): DemoVendors {
  const roster = new Roster(DEMO_SCHEDULES, peopleOfDemo());
  const standIns = standInsOf(VENDORS, { roster, rates: "none" });
  const { host, disconnect } = connect({
    handle: (request) => {
      const [, name = ""] = new URL(request.url).pathname.split("/");
      return Promise.resolve(answerOf(standIns.get(name)!, name, request));
    },
    handleFromExecution: () => Promise.reject(new Error("no executions here")),
  });
  const env: Record<string, string> = {};
  for (const [name, { token }] of Object.entries(VENDOR_KINDS)) {
    env[`${name.toUpperCase()}_API_URL`] = `http://${host}/${name}`;
    if (token !== null) env[SECRETS[name as VendorName]] = token;
  }
  return { config: defineConfig(DEMO_SETTINGS), env, close: disconnect };
}

const SECRETS: Record<VendorName, string> = {
  pagerduty: "PAGERDUTY_TOKEN",
  opsgenie: "OPSGENIE_API_KEY",
  jsm: "JSM_API_TOKEN",
  grafana: "GRAFANA_ONCALL_TOKEN",
  incident_io: "INCIDENT_IO_API_KEY",
  bamboohr: "BAMBOOHR_API_KEY",
  json: "JSON_TOKEN",
  ical: "",
};

/** What the stand-ins know of people: names, zones, and Slack ids. */
function peopleOfDemo(): Map<string, WorkspacePerson> {
  return new Map(DEMO_PEOPLE.map(({ id, name, email, tz }) => [id, {
    ...{ id, name, email, tz, role: "member" as const, deleted: false },
    status: { text: "", emoji: "", expiration: 0 },
    ...{ snooze_until: 0, snooze_indefinite: false, manual_away: false },
  }]));
}

function answerOf(
  standIn: VendorStandIn,
  name: string,
  request: Request,
): Response {
  const { pathname, searchParams } = new URL(request.url);
  const answer = name === DOWN ? standIn.refusal(503) : standIn.answer({
    method: request.method,
    path: pathname.slice(name.length + 1),
    query: searchParams,
    header: (each) => request.headers.get(each),
  }, DEMO_START * SECOND);
  return responseOf(answer);
}

function responseOf({ status, headers, body }: VendorAnswer): Response {
  return typeof body === "string"
    ? new Response(body, { status, headers })
    : Response.json(body, { status, headers });
}
