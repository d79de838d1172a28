import type { ValidatedSource } from "../config/sources.ts";

const PAGERDUTY = {
  us: "https://api.pagerduty.com",
  eu: "https://api.eu.pagerduty.com",
} as const;

const OPSGENIE = {
  us: "https://api.opsgenie.com",
  eu: "https://api.eu.opsgenie.com",
} as const;

/** Where a source answers: the address of its API, or the one it is given. */
export function addressOf(source: ValidatedSource): string {
  switch (source.type) {
    case "pagerduty":
      return PAGERDUTY[source.region];
    case "opsgenie":
      return OPSGENIE[source.region];
    case "jsm":
      return "https://api.atlassian.com";
    case "incident_io":
      return "https://api.incident.io";
    case "bamboohr":
      return `https://${source.company}.bamboohr.com`;
    case "grafana":
    case "json":
    case "ical":
      return source.url;
  }
}
