/** What every source says, whatever its kind. */
interface AnySource {
  /** Unique among the sources; letters, digits, `_` and `-`. */
  id: string;
  /** The state that people on it are in. */
  state: string;
}

interface WithToken {
  /**
   * Name of the secret with the credential, never the credential itself; the
   * vendor's usual one unless given.
   */
  token?: string;
}

/** PagerDuty: schedules of both generations, and whole escalation policies. */
interface PagerDutySource extends AnySource, WithToken {
  type: "pagerduty";
  /** Ids of schedules: `["PI7DH85"]`. */
  schedules?: string[];
  /**
   * Ids of escalation policies: everybody on call by them, also those whom a
   * policy names without a schedule.
   */
  escalation_policies?: string[];
  /** `us` (the default) or `eu`: where the account lives. */
  region?: "us" | "eu";
}

/** Opsgenie, whose API ends on 2027-04-05; `jsm` is its successor. */
interface OpsgenieSource extends AnySource, WithToken {
  type: "opsgenie";
  /** Names or ids of schedules. */
  schedules: string[];
  region?: "us" | "eu";
}

/** Jira Service Management Operations: what an Opsgenie source has, and `cloud_id`. */
interface JsmSource extends AnySource, WithToken {
  type: "jsm";
  /** The site's id, from `https://<site>.atlassian.net/_edge/tenant_info`. */
  cloud_id: string;
  schedules: string[];
}

/** Grafana OnCall, and IRM in Grafana Cloud. */
interface GrafanaSource extends AnySource, WithToken {
  type: "grafana";
  /** `https://oncall-prod-us-central-0.grafana.net/oncall`, from its settings page. */
  url: string;
  /** Names or ids of schedules. */
  schedules: string[];
  /**
   * `https://acme.grafana.net`, where the credential is a service account's
   * token; `null` (the default): it is an OnCall API key.
   */
  stack?: string | null;
}

interface IncidentIoSource extends AnySource, WithToken {
  type: "incident_io";
  /** Names or ids of schedules. */
  schedules: string[];
}

/** BambooHR's "who's out". */
interface BambooHrSource extends AnySource, WithToken {
  type: "bamboohr";
  /** `acme` of `https://acme.bamboohr.com`. */
  company: string;
}

/** Any system that answers with the JSON of docs/sources/json.md. */
interface JsonSource extends AnySource {
  type: "json";
  /** `https://…`; `since` and `until` are added to its query. */
  url: string;
  /** Name of the secret with a bearer token; `null` (the default): it takes none. */
  token?: string | null;
}

/** A calendar at an address: time off, freezes, most schedules. */
interface ICalSource extends AnySource {
  type: "ical";
  /** `https://…`; `{secret}` in it stands for what must not be read here. */
  url: string;
  /** Name of the secret that `{secret}` stands for; `null` (the default): none. */
  token?: string | null;
  /** What the schedule is called; the calendar's own name unless given. */
  label?: string | null;
  /** Only events whose summary has this, a regular expression; all unless given. */
  match?: string | null;
  /**
   * Whom an event is about: its `attendees`, its `organizer`, whoever its
   * `summary` names, or `auto` (the default): its attendees if it has any, else
   * its summary.
   */
  who?: "auto" | "attendees" | "organizer" | "summary";
  /**
   * For calendars that concern the same people at each event, as freezes do:
   * Slack ids of people or user groups, or e-mail addresses.
   */
  everybody?: string[] | null;
}

type AnyKind =
  | PagerDutySource
  | OpsgenieSource
  | JsmSource
  | GrafanaSource
  | IncidentIoSource
  | BambooHrSource
  | JsonSource
  | ICalSource;

/**
 * One of the kinds, as an installer writes it. What was an Opsgenie source may
 * keep its region, which then has no effect.
 */
export type SourceConfig = AnyKind | (JsmSource & { region?: "us" | "eu" });

/** One of the kinds once checked, with every default filled in. */
export type ValidatedSource<T extends AnyKind["type"] = AnyKind["type"]> =
  Required<
    Extract<AnyKind, { type: T }>
  >;
