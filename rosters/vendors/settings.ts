// The settings and the address of each kind of source, by its `type` in the
// configuration. Every bundle contains these files, so adapters are exported by
// adapters.ts.
export { bamboohr } from "./bamboohr/settings.ts";
export { grafana } from "./grafana/settings.ts";
export { ical } from "../ical/settings.ts";
export { incident_io } from "./incident_io/settings.ts";
export { json } from "./json/settings.ts";
export { jsm } from "./jsm/settings.ts";
export { opsgenie } from "./opsgenie/settings.ts";
export { pagerduty } from "./pagerduty/settings.ts";
