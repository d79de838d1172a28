import { namesOf } from "../../../packages/slack-box/vendors/vendors.ts";
import { isOwn, type Presence, timeOf, unix } from "../presence.ts";
import type { Stage } from "../stage.ts";
import { cast, type SourcesMoment } from "./moments.ts";
import { GONE, PLACEHOLDER, STRANGER, vendors } from "./rosters.ts";

/** The day as the judge needs it. */
export interface Played {
  /** What was wrong at a moment, by the moment's instant. */
  wrong: Map<string, string[]>;
  /** The lines posted to the report channel. */
  reports: string[];
  /** The messages to the operator. */
  messages: string[];
  after: Presence[];
  claims: number;
  /** Names of the people with a write on the audit log. */
  written: Set<string>;
  /** How often each method of Slack's and each vendor was called. */
  calls: Record<string, number>;
}

/** A check, and what failed in it. */
interface Check {
  what: string;
  wrong: string[];
}

/** Shows which checks held and counts those that failed. */
export function judge(
  moments: readonly SourcesMoment[],
  played: Played,
  { colors, line }: Stage,
): number {
  const checks = [
    atEachMoment(moments, played),
    ownAgain(moments, played),
    setUp(played),
    everyKindRead(played),
    outageFollowed(played),
    strangerListedOnce(played),
    noPlaceholderShown(played),
    consentKept(played),
  ];
  line(colors.bold("What had to hold"));
  line();
  for (const { what, wrong } of checks) {
    line(
      wrong.length === 0
        ? colors.green(`  ✓ ${what}`)
        : colors.red(`  ✗ ${what}`),
    );
    for (const words of wrong) line(colors.red(`      ${words}`));
  }
  const failures = checks.filter(({ wrong }) => wrong.length > 0).length;
  line();
  line(
    failures === 0
      ? colors.green("The right state won at each moment.")
      : colors.red(`${failures} of ${checks.length} did not hold.`),
  );
  return failures;
}

function check(what: string, holds: boolean, otherwise: string): Check {
  return { what, wrong: holds ? [] : [otherwise] };
}

function atEachMoment(
  moments: readonly SourcesMoment[],
  { wrong }: Played,
): Check {
  const what =
    `at each of ${moments.length} moments each of ${cast.length} people shows what they should, and no run fails`;
  const all = [...wrong].flatMap(([at, words]) =>
    words.map((each) => `${timeOf(at)}: ${each}`)
  );
  return { what, wrong: all };
}

function ownAgain(
  moments: readonly SourcesMoment[],
  { after, claims }: Played,
): Check {
  const now = unix(moments.at(-1)!.at);
  const others = cast.filter(({ id, status }) => {
    const person = after.find((each) => each.id === id)!;
    return !isOwn(person, status, now);
  }).map(({ name }) => `${name} has not`);
  const kept = claims === 0 ? [] : [`${claims} records of what to restore`];
  return {
    what:
      "everybody has their own again: text, emoji, expiry, notifications, presence; nothing is left to restore",
    wrong: [...others, ...kept],
  };
}

function setUp({ messages }: Played): Check {
  const [first = "", second = ""] = messages
    .filter((text) => text.startsWith("*Shiftlight is "));
  return check(
    `Set up Shiftlight names the schedule that is gone, ${GONE}, and once mended nothing`,
    first.includes(`has no schedule ${GONE}`) &&
      first.includes("1 thing is missing") &&
      second.includes("*Shiftlight is set up.*"),
    `it said: ${first.split("\n")[0]} / ${second.split("\n")[0]}`,
  );
}

function everyKindRead({ messages, calls }: Played): Check {
  const kinds = namesOf(vendors);
  const last =
    messages.findLast((text) => text.startsWith("*Shiftlight is set up")) ?? "";
  const unread = kinds.filter((kind) =>
    !calls[kind] || !last.includes(`Source ${kind} (${kind}): `)
  );
  const counts = kinds.map((kind) => `${kind} ${calls[kind] ?? 0}`);
  return {
    what: `all ${kinds.length} kinds are read (requests: ${counts.join(", ")})`,
    wrong: unread.map((kind) => `${kind} was not`),
  };
}

/** The outage lasts for three hours: operators are called after two. */
function outageFollowed({ reports }: Played): Check {
  const lines = reports.filter((line) => /grafana/i.test(line));
  const what =
    "that Grafana is down is reported when it begins, after two hours, and when it is over";
  const [begins = "", lasts = "", over = "", ...more] = lines;
  const isTold = begins.includes("stays as they are") &&
    lasts.includes("grafana, since ") && over.includes(": over after ");
  return isTold && more.length === 0
    ? { what, wrong: [] }
    : { what, wrong: lines.length === 0 ? ["it was never reported"] : lines };
}

function strangerListedOnce({ reports }: Played): Check {
  const lines = reports.filter((line) => line.includes(STRANGER));
  return check(
    `${STRANGER}, whom Slack does not know, is listed once`,
    lines.length === 1,
    `listed ${lines.length} times`,
  );
}

function noPlaceholderShown({ reports, messages }: Played): Check {
  return check(
    `${PLACEHOLDER}, who is nobody, is passed over`,
    ![...reports, ...messages].some((text) => text.includes(PLACEHOLDER)),
    "it was looked up",
  );
}

function consentKept({ written, after }: Played): Check {
  const untouched = ["dana", "olga"];
  const touched = untouched.filter((name) => written.has(name));
  const missing = after.map(({ name }) => name)
    .filter((name) => !untouched.includes(name) && !written.has(name));
  return {
    what: `${
      untouched.join(" and ")
    }, who allow none of it, are not touched; every write on everybody else is on the audit log`,
    wrong: [
      ...touched.map((name) => `${name} was touched`),
      ...missing.map((name) => `nothing on ${name} is on the log`),
    ],
  };
}
