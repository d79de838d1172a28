import type { App } from "../../packages/slack-box/app.ts";
import { parseScenario } from "../../packages/slack-box/scenario.ts";
import { createWorkspace } from "../../packages/slack-box/workspace.ts";
import { crowd, timelineOf } from "./crowd.ts";
import type { Case } from "./cases.ts";

/** A handoff at the instant of a poll: both runs begin within a second or two. */
export interface InstantCase {
  people: number;
  /** How long a call takes. */
  latencyMs: number;
}

/** In the order they are measured. */
export const INSTANT_CASES: readonly InstantCase[] = [
  { people: 20, latencyMs: 80 },
  { people: 20, latencyMs: 200 },
  { people: 20, latencyMs: 400 },
  { people: 1_000, latencyMs: 80 },
];

/** What was measured. */
export interface InstantResult extends InstantCase {
  /** Runs that began at the instant: the poll's, and the handoff's own. */
  runs: number;
  /** Those that did anything: they looked at everybody. */
  runs_at_work: number;
}

/** Runs that begin this long after the poll belong to the same instant. */
const SAME_INSTANT_MS = 5_000;

export async function measureInstant(
  each: InstantCase,
  app: App,
): Promise<InstantResult> {
  const { people, latencyMs } = each;
  const handoff: Case = {
    phase: "handoff",
    people,
    tokens: "own",
    dnd: false,
    rates: "none",
  };
  const timeline = timelineOf(handoff);
  const workspace = createWorkspace({
    app,
    scenario: parseScenario(crowd(handoff, timeline), app),
    rates: "none",
    extraConfig: () => ({ limits: { rates: "none" } }),
    latencyMs,
  });
  try {
    const atMs = timeline.measured * 1000;
    await workspace.advance(atMs - 1);
    const runs = await workspace.advance(atMs + SAME_INSTANT_MS);
    const scopes = runs.map(({ steps }) => steps[0]?.outputs?.scope);
    return {
      ...each,
      runs: runs.length,
      runs_at_work: scopes.filter((scope) => scope === "everybody").length,
    };
  } finally {
    workspace.close();
  }
}
