import * as v from "valibot";
import { defineStore } from "./define_store.ts";
import { instant } from "./fields.ts";

/**
 * - `id`: the instant, `2026-03-02T09:00:00Z`; `at`: the same in Unix seconds.
 * - `expires_at`: Unix seconds, long after the trigger has fired.
 */
const HANDOFF = v.object({
  id: v.pipe(v.string(), v.nonEmpty()),
  at: instant,
  trigger_id: v.string(),
  expires_at: instant,
});

/** The one-off trigger made for a handoff. */
export type HandoffRecord = v.InferOutput<typeof HANDOFF>;

/** One-off triggers by the instant of their handoff. */
export const handoffs = defineStore<HandoffRecord>({
  name: "handoffs",
  key: "id",
  version: 1,
  schema: HANDOFF,
});
