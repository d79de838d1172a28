// Every kind of source, by its `type` in the configuration: what an installer
// writes, and at which address it answers. Every bundle contains these files;
// how a source is read belongs into adapters.ts.
export * as bamboohr from "./bamboohr/settings.ts";
export * as grafana from "./grafana/settings.ts";
export * as ical from "../ical/settings.ts";
export * as incident_io from "./incident_io/settings.ts";
export * as json from "./json/settings.ts";
export * as jsm from "./jsm/settings.ts";
export * as opsgenie from "./opsgenie/settings.ts";
export * as pagerduty from "./pagerduty/settings.ts";
