import { OptionError, readOptions } from "../../packages/slack-box/options.ts";

/** The parts of the benchmark, in the order they are run. */
export const SECTIONS = [
  "quiet",
  "start",
  "end",
  "handoff",
  "clicks",
  "sizes",
  "instant",
  "month",
  "race",
  "planning",
  "comparing",
  "calendar",
  "preview",
  "bundles",
] as const;

type Section = typeof SECTIONS[number];

export interface Options {
  /** How many people are opted in. */
  sizes: number[];
  only: Section[];
  /** Whether to run the long cases too. */
  full: boolean;
  json: boolean;
}

export const SIZES = [20, 100, 500, 1_000, 10_000];

const OPTIONS = {
  sizes: { type: "string", default: SIZES.join(",") },
  only: { type: "string", default: SECTIONS.join(",") },
  full: { type: "boolean", default: false },
  json: { type: "boolean", default: false },
} as const;

/**
 * The arguments of `deno task bench`.
 *
 * @throws {OptionError} for an unknown argument or an invalid value.
 */
export function parseOptions(args: string[]): Options {
  const { sizes, only, full, json } = readOptions(args, OPTIONS);
  return {
    sizes: [...new Set(sizes.split(",").map(sizeOf))].sort((a, b) => a - b),
    only: only.split(",").map(sectionOf),
    full,
    json,
  };
}

function sizeOf(text: string): number {
  const size = /^\d+$/.test(text) ? Number(text) : NaN;
  if (size >= 1 && size <= 10_000) return size;
  throw new OptionError(
    `--sizes: expected whole numbers from 1 to 10000, got ${
      JSON.stringify(text)
    }`,
  );
}

function sectionOf(text: string): Section {
  const section = SECTIONS.find((each) => each === text);
  if (section) return section;
  throw new OptionError(
    `--only: expected any of ${SECTIONS.join(", ")}, got ${
      JSON.stringify(text)
    }`,
  );
}

/**
 * - `quiet`: a poll with nothing new while all people are on shift.
 * - `start`, `end`: all shifts start or end at once.
 * - `handoff`: half of the shifts end when the other half start.
 */
const PHASES = ["quiet", "start", "end", "handoff"] as const;

export type Phase = typeof PHASES[number];

/** Whose tokens write: people's own, or those of one or two admins. */
export type Tokens = "own" | "1 admin" | "2 admins";

/** One thing to measure. */
export interface Case {
  phase: Phase;
  people: number;
  tokens: Tokens;
  dnd: boolean;
  rates: "documented" | "none";
}

interface Selection {
  cases: Case[];
  /** The cases that are left out, and why. */
  left_out: string[];
}

/** Past this many people a change takes hours of virtual time, minutes of the machine's. */
const MOST_BY_DEFAULT = 1_000;

/** Past this many, the first snoozes run out before the last are set. */
const MOST_SNOOZES = 2_000;

const SETTINGS: Pick<Case, "tokens" | "dnd">[] = [
  { tokens: "own", dnd: false },
  { tokens: "own", dnd: true },
  { tokens: "1 admin", dnd: false },
  { tokens: "2 admins", dnd: false },
  { tokens: "1 admin", dnd: true },
  { tokens: "2 admins", dnd: true },
];

/** The cases to measure, in order, and those left out. */
export function selectCases(options: Options): Selection {
  const reasons = new Map<string, Set<string>>();
  const cases = PHASES.filter((phase) => options.only.includes(phase))
    .flatMap((phase) => casesOf(phase, options))
    .filter((each) => {
      const why = whyNot(each, options);
      if (why === null) return true;
      const what = `${each.phase} of ${each.people}`;
      reasons.set(why, (reasons.get(why) ?? new Set()).add(what));
      return false;
    });
  const left_out = [...reasons].map(([why, what]) =>
    `${[...what].join(", ")}: ${why}`
  );
  return { cases, left_out };
}

/** The size for which the budget without rates holds. */
const WITHOUT_RATES = 1_000;

function casesOf(phase: Phase, { sizes }: Options): Case[] {
  const counts = phase === "quiet" ? [...new Set([1, ...sizes])] : sizes;
  const documented = SETTINGS.flatMap((setting) =>
    counts.map((people): Case => ({
      phase,
      people,
      ...setting,
      rates: "documented",
    }))
  );
  const plain = { phase, tokens: "own", dnd: false } as const;
  const one: Case = { ...plain, people: 1, rates: "documented" };
  const free: Case = { ...plain, people: WITHOUT_RATES, rates: "none" };
  const alone = (phase === "start" || phase === "end") && !sizes.includes(1);
  const many = phase === "start" && sizes.includes(WITHOUT_RATES);
  return [...(alone ? [one] : []), ...documented, ...(many ? [free] : [])];
}

function whyNot(
  { phase, people, tokens, dnd }: Case,
  { full }: Options,
): string | null {
  const many = people > MOST_BY_DEFAULT;
  if (phase === "handoff" && people < 2) return "there is no other half";
  if (dnd && people > MOST_SNOOZES && phase !== "quiet") {
    return "with DND the first snoozes run out before the last are set";
  }
  if (full) return null;
  if (dnd && tokens !== "own") {
    return "admin tokens with DND: they cannot snooze (--full)";
  }
  if (many && phase !== "quiet") {
    return "hours of the workspace's time, minutes of this machine's (--full)";
  }
  if (many && (dnd || tokens !== "own")) {
    return "but on own tokens without DND: each takes long to prepare (--full)";
  }
  return null;
}
