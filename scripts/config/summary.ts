import type { Config } from "../../config/schema.ts";
import { outgoingDomains } from "../../config/outgoing_domains.ts";
import { renderText } from "../../reconciler/template.ts";
import { SECONDS_PER_HOUR } from "../../time.ts";

/** What the summary needs of the manifest. */
interface Scopes {
  oauth_config: { scopes: { bot?: readonly string[] } };
}

type Source = Config["sources"][number];

/** What stands in the file as it is delivered: nobody has these. */
const SAMPLES = {
  channel: "C0123456789",
  clientId: "000000000000.0000000000000",
  schedule: "PI7DH85",
};

/** A shift for the texts of states: it ends in eight hours. */
const SHIFT_SECONDS = 8 * SECONDS_PER_HOUR;

/**
 * What the settings amount to, as lines to read.
 *
 * @param now Unix seconds.
 */
export function summaryOf(
  config: Config,
  manifest: Scopes,
  now: number,
): string[] {
  const { poll_minutes, handoffs, report_channel, operators } = config;
  const left = leftToDo(config);
  return [
    "shiftlight.config.ts is valid.",
    "",
    ...section(
      "Sources",
      config.sources.map(sourceLine),
      "none: people only declare shifts themselves",
    ),
    ...section("States, by priority", stateLines(config, now)),
    ...section("Runs", [
      `every ${poll_minutes} minutes`,
      handoffs.hours === 0
        ? "none for handoffs: shifts start and end at the next poll"
        : `to the minute at each handoff of the next ${handoffs.hours} hours, at most ${handoffs.at_most} at a time`,
      config.mode === "preview"
        ? "in preview until an operator opens Switch mode: plans are reported, nothing is written"
        : "in enforce from the first run: plans are carried out",
    ]),
    ...section("Reports", [
      report_channel === null
        ? "to slack activity only"
        : `to the channel ${report_channel}`,
    ]),
    ...section("Operators", operators, "none"),
    ...section(
      "Domains that the app reaches",
      outgoingDomains(config),
      "none but Slack",
    ),
    ...section(
      "Secrets to set; each command asks for the value",
      secretLines(config),
      "none",
    ),
    ...section("Scopes of the app", [
      (manifest.oauth_config.scopes.bot ?? []).join(", "),
    ]),
    ...section("Left to do in this file", left, "nothing"),
    left.length === 0
      ? "Next: slack deploy (docs/operations.md, Installing)."
      : "Then check again: deno task config.",
  ];
}

function section(
  title: string,
  lines: readonly string[],
  none = "",
): string[] {
  const shown = lines.length === 0 ? [none] : lines;
  return [title, ...shown.map((line) => `  ${line}`), ""];
}

/** The settings that say what is read of a source, whichever its type. */
const READS = [
  "schedules",
  "escalation_policies",
  "company",
  "url",
] as const;

function sourceLine(source: Source): string {
  const settings: Readonly<Record<string, unknown>> = { ...source };
  const read = READS.flatMap((name) => {
    const value = settings[name];
    if (value === undefined || Array.isArray(value) && value.length === 0) {
      return [];
    }
    const named = Array.isArray(value) ? value.join(", ") : String(value);
    return [`${name.replaceAll("_", " ")} ${named}`];
  });
  const { id, type, state } = source;
  return `${id}: ${state} from ${type}, ${read.join("; ")}`;
}

function stateLines({ states, time_zone }: Config, now: number): string[] {
  return Object.entries(states)
    .toSorted(([, a], [, b]) => b.priority - a.priority)
    .flatMap(([name, state]) => {
      const shown = (template: string) =>
        `${state.emoji} ${
          renderText(template, {
            label: "Payments",
            end: now + SHIFT_SECONDS,
            time_zone,
            now,
          })
        }`;
      const also = [
        state.dnd ? "pauses notifications" : "",
        state.away ? "shows the person as away" : "",
      ].filter(Boolean).join(", ");
      return [
        `${name}: ${shown(state.text)}${also === "" ? "" : ` (${also})`}`,
        ...Object.entries(state.level_texts).map(([level, text]) =>
          `  from level ${level} on: ${shown(text)}`
        ),
      ];
    });
}

function secretLines({ sources, companion_app }: Config): string[] {
  const bySecret = new Map<string, Source>();
  for (const source of sources) {
    if (source.token !== null) bySecret.set(source.token, source);
  }
  const lines = [...bySecret].map(([secret, { type }]) =>
    `slack env set ${secret}   (docs/sources/${type}.md)`
  );
  if (companion_app === null) {
    lines.push(
      "slack env set ADMIN_TOKENS   (or USER_TOKEN_<Slack id>, for a pilot)",
    );
  } else {
    lines.push(
      "slack external-auth add-secret --provider slack_account   (the companion app's client secret)",
    );
  }
  return lines;
}

function leftToDo(
  { sources, report_channel, companion_app, operators }: Config,
): string[] {
  const isSample = (source: Source) =>
    source.type === "pagerduty" && source.schedules.includes(SAMPLES.schedule);
  return [
    sources.some(isSample)
      ? `sources: ${SAMPLES.schedule} is the sample's schedule; put in your own`
      : "",
    report_channel === SAMPLES.channel
      ? "report_channel: it is the sample's; put in your own channel's id"
      : "",
    companion_app?.client_id === SAMPLES.clientId
      ? "companion_app: the client id is the sample's; put in your own, or null"
      : "",
    operators.length === 0
      ? "operators: there are none, so nobody can switch the app on; put in your own member id"
      : "",
  ].filter(Boolean);
}
