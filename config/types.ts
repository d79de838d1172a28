import type { SourceConfig, ValidatedSource } from "./sources.ts";

export type { SourceConfig } from "./sources.ts";

/** What a state looks like on a person, and which state wins. */
export interface StateConfig {
  /**
   * The status text. `{until}` becomes the shift's end in the person's own time
   * zone, `{label}` the schedule's name. It needs literal text of its own, at
   * most 80 characters of it, so that the app can tell its own statuses.
   */
  text: string;
  /**
   * Another text from a level on, where who is called later should look
   * different: `{ "2": "Backup for {label} until {until}" }`.
   */
  level_texts?: Record<string, string>;
  /** One emoji, with its colons: `:pager:`, or `:wave::skin-tone-3:`. */
  emoji: string;
  /**
   * The larger number wins when a person is in several states at once. No two
   * states share one.
   */
  priority: number;
  /** Snoozes notifications, for people who allow it. Refused for `on_call`. */
  dnd?: boolean;
  /** Shows the person as away, for people who allow it. */
  away?: boolean;
  /**
   * When Slack itself clears the status should the app be down: `shift_end`
   * (the default, with a grace of some minutes), or `lease`: a day ahead,
   * renewed while the shift lasts.
   */
  expiry?: "shift_end" | "lease";
}

/** The whole configuration, as an installer writes it. */
export interface ConfigInput {
  states: Record<string, StateConfig>;
  sources: SourceConfig[];
  /**
   * People whose e-mail on the roster is not the one they use in Slack:
   * e-mail or vendor id (`pagerduty:PXPGF42`) on the left, Slack id on the right.
   * E-mail addresses count in small letters, and are kept so once checked.
   */
  people?: Record<string, string>;
  /**
   * For rosters that only give names: whoever's name has the pattern (a regular
   * expression, letters' case not counting) is that person, by Slack id or
   * e-mail. The first that fits counts.
   */
  aliases?: Alias[];
  /** Names and e-mail addresses on rosters that are nobody: `["Nobody"]` unless given. */
  placeholders?: string[];
  /** Minutes between two polls: 15, 20, 30 or 60; 15 unless given. */
  poll_minutes?: number;
  /** Channel id for reports; without one they go to `slack activity` alone. */
  report_channel?: string | null;
  /** Slack ids of the people who may do what concerns everybody. */
  operators?: string[];
  /** Slack ids of people who, beside the operators, may declare freezes for user groups. */
  freeze_managers?: string[];
  /** One-off triggers for handoffs, so that they need not wait for a poll. */
  handoffs?: {
    /** How many hours ahead they are made, 0 (none) to 24; 6 unless given. */
    hours?: number;
    /** How many may be waiting at once, 1 to 100; 30 unless given. */
    at_most?: number;
  };
  /** IANA zone for people whose own is not known; `UTC` unless given. */
  time_zone?: string;
  /**
   * The companion app through which people connect their own account. Without
   * it only tokens among the secrets serve, people's own or admins'.
   */
  companion_app?: { client_id: string } | null;
  /**
   * `preview` (the default) plans, reports each plan once and writes nothing;
   * `enforce` does what it plans. Operators switch with *Switch mode*, which
   * counts from then on.
   */
  mode?: Mode;
  /** How long the audit log is kept, in days; 90 unless given. */
  audit_days?: number;
  limits?: {
    /** How far ahead rosters are read, in hours; two weeks unless given. */
    roster_hours?: number;
    /** Seconds a function may run: 60 at Slack (the default), 15 under `slack run`. */
    function_seconds?: number;
    /**
     * The share of the active claims that one run may end before their
     * recorded end; half unless given. It counts from 10 active claims up.
     */
    early_end_share?: number;
    /**
     * `documented` (the default): calls are paced by Slack's documented rates.
     * `none`: they are not, for an app that Slack grants more; what Slack
     * refuses waits as long as Slack asks.
     */
    rates?: "documented" | "none";
  };
}

/** Whom a name on a roster means. */
export interface Alias {
  /** A regular expression: `^Bob\\b`. */
  pattern: string;
  /** Slack id or e-mail address. */
  person: string;
}

/** Whether plans are carried out, or only told. */
export type Mode = "preview" | "enforce";

/** The configuration once checked, with every default filled in. */
export interface Config {
  states: Record<string, Required<StateConfig>>;
  sources: ValidatedSource[];
  people: Record<string, string>;
  aliases: Alias[];
  placeholders: string[];
  poll_minutes: number;
  report_channel: string | null;
  operators: string[];
  freeze_managers: string[];
  handoffs: { hours: number; at_most: number };
  time_zone: string;
  companion_app: { client_id: string } | null;
  mode: Mode;
  audit_days: number;
  limits: {
    roster_hours: number;
    function_seconds: number;
    early_end_share: number;
    rates: "documented" | "none";
  };
}
