import * as v from "valibot";
import { isRegularExpression, quoted, text } from "./text_schema.ts";

const id = text(
  /^[\w-]{1,40}$/,
  (id) => `${quoted(id)} may have letters, digits, "_" and "-" only, up to 40`,
);

// The value stays out of the message: it may be a credential by mistake.
const secret = text(
  /^[A-Z][A-Z0-9_]*$/,
  () =>
    `must be the name of a secret in capitals, such as "PAGERDUTY_TOKEN", ` +
    `never the token itself`,
);

const anySource = { id, state: v.string() };

const region = v.optional(v.picklist(["us", "eu"]), "us");

const vendorIds = (what: string, example: string) =>
  v.array(text(
    /^[\w-]+$/,
    (id) => `${quoted(id)} is not ${what}'s id, such as "${example}"`,
  ));

/** What a vendor's pages call a schedule, or its id there. */
const schedules = v.pipe(
  v.array(text(/\S/, () => "is empty: a schedule has a name and an id")),
  v.minLength(1, `needs at least one schedule, by its name or its id`),
);

/**
 * What `{secret}` stands for is checked with the secret at hand. A part of the
 * host has no dot, so that there is one way alone to take a host apart.
 */
const address = text(
  /^https:\/\/[^\s/?#@{}.]+(\.[^\s/?#@{}.]+)+([/?][^\s#]*)?$/,
  () =>
    `must be an address beginning with https://, such as "https://rosters.example.com/shifts"`,
);

const pagerduty = v.pipe(
  v.strictObject({
    type: v.literal("pagerduty"),
    ...anySource,
    schedules: v.optional(vendorIds("a schedule", "PI7DH85"), []),
    escalation_policies: v.optional(
      vendorIds("an escalation policy", "PGHDV41"),
      [],
    ),
    region,
    token: v.optional(secret, "PAGERDUTY_TOKEN"),
  }),
  v.forward(
    v.check(
      ({ schedules, escalation_policies }) =>
        schedules.length + escalation_policies.length > 0,
      `needs at least one schedule's id, such as ["PI7DH85"], ` +
        `or one of escalation_policies`,
    ),
    ["schedules"],
  ),
);

const jsm = v.pipe(
  v.strictObject({
    type: v.literal("jsm"),
    ...anySource,
    cloud_id: text(
      /^[\w-]+$/,
      (id) =>
        `${quoted(id)} is not a site's id; find it at ` +
        `https://<site>.atlassian.net/_edge/tenant_info`,
    ),
    schedules,
    region,
    token: v.optional(secret, "JSM_API_TOKEN"),
  }),
  // Taken from whoever moves here from Opsgenie; Atlassian has one address.
  v.transform(({ region: _none, ...source }) => source),
);

const ical = v.pipe(
  v.strictObject({
    type: v.literal("ical"),
    ...anySource,
    url: address,
    token: v.optional(v.nullable(secret), null),
    label: v.optional(v.nullable(v.string()), null),
    match: v.optional(v.nullable(isRegularExpression), null),
    who: v.optional(
      v.picklist(["auto", "attendees", "organizer", "summary"]),
      "auto",
    ),
    everybody: v.optional(
      v.nullable(v.pipe(
        v.array(text(
          /^([UWS][A-Z0-9]{2,}|[^\s@:]+@[^\s@]+)$/,
          (who) =>
            `${quoted(who)} is no Slack id of a person or user group, ` +
            `nor an e-mail address`,
        )),
        v.minLength(1, "needs somebody; leave it out to go by the events"),
      )),
      null,
    ),
  }),
  v.forward(
    v.check(
      ({ url, token }) => url.includes("{secret}") === (token !== null),
      `names a secret exactly when the url has "{secret}" in its place`,
    ),
    ["token"],
  ),
);

export const SourceSchema = v.variant("type", [
  pagerduty,
  v.strictObject({
    type: v.literal("opsgenie"),
    ...anySource,
    schedules,
    region,
    token: v.optional(secret, "OPSGENIE_API_KEY"),
  }),
  jsm,
  v.strictObject({
    type: v.literal("grafana"),
    ...anySource,
    url: address,
    schedules,
    stack: v.optional(v.nullable(address), null),
    token: v.optional(secret, "GRAFANA_ONCALL_TOKEN"),
  }),
  v.strictObject({
    type: v.literal("incident_io"),
    ...anySource,
    schedules,
    token: v.optional(secret, "INCIDENT_IO_API_KEY"),
  }),
  v.strictObject({
    type: v.literal("bamboohr"),
    ...anySource,
    company: text(
      /^[a-z0-9-]+$/i,
      (name) => `${quoted(name)} is not what stands before ".bamboohr.com"`,
    ),
    token: v.optional(secret, "BAMBOOHR_API_KEY"),
  }),
  v.strictObject({
    type: v.literal("json"),
    ...anySource,
    url: address,
    token: v.optional(v.nullable(secret), null),
  }),
  ical,
]);
