import {
  type App,
  type AppManifest,
  functionsBelow,
  runCommandLine,
} from "../mod.ts";
import manifest from "./manifest.ts";

/** Where the result is posted. */
export const CHANNEL = "CLUNCH";

const stored: AppManifest = JSON.parse(JSON.stringify(manifest));

/** The app as slack-box installs it. Nothing else here knows of slack-box. */
export const lunch: App = {
  manifest: stored,
  load: functionsBelow(new URL("./", import.meta.url), stored),
  triggers: () => [{
    type: "shortcut",
    name: "Vote for lunch",
    workflow: "#/workflows/vote",
    inputs: {
      interactivity: { value: "{{data.interactivity}}" },
      cast_at: { value: "{{event_timestamp}}" },
    },
  }, {
    type: "scheduled",
    name: "Announce lunch",
    workflow: "#/workflows/announce",
    inputs: { channel: { value: CHANNEL } },
    schedule: {
      // Slack refuses a first time that is past.
      start_time: "2026-03-02T11:45:00+01:00",
      timezone: "Europe/Berlin",
      frequency: {
        type: "weekly",
        repeats_every: 1,
        on_days: ["Monday", "Tuesday", "Wednesday", "Thursday", "Friday"],
      },
    },
  }],
};

if (import.meta.main) {
  runCommandLine(lunch, Deno.args, "deno run -A app.ts");
}
