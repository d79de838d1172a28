import { asRead } from "../lagging_map.ts";
import type { Datastore, Item } from "../state.ts";
import { isObject } from "./arguments.ts";
import {
  checkAttributes,
  checkRequired,
  checkSize,
  copyOf,
  datastoreError,
} from "./stored_items.ts";
import type { Call } from "./method.ts";
import { invalidArguments } from "./refusal.ts";

/** Slack, apps.datastore.bulkPut: items a call. Undocumented for the others. */
const LARGEST_BULK = 25;

/** The datastore that a call names. */
export function datastoreOf(call: Call): Datastore {
  const name = call.args.requiredText("datastore");
  const datastore = call.state.datastores.get(name);
  if (datastore === undefined) {
    throw datastoreError(
      "datastore_config_not_found",
      "The datastore configuration could not be found",
      "/datastores",
    );
  }
  return datastore;
}

/** The datastore's items as this read sees them. */
export function itemsToRead(
  call: Call,
  { items }: Datastore,
): ReadonlyMap<string, Item> {
  return asRead(items, call.state.datastoreLagMs, call.nowMs);
}

/** A copy of the given item, checked to be complete. */
export function wholeItem(
  datastore: Datastore,
  given: unknown,
  pointer: string,
): Item {
  if (!isObject(given)) throw invalidArguments(`${pointer} must be an object`);
  checkAttributes(datastore, given, pointer);
  checkRequired(datastore, given, pointer);
  const item = copyOf(given);
  checkSize(item, pointer);
  return item;
}

/** The items of a bulk call: 1 to 25, no two with one key (DynamoDB). */
export function bulkItems(datastore: Datastore, given: unknown[]): Item[] {
  checkCount(given, "items");
  const items = given.map((item, index) =>
    wholeItem(datastore, item, `/items/${index}`)
  );
  checkDistinct(
    items.map((item) => item[datastore.primary_key] as string),
    "items",
  );
  return items;
}

/** The ids of a bulk call, with the same limits. */
export function bulkIds(given: unknown[]): string[] {
  checkCount(given, "ids");
  const ids = given.filter((id) => typeof id === "string" && id !== "");
  if (ids.length < given.length) {
    throw invalidArguments("ids must be an array of strings");
  }
  checkDistinct(ids as string[], "ids");
  return ids as string[];
}

function checkCount(given: unknown[], name: string): void {
  if (given.length >= 1 && given.length <= LARGEST_BULK) return;
  throw datastoreError(
    "invalid_number_of_items",
    `A bulk call takes 1 to ${LARGEST_BULK} ${name}, not ${given.length}`,
    `/${name}`,
  );
}

function checkDistinct(keys: string[], name: string): void {
  if (new Set(keys).size === keys.length) return;
  throw datastoreError(
    "duplicate_keys",
    "Provided list of item keys contains duplicates",
    `/${name}`,
  );
}

/**
 * The keys that this call fails for. A call that fails in part fails for its
 * first key, its third and so on; else the first matching entry of
 * `partialFailures` decides, which is used up.
 */
export function keysToFail(
  call: Call,
  method: string,
  keys: readonly string[],
): ReadonlySet<string> {
  if (call.inPart) return new Set(keys.filter((_, index) => index % 2 === 0));
  const asked = call.state.partialFailures ?? [];
  const index = asked.findIndex((failure) =>
    failure.method === method && failure.keys.some((key) => keys.includes(key))
  );
  const failure = index === -1 ? undefined : asked.splice(index, 1)[0];
  return new Set(failure?.keys.filter((key) => keys.includes(key)));
}
