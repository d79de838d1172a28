import { USER_SCOPES } from "../../external_auth/slack_account.ts";
import config from "../../shiftlight.config.ts";
import manifest from "../../manifest.ts";
import { eventTriggers } from "../../triggers/event_triggers.ts";
import {
  HOME_BUTTONS,
  LINK_TRIGGERS,
  SET_UP,
} from "../../triggers/link_triggers.ts";
import { TALK_LINKS } from "../../triggers/talk_links.ts";
import { scheduledSync } from "../../triggers/scheduled_sync.ts";
import * as v from "valibot";
import {
  type App,
  type AppManifest,
  type ExecutionSetting,
  functionsBelow,
} from "./app.ts";
import { runCommandLine } from "./command_line.ts";
import { addExternalToken, addUserToken } from "./engine/credentials.ts";
import { requirePeople } from "./scenario.ts";
import { flag, list, oneOf, record, text } from "./scenario_schema.ts";
import type { Scenario, ScenarioPerson } from "./scenario_schema.ts";
import type { WorkspaceState } from "./state.ts";
import type { VendorName } from "./vendors/kinds.ts";
import { JSM_SITE } from "./vendors/jsm.ts";
import type { VendorSchedule } from "./vendors/roster.ts";

/**
 * Everything that slack-box knows of Shiftlight. For another app, write a file
 * like this one; the rest of the folder stays as it is.
 */

/** The schema version of the consents that a scenario brings along. */
const CONSENT_SCHEMA_VERSION = 2;

const STATES = Object.keys(config.states);

const stateName = v.pipe(
  v.string((issue) => `expected a state, got ${issue.received}`),
  v.check(
    (value) => STATES.includes(value),
    (issue) =>
      `unknown state ${issue.received}; the states are ${STATES.join(", ")}`,
  ),
);

/** As on the form: a boolean, `yes` or `no`. */
const yesOrNo = v.pipe(
  v.union(
    [v.boolean(), v.picklist(["yes", "no"])],
    (issue) => `expected true or false, got ${issue.received}`,
  ),
  v.transform((value) => value === true || value === "yes"),
);

/**
 * How a person opted in. `path` says which token serves them, `rotated` whether
 * their own can be refreshed, and `account` whose token it is, if not theirs.
 */
const consentSchema = record({
  states: list(stateName),
  on_own_status: v.optional(oneOf(["skip", "defer", "replace"]), "defer"),
  after_manual_change: v.optional(oneOf(["yield", "resume"]), "yield"),
  dnd: v.optional(yesOrNo, false),
  presence: v.optional(yesOrNo, false),
  notices: v.exactOptional(yesOrNo),
  workflow_presence: v.exactOptional(yesOrNo),
  path: v.optional(oneOf(["own", "env", "admin"]), "own"),
  rotated: v.exactOptional(flag),
  account: v.exactOptional(text()),
});

const SCENARIO_FIELDS = {
  scenario: {
    operators: v.optional(list(text()), []),
    admin_tokens: v.optional(list(text()), []),
    talk: v.optional(flag, true),
  },
  person: { consent: v.optional(v.nullable(consentSchema), null) },
  schedule: { state: v.optional(stateName, "on_call") },
};

type Fields<Entries extends v.ObjectEntries> = v.InferOutput<
  v.StrictObjectSchema<Entries, undefined>
>;

/** Who operates the app, whose tokens are admin tokens, whether it talks. */
export function operatorsOf({ app }: Scenario) {
  return app as Fields<typeof SCENARIO_FIELDS.scenario>;
}

/** How a person of the scenario opted in, or `null`. */
export function consentOf({ app }: ScenarioPerson) {
  return (app as Fields<typeof SCENARIO_FIELDS.person>).consent;
}

/** The state that a schedule puts people into. */
export function stateOf({ app }: VendorSchedule): string {
  return (app as Fields<typeof SCENARIO_FIELDS.schedule>).state;
}

function checkScenario(scenario: Scenario): void {
  const { operators, admin_tokens } = operatorsOf(scenario);
  const ids = scenario.people.map(({ id }) => id);
  requirePeople(operators, ids, "operators");
  requirePeople(admin_tokens, ids, "admin_tokens");
  const accounts = scenario.people.flatMap((person) =>
    consentOf(person)?.account ?? []
  );
  requirePeople(accounts, ids, "accounts of consents");
}

/** Records the consents, and adds the tokens that stand in the environment. */
function seed(state: WorkspaceState, scenario: Scenario): void {
  const recordedAt = Math.floor(scenario.now / 1000);
  for (const person of scenario.people) {
    addConsent(state, person, recordedAt);
    const consent = consentOf(person);
    if (consent?.path === "env") {
      const { account = person.id } = consent;
      addUserToken(state, "env", account).secretOf = person.id;
    }
  }
  for (const id of operatorsOf(scenario).admin_tokens) {
    addUserToken(state, "admin", id);
  }
}

function addConsent(
  state: WorkspaceState,
  person: ScenarioPerson,
  recordedAt: number,
): void {
  const consent = consentOf(person);
  if (consent === null) return;
  const { path, rotated = false, account = person.id, ...answers } = consent;
  const external = path === "own"
    ? {
      external_token_id: addExternalToken(state, person.id, {
        account,
        rotated,
      }),
    }
    : {};
  state.datastores.get("consents")?.items.set(person.id, {
    person: person.id,
    schema_version: CONSENT_SCHEMA_VERSION,
    ...answers,
    ...external,
    recorded_at: recordedAt,
  });
}

/** How the configuration names a schedule of one vendor as a source. */
interface SourceShape {
  /** The secret that holds the vendor's credential; `null`: it needs none. */
  secret: string | null;
  /** What a source says besides its type, id and state. */
  source(id: string, schedule?: VendorSchedule): Record<string, unknown>;
}

export const SOURCE_SHAPES: Record<VendorName, SourceShape> = {
  pagerduty: {
    secret: "PAGERDUTY_TOKEN",
    source: (id, schedule) => ({
      [schedule?.pagerduty?.direct ? "escalation_policies" : "schedules"]: [id],
      region: "us",
      token: "PAGERDUTY_TOKEN",
    }),
  },
  opsgenie: {
    secret: "OPSGENIE_API_KEY",
    source: (id) => ({ schedules: [id], region: "us" }),
  },
  jsm: {
    secret: "JSM_API_TOKEN",
    source: (id) => ({ cloud_id: JSM_SITE, schedules: [id] }),
  },
  grafana: {
    secret: "GRAFANA_ONCALL_TOKEN",
    source: (id) => ({
      url: "https://grafana.example.com/oncall",
      schedules: [id],
    }),
  },
  incident_io: {
    secret: "INCIDENT_IO_API_KEY",
    source: (id) => ({ schedules: [id] }),
  },
  bamboohr: {
    secret: "BAMBOOHR_API_KEY",
    source: () => ({ company: "example" }),
  },
  json: {
    secret: "JSON_TOKEN",
    source: (id) => ({
      url: `https://rosters.example.com/${id}.json`,
      token: "JSON_TOKEN",
    }),
  },
  ical: {
    secret: null,
    source: (id) => ({ url: `https://calendars.example.com/${id}.ics` }),
  },
};

/** The app's configuration; its sources are the schedules at this moment. */
function configuration(setting: ExecutionSetting) {
  return {
    sources: setting.schedules.map((schedule) => ({
      type: schedule.vendor,
      id: schedule.id,
      state: stateOf(schedule),
      ...SOURCE_SHAPES[schedule.vendor].source(schedule.id, schedule),
    })),
    report_channel: "CREPORTS",
    operators: operatorsOf(setting.scenario).operators,
    people: {},
    // The installer's file may name none; here there always is one.
    companion_app: { client_id: "1111111111.2222222222" },
    // A fresh installation only reports its plans; here it carries them out.
    mode: "enforce",
    limits: {
      function_seconds: configurable(setting.functionLimitSeconds),
      rates: setting.rates,
    },
    ...(operatorsOf(setting.scenario).talk ? {} : { talk: null }),
    ...setting.extraConfig,
  };
}

/** The configuration accepts 10 to 60; the workspace may enforce any limit. */
function configurable(seconds: number): number {
  return Math.round(Math.min(60, Math.max(10, seconds)));
}

function environment(setting: ExecutionSetting): Record<string, string> {
  const env: Record<string, string> = {
    SHIFTLIGHT_CONFIG: JSON.stringify(configuration(setting)),
  };
  for (const { name, url, token } of setting.vendors) {
    env[`${name.toUpperCase()}_API_URL`] = url;
    const { secret } = SOURCE_SHAPES[name];
    if (secret !== null && token !== null) env[secret] = token;
  }
  const adminTokens: string[] = [];
  for (const token of setting.state.tokens.values()) {
    const { source, owner, secretOf = owner, value } = token;
    if (source === "admin") adminTokens.push(value);
    if (source === "env") env[`USER_TOKEN_${secretOf}`] = value;
  }
  if (adminTokens.length > 0) env.ADMIN_TOKENS = adminTokens.join(",");
  return env;
}

/** The states that the sample shows: the installer's own, if they lack these. */
const [SHIFT = "", AWAY = SHIFT] =
  ["on_call", "pto"].every((state) => STATES.includes(state))
    ? ["on_call", "pto"]
    : STATES;

const SAMPLE_SCENARIO = {
  now: "2026-03-02T08:00:00Z",
  plan: "paid",
  operators: ["UOPS"],
  admin_tokens: ["UOPS"],
  people: [
    {
      id: "UALICE",
      name: "alice",
      email: "alice@example.com",
      tz: "Europe/London",
      consent: { states: [SHIFT] },
    },
    {
      id: "UBOB",
      name: "bob",
      email: "bob@example.com",
      tz: "America/New_York",
      status: { text: "Lunch", emoji: ":sandwich:", expiration: 0 },
      consent: {
        states: [...new Set([SHIFT, AWAY])],
        on_own_status: "replace",
        dnd: true,
        presence: true,
      },
    },
    { id: "UCAROL", name: "carol", email: "carol@example.com" },
    {
      id: "UOPS",
      name: "ops",
      email: "ops@example.com",
      role: "primary_owner",
    },
  ],
  schedules: [
    {
      id: "PSCHED1",
      name: "Payments primary",
      state: SHIFT,
      shifts: [
        {
          email: "alice@example.com",
          start: "2026-03-02T09:00:00Z",
          end: "2026-03-02T17:00:00Z",
        },
        {
          email: "carol@example.com",
          start: "2026-03-02T17:00:00Z",
          end: "2026-03-03T09:00:00Z",
        },
      ],
    },
    {
      id: "PSCHED2",
      name: "Time off",
      state: AWAY,
      shifts: [{
        email: "bob@example.com",
        start: "2026-03-02T10:00:00Z",
        end: "2026-03-02T14:00:00Z",
      }],
    },
  ],
};

// As Slack stores it: serialized, templates and all.
const stored: AppManifest = JSON.parse(JSON.stringify(manifest));

/** Shiftlight, as `slack deploy` would install it. */
export const shiftlight: App = {
  manifest: stored,
  load: functionsBelow(new URL("../../", import.meta.url), stored),
  triggers: (nowSeconds, botUserId, scenario) => [
    SET_UP,
    ...LINK_TRIGGERS,
    ...HOME_BUTTONS,
    ...(config.talk !== null && operatorsOf(scenario).talk
      ? [...TALK_LINKS, ...eventTriggers(botUserId)]
      : []),
    ...scheduledSync(config.poll_minutes, nowSeconds),
  ],
  userScopes: USER_SCOPES,
  scenarioFields: SCENARIO_FIELDS,
  checkScenario,
  seed,
  environment,
  describePerson: (state, id) => ({
    opted_in: state.datastores.get("consents")?.items.has(id) ?? false,
  }),
  sampleScenario: SAMPLE_SCENARIO,
};

if (import.meta.main) {
  runCommandLine(shiftlight, Deno.args, "deno task local");
}
