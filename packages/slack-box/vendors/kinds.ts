import type { VendorSchedule } from "./roster.ts";

/** What is known of a vendor before anything takes its place. */
export interface VendorKind {
  /** The credential its stand-in takes; `null`: it takes none. */
  token: string | null;
  /** The secret that hands the credential to the app; `null`: none. */
  secret: string | null;
  /** Whether its shifts may be whole days, without a time of day. */
  whole_days: boolean;
  /** Whether it serves documents, which a scenario may give as `raw`. */
  documents: boolean;
  /** What a source of the schedule `id` says besides type, id and state. */
  source(id: string, schedule?: VendorSchedule): Record<string, unknown>;
}

function kind(
  secret: string | null,
  source: VendorKind["source"],
  rest: Partial<VendorKind>,
): VendorKind {
  return {
    token: null,
    secret,
    whole_days: false,
    documents: false,
    source,
    ...rest,
  };
}

/** The kinds of sources, by the name that is also their address here. */
export const VENDOR_KINDS = {
  pagerduty: kind(
    "PAGERDUTY_TOKEN",
    (id, schedule) => ({
      [schedule?.pagerduty?.direct ? "escalation_policies" : "schedules"]: [id],
      region: "us",
      token: "PAGERDUTY_TOKEN",
    }),
    { token: "pagerduty-local-token" },
  ),
  opsgenie: kind(
    "OPSGENIE_API_KEY",
    (id) => ({ schedules: [id], region: "us" }),
    { token: "opsgenie-local-token" },
  ),
  jsm: kind(
    "JSM_API_TOKEN",
    (id) => ({ cloud_id: "local-site", schedules: [id] }),
    { token: "bot@example.com:jsm-local-token" },
  ),
  grafana: kind(
    "GRAFANA_ONCALL_TOKEN",
    (id) => ({ url: "https://grafana.example.com/oncall", schedules: [id] }),
    { token: "grafana-local-token" },
  ),
  incident_io: kind(
    "INCIDENT_IO_API_KEY",
    (id) => ({ schedules: [id] }),
    { token: "incident_io-local-token" },
  ),
  bamboohr: kind(
    "BAMBOOHR_API_KEY",
    () => ({ company: "example" }),
    { token: "bamboohr-local-token", whole_days: true },
  ),
  json: kind(
    "JSON_TOKEN",
    (id) => ({
      url: `https://rosters.example.com/${id}.json`,
      token: "JSON_TOKEN",
    }),
    { token: "json-local-token", whole_days: true, documents: true },
  ),
  ical: kind(
    null,
    (id) => ({ url: `https://calendars.example.com/${id}.ics` }),
    { whole_days: true, documents: true },
  ),
};

export type VendorName = keyof typeof VENDOR_KINDS;

const NAMES = Object.keys(VENDOR_KINDS) as VendorName[];

/** The names of the vendors of which `has` is true: `ical, json`. */
export function vendorsThat(has: (kind: VendorKind) => boolean): string {
  return NAMES.filter((name) => has(VENDOR_KINDS[name])).join(", ");
}
