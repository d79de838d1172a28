import type { Item } from "../state.ts";
import { datastoreOf, itemsToRead, wholeItem } from "./datastore_access.ts";
import { checkAttributes, checkRequired } from "./item_schema.ts";
import type { ApiMethod, Call } from "./method.ts";
import { checkSize, copyOf, readStored, storeItem } from "./stored_items.ts";

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
