import type { App, TriggerDefinition } from "../../packages/slack-box/app.ts";
import { shiftlight } from "../../packages/slack-box/shiftlight.ts";
import { naiveSync, type Tick } from "../../tests/naive_syncer.ts";
import { SECONDS_PER_DAY } from "../../time.ts";
import type { Case, Options } from "./cases.ts";
import { membersOf } from "./crowd.ts";
import { type Contestant, measure, type Measurement } from "./measure.ts";

/** One contestant's figures for a number of people, on own tokens with DND. */
export interface RaceResult {
  people: number;
  who: "Shiftlight" | "naive";
  quiet_calls: number;
  start_calls: number;
  /** 429s while all shifts start. */
  refused: number;
  /** Virtual seconds until every status, and until every status and snooze, is right; `null`: not all. */
  status_seconds: number | null;
  seconds: number | null;
}

/** More than that takes the naive syncer longer than the time between two polls. */
const SIZES = [20, 100];

/** The naive syncer is not a function on Slack, so its time is not limited. */
const UNLIMITED_SECONDS = SECONDS_PER_DAY;

export function raceSizes({ sizes, full }: Options): number[] {
  const able = sizes.filter((size) => size <= 1_000);
  return full ? able : able.filter((size) => SIZES.includes(size));
}

/** Both on the same workspace, rates as documented. */
export async function race(people: number, app: App): Promise<RaceResult[]> {
  return [
    await run(people, "Shiftlight", () => ({ app })),
    await run(people, "naive", naiveContestant),
  ];
}

export function naiveContestant(each: Case): Contestant {
  const emails = new Map(membersOf(each).map(({ id, email }) => [id, email]));
  return { app: naiveApp(emails), path: "env", limit: UNLIMITED_SECONDS };
}

async function run(
  people: number,
  who: RaceResult["who"],
  contestant: (each: Case) => Contestant,
): Promise<RaceResult> {
  const play = (phase: Case["phase"]): Promise<Measurement> => {
    const each: Case = {
      phase,
      people,
      tokens: "own",
      dnd: true,
      rates: "documented",
    };
    return measure(each, contestant(each));
  };
  const quiet = await play("quiet");
  const start = await play("start");
  const { refused, status_seconds, snooze_seconds } = start;
  return {
    people,
    who,
    quiet_calls: callCount(quiet),
    start_calls: callCount(start),
    refused,
    status_seconds,
    seconds: status_seconds === null || snooze_seconds === null
      ? null
      : Math.max(status_seconds, snooze_seconds),
  };
}

export function callCount({ calls }: Pick<Measurement, "calls">): number {
  return Object.values(calls).reduce((sum, count) => sum + count, 0);
}

/** A tick every quarter of an hour, none while the last one is at work. */
function quarters(nowUnix: number): TriggerDefinition[] {
  const next = nowUnix - nowUnix % 900 + 900;
  return [0, 1, 2, 3].map((quarter) => ({
    type: "scheduled",
    name: `Quarter ${quarter}`,
    workflow: "#/workflows/tick",
    schedule: {
      start_time: new Date((next + quarter * 900) * 1000).toISOString(),
      timezone: "UTC",
      frequency: { type: "hourly", repeats_every: 1 },
    },
  }));
}

/** The naive syncer as an app that the local workspace runs. `emails` by person. */
function naiveApp(emails: ReadonlyMap<string, string>): App {
  let busy = false;
  const handler = async (context: Record<string, unknown>) => {
    if (busy) return { outputs: {} };
    busy = true;
    await naiveSync(context as unknown as Tick, emails).finally(() =>
      busy = false
    );
    return { outputs: {} };
  };
  return {
    // It gets people's consents and tokens as Shiftlight does.
    ...shiftlight,
    manifest: {
      display_information: { name: "Naive" },
      oauth_config: { scopes: { bot: ["users:read"] } },
      functions: { sync: { title: "Sync", source_file: "sync.ts" } },
      workflows: {
        tick: {
          title: "Tick",
          steps: [{ id: "0", function_id: "#/functions/sync", inputs: {} }],
        },
      },
    },
    load: () => Promise.resolve({ default: handler }),
    triggers: quarters,
  };
}
