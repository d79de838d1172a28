import * as v from "valibot";
import type { Mode } from "../../config/schema.ts";
import { runStore } from "./run_store.ts";

/** What an operator switched to; it counts in place of the configured mode. */
export interface ModeRecord {
  id: "mode";
  mode: Mode;
  /**
   * Whether everything is being given back, whatever the rosters say. Ends
   * with the next switch.
   */
  put_back: boolean;
  /** Slack user id of the operator, and when (Unix seconds). */
  set_by: string;
  set_at: number;
}

export const modes = runStore<ModeRecord>(v.object({
  id: v.literal("mode"),
  mode: v.picklist(["preview", "enforce"]),
  put_back: v.boolean(),
  set_by: v.string(),
  set_at: v.number(),
}));
