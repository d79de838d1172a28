import * as v from "valibot";
import { runStore } from "./run_store.ts";

/** Who set the app up first, and what that left in the report channel. */
export interface SetUpRecord {
  id: "set_up";
  /** Slack user id. */
  first_by: string;
  /** The message that shows that the channel can be posted to; `""`: none yet. */
  channel: string;
  ts: string;
}

export const setUps = runStore<SetUpRecord>(v.object({
  id: v.literal("set_up"),
  first_by: v.string(),
  channel: v.string(),
  ts: v.string(),
}));
