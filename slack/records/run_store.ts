import type * as v from "valibot";
import { defineBodyStore, type Migration, type Store } from "./define_store.ts";

/**
 * A store of one kind of record within `runs`, by id. A record without
 * `expires_at` is kept.
 */
export function runStore<T extends { id: string; expires_at?: number }>(
  version: number,
  schema: v.GenericSchema<unknown, T>,
  migrations: Record<number, Migration> = {},
): Store<T> {
  return defineBodyStore<T>({
    name: "runs",
    key: "id",
    version,
    migrations,
    schema,
    columns: ({ expires_at }) => expires_at ? { expires_at } : {},
  });
}
