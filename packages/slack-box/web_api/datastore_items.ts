import type { Item } from "../state.ts";
import {
  bulkIds,
  bulkItems,
  datastoreOf,
  itemsToRead,
  keysToFail,
  wholeItem,
} from "./datastore_access.ts";
import type { ApiMethod, Call } from "./method.ts";
import { Refusal } from "./refusal.ts";
import {
  checkAttributes,
  checkRequired,
  checkSize,
  copyOf,
  readStored,
  storeItem,
} from "./stored_items.ts";

/** Slack, apps.datastore.*: one item a call, 100 calls a minute. */
export const DATASTORE_ITEM_METHODS: readonly ApiMethod[] = [
  {
    name: "apps.datastore.put",
    tier: 4,
    tokens: "bot",
    scope: "datastore:write",
    errors: ["datastore_error"],
    verbatim: true,
    perform(call) {
      const datastore = datastoreOf(call);
      const given = call.args.requiredObject("item");
      const item = wholeItem(datastore, given, "/item");
      storeItem(datastore, item);
      return { datastore: datastore.name, item: copyOf(item) };
    },
  },
  {
    name: "apps.datastore.update",
    tier: 4,
    tokens: "bot",
    scope: "datastore:write",
    errors: ["datastore_error"],
    verbatim: true,
    perform: updateItem,
  },
  {
    name: "apps.datastore.get",
    tier: 4,
    tokens: "bot",
    scope: "datastore:read",
    errors: ["datastore_error"],
    verbatim: true,
    perform(call) {
      const datastore = datastoreOf(call);
      const id = call.args.requiredText("id");
      const items = itemsToRead(call, datastore);
      const item = readStored(datastore, id, call.nowSeconds, items);
      // Slack, apps.datastore.get: an item that is not there reads as `{}`.
      return { datastore: datastore.name, item: copyOf(item ?? {}) };
    },
  },
  {
    name: "apps.datastore.delete",
    tier: 4,
    tokens: "bot",
    scope: "datastore:write",
    errors: ["datastore_error"],
    verbatim: true,
    perform(call) {
      const datastore = datastoreOf(call);
      datastore.items.delete(call.args.requiredText("id"));
      return { datastore: datastore.name };
    },
  },
];

/** Slack, apps.datastore.update: edits an item, or adds it when it is new. */
function updateItem(call: Call): Record<string, unknown> {
  const datastore = datastoreOf(call);
  const changes = call.args.requiredObject("item");
  checkAttributes(datastore, changes, "/item");
  const id = changes[datastore.primary_key] as string;
  const stored = readStored(datastore, id, call.nowSeconds);
  const item: Item = copyOf({ ...stored, ...changes });
  checkRequired(datastore, item, "/item");
  checkSize(item, "/item");
  storeItem(datastore, item);
  return { datastore: datastore.name, item: copyOf(item) };
}

/** Slack, apps.datastore.bulk*: 25 items a call, 50 calls a minute. */
export const DATASTORE_BULK_METHODS: readonly ApiMethod[] = [
  {
    name: "apps.datastore.bulkPut",
    tier: 3,
    tokens: "bot",
    scope: "datastore:write",
    errors: ["datastore_error", "partial_failure"],
    verbatim: true,
    perform: bulkPut,
  },
  {
    name: "apps.datastore.bulkGet",
    tier: 3,
    tokens: "bot",
    scope: "datastore:read",
    errors: ["datastore_error", "partial_failure"],
    verbatim: true,
    perform: bulkGet,
  },
  {
    name: "apps.datastore.bulkDelete",
    tier: 3,
    tokens: "bot",
    scope: "datastore:write",
    errors: ["datastore_error", "partial_failure"],
    verbatim: true,
    perform: bulkDelete,
  },
];

function bulkPut(call: Call): Record<string, unknown> {
  const datastore = datastoreOf(call);
  const items = bulkItems(datastore, call.args.requiredList("items"));
  const keys = items.map((item) => item[datastore.primary_key] as string);
  const failing = keysToFail(call, "apps.datastore.bulkPut", keys);
  const failed_items: unknown[] = [];
  for (const [index, item] of items.entries()) {
    if (failing.has(keys[index]!)) failed_items.push(copyOf(item));
    else storeItem(datastore, item);
  }
  return outcome({ datastore: datastore.name, failed_items }, failing);
}

function bulkGet(call: Call): Record<string, unknown> {
  const datastore = datastoreOf(call);
  const ids = bulkIds(call.args.requiredList("ids"));
  const failing = keysToFail(call, "apps.datastore.bulkGet", ids);
  const seen = itemsToRead(call, datastore);
  const items: unknown[] = [];
  for (const id of ids) {
    if (failing.has(id)) continue;
    const item = readStored(datastore, id, call.nowSeconds, seen);
    // Items that do not exist are left out.
    if (item !== undefined) items.push(copyOf(item));
  }
  // Slack, "Retrieving items": those that failed "in the same format they
  // were passed in", which for this method is their ids.
  const failed_items = [...failing];
  return outcome({ datastore: datastore.name, items, failed_items }, failing);
}

function bulkDelete(call: Call): Record<string, unknown> {
  const datastore = datastoreOf(call);
  const ids = bulkIds(call.args.requiredList("ids"));
  const failing = keysToFail(call, "apps.datastore.bulkDelete", ids);
  for (const id of ids) if (!failing.has(id)) datastore.items.delete(id);
  // Slack, apps.datastore.bulkDelete: `ids` are those it failed to delete.
  return outcome({ datastore: datastore.name, ids: [...failing] }, failing);
}

/** Slack, bulk methods: the answer names the items that failed. */
function outcome(
  body: Record<string, unknown>,
  failing: ReadonlySet<string>,
): Record<string, unknown> {
  if (failing.size > 0) throw new Refusal("partial_failure", body);
  return body;
}
