import type * as v from "valibot";
import { type Item, SCHEMA_VERSION, type Store } from "../record_store.ts";
import { parseBody } from "./body.ts";

/** An `expires_at` that never comes: what runs leave for each other is kept. */
export const NEVER = 0;

/** A store of one kind of record within the datastore `runs`, by id. */
export function runStore<T extends { id: string; expires_at?: number }>(
  schema: v.GenericSchema<unknown, T>,
): Store<T> {
  return {
    name: "runs",
    key: "id",
    parse: (item: Item) => parseBody(schema, item),
    format: (record) => ({
      id: record.id,
      schema_version: SCHEMA_VERSION,
      body: JSON.stringify(record),
      ...(record.expires_at ? { expires_at: record.expires_at } : {}),
    }),
  };
}
