/** What is known of a vendor before a stand-in takes its place. */
interface VendorKind {
  /** The credential that its stand-in accepts; `null`: it needs none. */
  token: string | null;
  /** Whether its shifts may be whole days, without a time of day. */
  wholeDays: boolean;
  /** Whether it serves documents, which a scenario may give as `raw`. */
  documents: boolean;
}

function kind(
  token: string | null,
  rest: Partial<VendorKind> = {},
): VendorKind {
  return { token, wholeDays: false, documents: false, ...rest };
}

/** The vendors, by the name that is also the first part of their address. */
export const VENDOR_KINDS = {
  pagerduty: kind("pagerduty-local-token"),
  opsgenie: kind("opsgenie-local-token"),
  jsm: kind("bot@example.com:jsm-local-token"),
  grafana: kind("grafana-local-token"),
  incident_io: kind("incident_io-local-token"),
  bamboohr: kind("bamboohr-local-token", { wholeDays: true }),
  json: kind("json-local-token", { wholeDays: true, documents: true }),
  ical: kind(null, { wholeDays: true, documents: true }),
};

export type VendorName = keyof typeof VENDOR_KINDS;

const NAMES = Object.keys(VENDOR_KINDS) as VendorName[];

/** Names the vendors for which `has` is true: `json, ical`. */
export function vendorsThat(has: (kind: VendorKind) => boolean): string {
  return NAMES.filter((name) => has(VENDOR_KINDS[name])).join(", ");
}
