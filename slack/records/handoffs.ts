import * as v from "valibot";
import { SCHEMA_VERSION, type Store } from "../record_store.ts";
import { parseFields } from "./body.ts";

/** The one-off trigger made for a handoff. */
export interface HandoffRecord {
  /** The instant, `2026-03-02T09:00:00Z`. */
  id: string;
  /** The same in Unix seconds. */
  at: number;
  trigger_id: string;
  /** Unix seconds; long after it has fired. */
  expires_at: number;
}

const HANDOFF = v.object({
  id: v.pipe(v.string(), v.minLength(1)),
  at: v.number(),
  trigger_id: v.string(),
  expires_at: v.number(),
});

export const handoffs: Store<HandoffRecord> = {
  name: "handoffs",
  key: "id",
  parse: (item) => parseFields(HANDOFF, item),
  format: (record) => ({ schema_version: SCHEMA_VERSION, ...record }),
};
