import { defineConfig } from "../config/define_config.ts";

/**
 * The configuration with which tests, benchmarks and the demo run, so that an
 * installer's own settings change nothing about them.
 */
export default defineConfig({
  states: {
    on_call: {
      text: "On call for {label} until {until}",
      emoji: ":pager:",
      priority: 40,
    },
    pto: {
      text: "On leave until {until}",
      emoji: ":palm_tree:",
      priority: 30,
      dnd: true,
      away: true,
    },
    deploy_freeze: {
      text: "Deploy freeze until {until}",
      emoji: ":snowflake:",
      priority: 20,
    },
    focus: {
      text: "Focus time until {until}",
      emoji: ":headphones:",
      priority: 10,
      dnd: true,
    },
  },
  sources: [
    {
      type: "pagerduty",
      id: "pagerduty",
      state: "on_call",
      schedules: ["PI7DH85"],
      region: "us",
      token: "PAGERDUTY_TOKEN",
    },
  ],
  people: {},
  aliases: [],
  placeholders: ["Nobody"],
  poll_minutes: 15,
  report_channel: "C0123456789",
  operators: [],
  freeze_managers: [],
  handoffs: { hours: 6, at_most: 30 },
  time_zone: "UTC",
  companion_app: {
    client_id: "000000000000.0000000000000",
  },
  workflow_texts: false,
  talk: { docs_url: null },
  mode: "preview",
  audit_days: 90,
  limits: {
    roster_hours: 336,
    function_seconds: 60,
    early_end_share: 0.5,
    rates: "documented",
  },
});
