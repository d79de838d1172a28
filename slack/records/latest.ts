import * as v from "valibot";
import { runStore } from "./run_store.ts";

/**
 * The rosters as last read. Only that reading writes it: what older runs still
 * settle does not touch it, so every run can tell whether it was overtaken.
 */
export interface Latest {
  id: "latest";
  snapshot: string;
  /** Unix seconds. */
  snapshot_at: number;
}

export const latestRuns = runStore<Latest>(v.object({
  id: v.literal("latest"),
  snapshot: v.string(),
  snapshot_at: v.number(),
}));
