import fc from "fast-check";
import type { App } from "../../packages/slack-box/app.ts";
import { judge } from "./judge/judge.ts";
import type { Judged, Rule, Verdict } from "./judge/verdict.ts";
import { play } from "./play.ts";
import type { Recording } from "./recording.ts";
import type { Script } from "./script.ts";
import { scripts } from "./script_arbitrary.ts";
import { shiftlight } from "../../packages/slack-box/shiftlight.ts";
import { timelineOf } from "./timeline.ts";

/** A failing history is shrunk by this many plays; a clock would depend on the machine. */
const SHRINKING_PLAYS = 300;

/** How the histories of one command are played. */
export interface PlayOptions {
  steps: number;
  /** Whether a failing history is made as small as it gets. */
  shrink: boolean;
  /** Changes the app for the worse, for tests of the judge. */
  mutate?: (app: App) => App;
}

/** What one seed came to. */
export interface SeedReport {
  seed: number;
  /** The rules that were broken, in the history as it was played first. */
  rules: Rule[];
  windows: number;
  writes: number;
  runs: number;
  checkpoints: Judged;
  handoffs: Judged;
  polls: Judged;
  /** After a breach: how many steps were left, and their story. */
  steps: number;
  story: string;
}

/** A breach of the promise; fast-check shrinks until none is left. */
class Breach extends Error {}

/** Plays the history of one seed, and shrinks it if it breaks the promise. */
export async function checkSeed(
  seed: number,
  options: PlayOptions,
): Promise<SeedReport> {
  const app = options.mutate?.(shiftlight) ?? shiftlight;
  let first: { recording: Recording; verdict: Verdict } | null = null;
  let playsLeft = Infinity;
  const property = fc.asyncProperty(scripts(options), async (script) => {
    // What is not played any more passes, so no smaller one is looked for.
    if (--playsLeft < 0) return;
    const played = await playAndJudge(app, script);
    first ??= played;
    // While it shrinks, a breach of another kind is another story.
    const rule = first.verdict.violations[0]?.rule;
    const violation = played.verdict.violations
      .find((each) => each.rule === rule);
    if (!violation) return;
    playsLeft = Math.min(playsLeft, SHRINKING_PLAYS);
    throw new Breach(violation.text);
  });
  const details = await fc.check(property, {
    seed,
    numRuns: 1,
    unbiased: true,
    endOnFailure: !options.shrink,
  });
  const failure = details.errorInstance;
  if (failure && !(failure instanceof Breach)) throw failure;
  const { recording, verdict } = first!;
  const smallest = details.counterexample?.[0];
  return {
    seed,
    rules: [...new Set(verdict.violations.map(({ rule }) => rule))],
    windows: verdict.windows,
    writes: verdict.writes,
    runs: recording.runs.length,
    checkpoints: verdict.checkpoints,
    handoffs: verdict.handoffs,
    polls: verdict.polls,
    steps: smallest?.steps.length ?? 0,
    story: smallest ? await storyOf(app, smallest) : "",
  };
}

/** Plays the same script once more and tells it. */
export async function storyOf(app: App, script: Script): Promise<string> {
  const { recording, verdict } = await playAndJudge(app, script);
  return timelineOf(recording, verdict);
}

async function playAndJudge(
  app: App,
  script: Script,
): Promise<{ recording: Recording; verdict: Verdict }> {
  const recording = await play(app, script);
  return { recording, verdict: judge(recording) };
}

/** Plays without the app's logs, which say nothing about a bad day that was planned. */
export async function quietly<T>(work: () => Promise<T>): Promise<T> {
  const { log, warn, error } = console;
  console.log = console.warn = console.error = () => {};
  try {
    return await work();
  } finally {
    Object.assign(console, { log, warn, error });
  }
}
