import * as v from "valibot";
import { runStore } from "./run_store.ts";

/** Ends before their recorded end that were too many for one run: they wait for an operator. */
export interface EarlyEnds {
  id: "early_ends";
  /** Slack user ids, sorted. */
  people: string[];
  /** How many claims were active then. */
  active: number;
  /** Unix seconds. */
  held_at: number;
  /** The operator who confirmed them, and when (Unix seconds); `null` until then. */
  confirmed_by: string | null;
  confirmed_at: number | null;
}

export const earlyEnds = runStore<EarlyEnds>(v.object({
  id: v.literal("early_ends"),
  people: v.array(v.string()),
  active: v.number(),
  held_at: v.number(),
  confirmed_by: v.nullable(v.string()),
  confirmed_at: v.nullable(v.number()),
}));
