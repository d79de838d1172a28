/**
 * `deno task preview`: who would show what in the coming days, read from the
 * rosters of one's own configuration, without Slack.
 *
 * See `USAGE`.
 */
import { createColors } from "picocolors";
import { systemClock, unixNow } from "../clock.ts";
import type { Config } from "../config/schema.ts";
import { problemsOf } from "./config/problems.ts";
import { DEMO_START, openDemo } from "./preview/demo.ts";
import type { PreviewDocument } from "./preview/document.ts";
import { foresee, readingWindow } from "./preview/foresee.ts";
import { maskerOf } from "./preview/masking.ts";
import { OptionError, type Options, parseOptions } from "./preview/options.ts";
import { type KnownPerson, PeopleFileError } from "./preview/people_file.ts";
import { readSources } from "./preview/read_sources.ts";
import {
  environment,
  loadConfig,
  loadPeople,
  SettingsError,
} from "./preview/settings.ts";
import { pageOf, usedColumns } from "./preview/terminal/page.ts";
import { type Day, daysFrom, zonedText } from "./preview/when.ts";

const USAGE = `usage: deno task preview [options]

Shows who would show what in Slack in the coming days, and what will not work. It
reads the sources of shiftlight.config.ts; secrets come from the environment and
.env, by the names of "slack env set". It has no right to reach Slack, to write or
to start a process.

  --days N        days from today on, 1 to 60 (7)
  --at ISO        an instant to look from, such as 2026-03-02T08:00:00Z (now)
  --config FILE   another configuration: a module, or JSON
  --people FILE   e-mail, id, name and tz of people, as JSON or CSV
  --zone IANA     the zone of days and times (the configured one)
  --only NAME     people with this in their name, address or id
  --all           every person and every change
  --json          the whole document
  --strict        exit 1 also if there is anything to look at
  --demo          rosters of stand-ins for all vendors; needs no account

Exit 0: all sources were read. 1: something could not be read. 2: arguments, the
configuration or the people file cannot be used.`;

/** Where the width is not known: a file, a pipe. */
const USUAL_COLUMNS = 100;

interface Setting {
  config: Config;
  env: Record<string, string>;
  known: KnownPerson[];
  close(): void;
}

/** @throws for arguments, a configuration or a people file that cannot be used. */
async function settingFor(options: Options): Promise<Setting> {
  const known = options.people === null ? [] : await loadPeople(options.people);
  if (options.demo) return { ...openDemo(), known };
  const env = environment();
  const config = await loadConfig(options.config, env);
  return { config, env, known, close: () => {} };
}

async function preview(
  options: Options,
  { config, env, known }: Setting,
): Promise<{ document: PreviewDocument; days: Day[] }> {
  const timeZone = options.zone ?? config.time_zone;
  const from = options.at ??
    (options.demo ? DEMO_START : unixNow(systemClock));
  const days = daysFrom(from, options.days, timeZone);
  const span = { from, to: days.at(-1)!.end };
  const reading = await readSources(
    config,
    readingWindow(config, span),
    timeZone,
    env,
    systemClock,
  );
  const { only } = options;
  const question = { config, known, timeZone, ...span, only };
  return { document: foresee(question, reading), days };
}

/** `COLUMNS`, or else the terminal's own width. */
function terminalColumns(): number {
  const columns = Number(Deno.env.get("COLUMNS"));
  if (columns > 0) return columns;
  return Deno.stdout.isTerminal() ? Deno.consoleSize().columns : USUAL_COLUMNS;
}

function show(
  document: PreviewDocument,
  days: Day[],
  { json, all }: Options,
  { states }: Config,
  print: (text: string) => void,
): void {
  if (json) return print(JSON.stringify(document, null, 2));
  const colored = Deno.stdout.isTerminal() && !Deno.env.get("NO_COLOR");
  const lines = pageOf(document, {
    columns: usedColumns(terminalColumns()),
    colors: createColors(colored),
    rules: states,
    days,
    text: zonedText(document.time_zone),
    all,
  });
  print(lines.join("\n"));
}

/** Whether something could not be read or, if it is asked for, is to be looked at. */
function exitCode(
  { sources, unknown, left_out, look_twice }: PreviewDocument,
  strict: boolean,
): number {
  const isUnread = sources.some(({ unreadable }) => unreadable.length > 0);
  const toLookAt = [unknown, left_out, look_twice].some((each) =>
    each.length > 0
  );
  return isUnread || strict && toLookAt ? 1 : 0;
}

function refuse(lines: readonly string[]): never {
  console.error(lines.join("\n"));
  Deno.exit(2);
}

/** What cannot be used, as lines to read. */
function refusalOf(thrown: unknown, options: Options | null): string[] {
  const isTold = [OptionError, PeopleFileError, SettingsError]
    .some((known) => thrown instanceof known);
  if (isTold) return [`preview: ${(thrown as Error).message}`];
  const file = options?.config ?? "shiftlight.config.ts";
  return problemsOf(thrown, file);
}

let options: Options | null = null;
try {
  options = parseOptions(Deno.args);
} catch (thrown) {
  refuse(refusalOf(thrown, null));
}
if (options.help) {
  console.log(USAGE);
  Deno.exit(0);
}
let setting: Setting;
try {
  setting = await settingFor(options);
} catch (thrown) {
  refuse(refusalOf(thrown, options));
}
const mask = maskerOf(setting.config, setting.env);
const { document, days } = await preview(options, setting);
setting.close();
show(
  document,
  days,
  options,
  setting.config,
  (text) => console.log(mask(text)),
);
Deno.exitCode = exitCode(document, options.strict);
