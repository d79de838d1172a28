// The adapter of each kind of source, by its `type` in the configuration. Only the
// bundle of fetch_roster contains these files.
export { bambooHrRoster as bamboohr } from "./bamboohr/adapter.ts";
export { grafanaRoster as grafana } from "./grafana/adapter.ts";
export { icalRoster as ical } from "../ical/adapter.ts";
export { incidentIoRoster as incident_io } from "./incident_io/adapter.ts";
export { jsmRoster as jsm } from "./jsm/adapter.ts";
export { jsonRoster as json } from "./json/adapter.ts";
export { opsgenieRoster as opsgenie } from "./opsgenie/adapter.ts";
export { pagerDutyRoster as pagerduty } from "./pagerduty/adapter.ts";
