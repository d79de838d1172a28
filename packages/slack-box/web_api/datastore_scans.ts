import { createHash } from "node:crypto";
import type { Datastore, Item } from "../state.ts";
import { nextCursor, readCursor, readLimit } from "./arguments.ts";
import { datastoreOf, itemsToRead } from "./datastore_access.ts";
import {
  compileFilter,
  type Filter,
  FilterError,
} from "./filter_expression.ts";
import type { ApiMethod, Call } from "./method.ts";
import { copyOf, datastoreError, readStored, sizeOf } from "./stored_items.ts";

const DEFAULT_PAGE = 100;
/** Slack, apps.datastore.query: items looked at in one call. */
const LARGEST_PAGE = 1000;
/** Slack, apps.datastore.query: a page ends before the data exceeds 1 MB. */
const LARGEST_PAGE_BYTES = 1024 * 1024;

export const DATASTORE_SCAN_METHODS: readonly ApiMethod[] = [
  {
    name: "apps.datastore.query",
    tier: 4,
    tokens: "bot",
    scope: "datastore:read",
    errors: ["datastore_error"],
    verbatim: true,
    perform: queryItems,
  },
  {
    name: "apps.datastore.count",
    tier: 3,
    tokens: "bot",
    scope: "datastore:read",
    errors: ["datastore_error"],
    verbatim: true,
    perform(call) {
      const datastore = datastoreOf(call);
      const filter = filterOf(call, datastore);
      const seen = itemsToRead(call, datastore);
      let count = 0;
      for (const id of [...seen.keys()]) {
        const item = readStored(datastore, id, call.nowSeconds, seen);
        if (item !== undefined && filter(item)) count++;
      }
      return { datastore: datastore.name, count };
    },
  },
];

/**
 * Slack, apps.datastore.query: a page of the whole datastore is read, and the
 * filter is applied to that page, so it can be empty and have a next one.
 */
function queryItems(call: Call): Record<string, unknown> {
  const datastore = datastoreOf(call);
  const filter = filterOf(call, datastore);
  const limit = readLimit(call.args, DEFAULT_PAGE, LARGEST_PAGE);
  const seen = itemsToRead(call, datastore);
  const ids = scanOrder(seen);
  const start = startOfPage(call, ids);
  const items: unknown[] = [];
  let [end, bytes] = [start, 0];
  for (; end < ids.length && end - start < limit; end++) {
    const item = readStored(datastore, ids[end]!, call.nowSeconds, seen);
    if (item === undefined) continue;
    bytes += sizeOf(item);
    if (bytes > LARGEST_PAGE_BYTES) break;
    if (filter(item)) items.push(copyOf(item));
  }
  const last = end < ids.length ? ids[end - 1] : undefined;
  return {
    datastore: datastore.name,
    items,
    ...(last === undefined
      ? {}
      : { response_metadata: { next_cursor: nextCursor("after", last) } }),
  };
}

function startOfPage(call: Call, ids: readonly string[]): number {
  const cursor = call.args.text("cursor");
  if (cursor === undefined) return 0;
  const last = readCursor("after", cursor);
  if (last === null) {
    throw datastoreError("invalid_cursor", "Invalid cursor", "/cursor");
  }
  return indexAfter(ids, last);
}

function filterOf(call: Call, datastore: Datastore): Filter {
  const { args } = call;
  const expression = args.text("expression");
  const attributes = args.object("expression_attributes") ?? {};
  const values = args.object("expression_values") ?? {};
  if (expression === undefined) {
    if (Object.keys(attributes).length + Object.keys(values).length > 0) {
      throw invalidExpression("Terms can only be given with an expression");
    }
    return () => true;
  }
  try {
    return compileFilter(expression, {
      attributes: attributesOf(datastore, attributes),
      values,
    });
  } catch (thrown) {
    if (!(thrown instanceof FilterError)) throw thrown;
    throw invalidExpression(thrown.message);
  }
}

/**
 * Slack, "Filter expressions": only attributes of this datastore, without its
 * primary key.
 */
function attributesOf(
  datastore: Datastore,
  given: Record<string, unknown>,
): Record<string, string> {
  const attributes: Record<string, string> = {};
  for (const [term, name] of Object.entries(given)) {
    if (
      typeof name !== "string" || !Object.hasOwn(datastore.attributes, name)
    ) {
      throw invalidExpression(
        `The datastore ${datastore.name} has no attribute ${String(name)}`,
      );
    }
    if (name === datastore.primary_key) {
      throw invalidExpression(
        "Expressions can only contain non-primary key attributes",
      );
    }
    attributes[term] = name;
  }
  return attributes;
}

function invalidExpression(message: string): Error {
  return datastoreError("invalid_expression", message, "/expression");
}

interface ScanOrder {
  ids: string[];
  hashes: Map<string, number>;
}

/** The order of the last scan of these items. */
const orders = new WeakMap<ReadonlyMap<string, Item>, ScanOrder>();

/**
 * The ids of a datastore's items in the order of a scan. The order is that of a
 * hash, as in DynamoDB: callers cannot rely on the order of keys or writes, and
 * a cursor stays valid while items are added and deleted.
 */
function scanOrder(items: ReadonlyMap<string, Item>): readonly string[] {
  const last = orders.get(items);
  if (last !== undefined && isCurrent(last, items)) return last.ids;
  const hashes = new Map<string, number>();
  for (const id of items.keys()) {
    hashes.set(id, last?.hashes.get(id) ?? hashOf(id));
  }
  const ids = [...hashes.keys()].sort((a, b) =>
    compareHashed(a, hashes.get(a)!, b, hashes.get(b)!)
  );
  orders.set(items, { ids, hashes });
  return ids;
}

/** Where the scan continues after `id`, which may be deleted by now. */
function indexAfter(ids: readonly string[], id: string): number {
  const hash = hashOf(id);
  let low = 0;
  let high = ids.length;
  while (low < high) {
    const middle = (low + high) >>> 1;
    const other = ids[middle]!;
    if (compareHashed(other, hashOf(other), id, hash) <= 0) low = middle + 1;
    else high = middle;
  }
  return low;
}

function isCurrent(
  order: ScanOrder,
  items: ReadonlyMap<string, Item>,
): boolean {
  if (order.ids.length !== items.size) return false;
  for (const id of items.keys()) if (!order.hashes.has(id)) return false;
  return true;
}

function compareHashed(
  a: string,
  hashA: number,
  b: string,
  hashB: number,
): number {
  return hashA - hashB || (a < b ? -1 : a > b ? 1 : 0);
}

function hashOf(id: string): number {
  return createHash("sha256").update(id).digest().readUInt32BE();
}
