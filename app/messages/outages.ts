/** What the report channel says about outages: what cannot be read, and what waits for an operator. */
import type { Problem } from "../../reconciler/change.ts";
import { DECLARED } from "../../reconciler/shift.ts";
import { shortText, withoutCredentials } from "../../plain_text.ts";
import { escapeText } from "../../slack/messages.ts";
import { mentions, type Reader, sharedTimeText } from "./phrases.ts";

/** For a source, or one of its schedules, that could not be read. */
export function sourceUnreadable(
  { source, schedule, reason, emptied, needs, secret }: {
    source: string;
    schedule: string | null;
    reason: string;
    emptied?: true;
    needs?: "operator";
    secret?: string;
  },
): Problem {
  const problem = {
    about: source === DECLARED
      ? "what people declared"
      : schedule === null
      ? source
      : scheduleOf(source, schedule),
    reason: `${withoutStop(reason)}. Everyone on it stays as they are.`,
  };
  // The next reading decides.
  if (emptied) return problem;
  return {
    ...problem,
    outage: { needs: needs ?? "time" },
    ...(secret === undefined ? {} : { remedy: secretRemedy(secret) }),
  };
}

function scheduleOf(source: string, schedule: string): string {
  return `${source}, schedule ${withoutCredentials(shortText(schedule))}`;
}

/** Whether an outage is of a schedule of a source that another one is of: both are called by `about`. */
export function isWithin(about: string, source: string): boolean {
  return about.startsWith(`${source}, schedule `);
}

/** @returns Slack markup. */
function secretRemedy(secret: string): string {
  return `Run \`slack env set ${secret}\` and \`slack deploy\`, then open *Set up Shiftlight*: it says whether the secret is accepted.`;
}

export function withoutStop(reason: string): string {
  return reason.replace(/\.$/, "");
}

/** Ends before the recorded end, held back because there are too many. */
export interface HeldBack {
  /** Names of the people whose shifts would end. */
  names: readonly string[];
  /** How many people show a shift. */
  active: number;
  /** Ids of the sources that no longer have these shifts. */
  sources: readonly string[];
  /** What people call the schedules. */
  schedules: readonly string[];
  /** When people were last added (Unix seconds). */
  grew_at: number;
}

export function earlyEndsHeldBack(
  { names, active, sources, schedules, grew_at }: HeldBack,
): Problem {
  const of = schedules.length === 0
    ? ""
    : ` (${namesText(schedules, "schedules")})`;
  return {
    about: "early ends",
    reason:
      `${names.length} of the ${active} shifts shown would end before their recorded end, so none of them was ended: ${
        namesText(names)
      }. They are no longer in ${sources.join(", ")}${of}. Check the rosters.`,
    remedy:
      "If they are right, an operator confirms the ends with *Confirm early ends*",
    link: "confirm_early_ends",
    outage: { needs: "operator", grew_at },
  };
}

/** Most names in a list. */
const MOST_NAMES = 10;

/** A step of a run, by its title. */
export function stepText(title: string): string {
  return `the step ${title}`;
}

/** The title above what is over. */
export const OVER = "*Over*";

/**
 * Since when an outage lasts, after what it is about.
 *
 * @param since Unix seconds.
 */
export function lastingSince(since: number, reader: Reader): string {
  return `, since ${sharedTimeText(since, reader)} (${
    durationText(reader.now - since)
  })`;
}

/**
 * @param since When the outage began.
 * @param until When it was over (Unix seconds).
 */
export function outageOver(
  { about, since, until }: { about: string; since: number; until: number },
  reader: Reader,
): string {
  return `${escapeText(about)}: over after ${
    durationText(until - since)
  }. It began ${sharedTimeText(since, reader)}.`;
}

/**
 * For problems that last until a person acts, or have lasted for hours.
 *
 * @param operators Slack user ids.
 */
export function operatorsNeeded(operators: readonly string[]): string {
  return `${mentions(operators)}: this needs one of you.`;
}

/** @param link To *Switch mode*, if it is known. */
export function stillPreview(
  isRestoring: boolean,
  link: string | null,
): string {
  const what = isRestoring
    ? "Everyone is restored, as an operator asked, and Shiftlight only reports its plans"
    : "Shiftlight is in preview: it only reports its plans, and changes nobody's presence";
  const where = link === null ? "" : `: ${link}`;
  return `*Still in preview*\n${what}. An operator switches it on with *Switch mode*${where}`;
}

const MINUTE = 60;
const HOUR = 60 * MINUTE;
const DAY = 24 * HOUR;

/** `40 minutes`, `23 hours`, `2 days`; at least a minute. */
export function durationText(seconds: number): string {
  const [unit, length] = seconds >= 2 * DAY
    ? ["day", DAY] as const
    : seconds >= 2 * HOUR
    ? ["hour", HOUR] as const
    : ["minute", MINUTE] as const;
  const count = Math.max(1, Math.round(seconds / length));
  return `${count} ${unit}${count === 1 ? "" : "s"}`;
}

/**
 * The first ten, and how many there are: `p01, p02 … (12)`.
 *
 * @param what What is counted, if it is not people.
 */
export function namesText(names: readonly string[], what = ""): string {
  const first = names.slice(0, MOST_NAMES).join(", ");
  const unit = what === "" ? "" : ` ${what}`;
  return names.length <= MOST_NAMES
    ? first
    : `${first} … (${names.length}${unit})`;
}
