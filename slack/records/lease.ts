import * as v from "valibot";
import type { CallHistory } from "../pacing.ts";
import { runStore } from "./run_store.ts";

/** Who writes now, and what of Slack's rates has been used. */
export interface LeaseItem {
  id: "lease";
  /** A function execution; `""`: nobody. */
  holder: string;
  /** Unix milliseconds. */
  until: number;
  ledger: CallHistory;
}

export const leases = runStore<LeaseItem>(v.object({
  id: v.literal("lease"),
  holder: v.string(),
  until: v.number(),
  ledger: v.record(v.string(), v.array(v.number())),
}));
