import type { Scenario } from "./scenario.ts";
import type { Token } from "./state.ts";
import { VENDOR_KINDS } from "./vendors/kinds.ts";
import type { Roster } from "./vendors/roster.ts";
import { namesOf, type VendorMakers } from "./vendors/vendors.ts";

export interface EnvironmentParts {
  /** Host of the workspace, routed in process. */
  host: string;
  scenario: Scenario;
  roster: Roster;
  vendors: VendorMakers;
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
    sources: parts.roster.schedules.map((schedule) => ({
      type: schedule.vendor,
      id: schedule.id,
      state: schedule.state,
      ...VENDOR_KINDS[schedule.vendor].source(schedule.id, schedule),
    })),
    report_channel: REPORT_CHANNEL,
    operators: parts.scenario.operators,
    people: {},
    // Whichever the installer's file names: here one is at hand.
    companion_app: { client_id: "local-companion-app" },
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

/** Where each vendor's stand-in answers, and the credential it takes. */
function vendorSettings(vendors: VendorMakers, root: string) {
  const settings: Record<string, string> = {};
  for (const name of namesOf(vendors)) {
    const { secret, token } = VENDOR_KINDS[name];
    settings[`${name.toUpperCase()}_API_URL`] = `${root}/${name}`;
    if (secret !== null && token !== null) settings[secret] = token;
  }
  return settings;
}

/** The settings that an execution is handed, as `slack env set` would. */
export function environmentOf(
  parts: EnvironmentParts,
  executionId: string,
): Record<string, string> {
  const root = `http://${parts.host}/x/${executionId}`;
  const env: Record<string, string> = {
    SLACK_API_URL: `${root}/api/`,
    ...vendorSettings(parts.vendors, root),
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
