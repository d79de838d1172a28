import * as v from "valibot";
import { runStore } from "./run_store.ts";

/** What of the wanted handoffs is booked. */
export interface Booked {
  id: "booked";
  /** The handoffs that are, as `Settled` has those that are wanted. */
  handoffs: string;
  /** How often in a row booking has failed, and when to try again (Unix seconds). */
  failures: number;
  retry_at: number;
}

export const bookedRuns = runStore<Booked>(v.object({
  id: v.literal("booked"),
  handoffs: v.string(),
  failures: v.number(),
  retry_at: v.number(),
}));
