import type { App, TriggerDefinition } from "../../packages/slack-box/app.ts";
import { shiftlight } from "../../packages/slack-box/shiftlight.ts";
import { naiveSync, type Tick } from "../../tests/naive_syncer.ts";

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
export function naiveApp(emails: ReadonlyMap<string, string>): App {
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
      oauth_config: { scopes: { bot: [] } },
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
