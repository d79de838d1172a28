import type { Datastore, Item } from "../state.ts";
import { isObject } from "./arguments.ts";
import { datastoreError } from "./datastore_error.ts";

/** Types of attributes whose values are no strings; all other are. */
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
 * Refuses an item whose attributes the datastore does not know, whose values
 * have another type, or that lacks its key. `pointer` says where it was given.
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

/** Refuses an item, as it would be stored, without all required attributes. */
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
  // A custom type (`#/types/…`) may be anything but nothing.
  if (type.startsWith("#/")) return value !== null;
  return typeof value === "string";
}
