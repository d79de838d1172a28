import type { Roster } from "./provider/roster.ts";
import type { Scenario } from "./scenario.ts";
import type { Token } from "./state.ts";

export interface EnvironmentParts {
  /** Host of the workspace, routed in process. */
  host: string;
  providerToken: string;
  scenario: Scenario;
  roster: Roster;
  /** People's own tokens, for the path `env`. */
  envTokens: readonly Token[];
  adminTokens: readonly Token[];
  functionLimitSeconds: number;
  rates: "documented" | "none";
  /** Settings laid over those below, as they are at each execution. */
  extraConfig?: (() => Record<string, unknown>) | undefined;
}

/** The channel that reports go to. */
export const REPORT_CHANNEL = "CREPORTS";

/** The app's configuration, its sources those of the roster just now. */
function configuration(parts: EnvironmentParts) {
  return {
    sources: parts.roster.schedules.map(({ id, state }) => ({
      type: "pagerduty",
      id,
      state,
      schedules: [id],
      region: "us",
      token: "PAGERDUTY_TOKEN",
    })),
    report_channel: REPORT_CHANNEL,
    operators: parts.scenario.operators,
    people: {},
    // A fresh install only tells its plans; here it carries them out.
    mode: "enforce",
    limits: {
      function_seconds: configurable(parts.functionLimitSeconds),
      rates: parts.rates,
    },
    ...parts.extraConfig?.(),
  };
}

/** What the configuration takes: 10 to 60, whatever the workspace enforces. */
function configurable(seconds: number): number {
  return Math.round(Math.min(60, Math.max(10, seconds)));
}

/** The settings that an execution is handed, as `slack env set` would. */
export function environmentOf(
  parts: EnvironmentParts,
  executionId: string,
): Record<string, string> {
  const root = `http://${parts.host}/x/${executionId}`;
  const env: Record<string, string> = {
    SLACK_API_URL: `${root}/api/`,
    PAGERDUTY_API_URL: `${root}/pagerduty`,
    PAGERDUTY_TOKEN: parts.providerToken,
    SHIFTLIGHT_CONFIG: JSON.stringify(configuration(parts)),
  };
  if (parts.adminTokens.length > 0) {
    env.ADMIN_TOKENS = parts.adminTokens.map(({ value }) => value).join(",");
  }
  for (const token of parts.envTokens) {
    env[`USER_TOKEN_${token.owner}`] = token.value;
  }
  return env;
}
