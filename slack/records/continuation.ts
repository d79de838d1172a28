import * as v from "valibot";
import { runStore } from "./run_store.ts";

/** The one-off trigger that goes on with what a run had no time for. */
export interface Continuation {
  id: "continuation";
  trigger_id: string;
  /** When it fires (Unix seconds). */
  at: number;
}

export const continuations = runStore<Continuation>(v.object({
  id: v.literal("continuation"),
  trigger_id: v.string(),
  at: v.number(),
}));
