import { Schema } from "./slack_sdk.ts";

/** The outputs that the steps that write share. */
export const failureOutputs = {
  failed: { type: Schema.types.integer, title: "Failures" },
  postponed: { type: Schema.types.integer, title: "Postponed to a later run" },
};

/** The inputs that the later steps of a run get from *Read the rosters*. */
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
    title: "Scope",
    description: "From the step that reads the rosters. If left out: everyone",
  },
} as const;
