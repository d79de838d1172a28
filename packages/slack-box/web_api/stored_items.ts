import type { Datastore, Item } from "../state.ts";
import { isObject } from "./arguments.ts";
import { Refusal } from "./refusal.ts";

/** Slack, "Datastores": an item must be smaller than 400 KB. */
const LARGEST_ITEM_BYTES = 400 * 1024;
/** Slack, "Datastores": expired items are deleted within 48 hours, here at their end. */
const DELETION_SECONDS = 48 * 3600;

/** Sizes of stored items, which are replaced and never changed. */
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

/** Stores a checked item; the caller must not keep it. */
export function storeItem(datastore: Datastore, item: Item): void {
  datastore.items.set(item[datastore.primary_key] as string, item);
}

/**
 * Attribute types with a check of their own; values of all others are strings.
 */
const CHECKS: Readonly<Record<string, (value: unknown) => boolean>> = {
  number: (value) => typeof value === "number",
  integer: Number.isInteger,
  boolean: (value) => typeof value === "boolean",
  array: Array.isArray,
  object: isObject,
  // Slack, "Slack types": seconds since the epoch.
  "slack#/types/timestamp": Number.isInteger,
  "slack#/types/rich_text": isObject,
  "slack#/types/expanded_rich_text": isObject,
};

/**
 * Refuses an item that lacks its key, or that has an unknown attribute or a
 * value of the wrong type. `pointer` says where it was given.
 */
export function checkAttributes(
  datastore: Datastore,
  item: Item,
  pointer: string,
): void {
  for (const [name, value] of Object.entries(item)) {
    if (!Object.hasOwn(datastore.attributes, name)) {
      throw datastoreError(
        "unknown_attribute",
        `The datastore ${datastore.name} has no attribute ${name}`,
        `${pointer}/${name}`,
      );
    }
    const { type } = datastore.attributes[name]!;
    if (!fits(type, value)) {
      throw datastoreError(
        "invalid_attribute_type",
        `The attribute ${name} must be of type ${type}`,
        `${pointer}/${name}`,
      );
    }
  }
  const key = item[datastore.primary_key];
  if (typeof key !== "string" || key === "") {
    throw missingAttribute(datastore.primary_key, pointer);
  }
}

/** Refuses an item that lacks a required attribute. */
export function checkRequired(
  datastore: Datastore,
  item: Item,
  pointer: string,
): void {
  for (const [name, { required }] of Object.entries(datastore.attributes)) {
    if (required === true && item[name] === undefined) {
      throw missingAttribute(name, pointer);
    }
  }
}

function missingAttribute(name: string, pointer: string): Error {
  return datastoreError(
    "missing_required_attribute",
    `The attribute ${name} is required`,
    `${pointer}/${name}`,
  );
}

function fits(type: string, value: unknown): boolean {
  const check = Object.hasOwn(CHECKS, type) ? CHECKS[type] : undefined;
  if (check !== undefined) return check(value);
  // A value of a custom type (`#/types/…`) may be anything but null.
  if (type.startsWith("#/")) return value !== null;
  return typeof value === "string";
}

/**
 * `datastore_error` in the shape that Slack documents. Slack publishes only one
 * of its codes, `datastore_config_not_found`; the others here are descriptive.
 */
export function datastoreError(
  code: string,
  message: string,
  pointer: string,
): Refusal {
  return new Refusal("datastore_error", {
    errors: [{ code, message, pointer }],
  });
}
