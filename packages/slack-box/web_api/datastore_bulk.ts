import {
  bulkIds,
  bulkItems,
  datastoreOf,
  itemsToRead,
  keysToFail,
} from "./datastore_access.ts";
import type { ApiMethod, Call } from "./method.ts";
import { Refusal } from "./refusal.ts";
import { copyOf, readStored, storeItem } from "./stored_items.ts";

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
    // One that is not there is left out, without a word.
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

/** Slack, bulk methods: what failed is told beside what was done. */
function outcome(
  body: Record<string, unknown>,
  failing: ReadonlySet<string>,
): Record<string, unknown> {
  if (failing.size > 0) throw new Refusal("partial_failure", body);
  return body;
}
