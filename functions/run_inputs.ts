import { Schema } from "./slack_sdk.ts";

/** What the steps of a run after *Read the rosters* take from it. */
export const runInputs = {
  snapshot_id: {
    type: Schema.types.string,
    title: "Roster snapshot",
    description: "From the step that reads the rosters",
  },
  run_id: {
    type: Schema.types.string,
    title: "Run",
    description: "From the step that reads the rosters; for the report",
  },
  scope: {
    type: Schema.types.string,
    title: "Whom to look at",
    description:
      "From the step that reads the rosters; everybody when left out",
  },
} as const;
