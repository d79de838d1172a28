import type { Datastore, Item } from "../state.ts";
import { datastoreError } from "./datastore_error.ts";

/** Slack, "Datastores": an item must be smaller than 400 KB. */
const LARGEST_ITEM_BYTES = 400 * 1024;
/** Slack, "Datastores": expired items are deleted within 48 hours, here at the end. */
const DELETION_SECONDS = 48 * 3600;

/** Bytes of stored items, which are replaced and never changed. */
const sizes = new WeakMap<Item, number>();

/** A copy of a JSON value that shares nothing with it. */
export function copyOf<T>(value: T): T {
  if (typeof value !== "object" || value === null) return value;
  if (Array.isArray(value)) return value.map(copyOf) as T;
  const copy: Record<string, unknown> = {};
  for (const key of Object.keys(value)) {
    copy[key] = copyOf((value as Record<string, unknown>)[key]);
  }
  return copy as T;
}

/** The item's size as JSON, in bytes. */
export function sizeOf(item: Item): number {
  let size = sizes.get(item);
  if (size === undefined) {
    size = new TextEncoder().encode(JSON.stringify(item)).length;
    sizes.set(item, size);
  }
  return size;
}

/**
 * The item stored under `id`, not a copy, if it is there at `nowSeconds`.
 * `items` are the datastore's as the reader sees them.
 */
export function readStored(
  datastore: Datastore,
  id: string,
  nowSeconds: number,
  items: ReadonlyMap<string, Item> = datastore.items,
): Item | undefined {
  const item = items.get(id);
  if (item === undefined) return undefined;
  const attribute = datastore.time_to_live_attribute;
  const expires = attribute === null ? undefined : item[attribute];
  if (
    typeof expires === "number" && expires + DELETION_SECONDS <= nowSeconds
  ) {
    // What the reader sees may have been replaced since.
    if (datastore.items.get(id) === item) datastore.items.delete(id);
    return undefined;
  }
  return item;
}

/** Refuses an item that is too large; `pointer` says where it was given. */
export function checkSize(item: Item, pointer: string): void {
  if (sizeOf(item) >= LARGEST_ITEM_BYTES) {
    throw datastoreError(
      "item_too_large",
      "An item must be smaller than 400 KB",
      pointer,
    );
  }
}

/** Stores a checked item, which from now on nobody else may hold. */
export function storeItem(datastore: Datastore, item: Item): void {
  datastore.items.set(item[datastore.primary_key] as string, item);
}
