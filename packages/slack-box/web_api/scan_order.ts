import type { Item } from "../state.ts";

interface ScanOrder {
  ids: string[];
  hashes: Map<string, number>;
}

/** The order of the last scan of these items. */
const orders = new WeakMap<ReadonlyMap<string, Item>, ScanOrder>();

/**
 * The ids of a datastore's items in the order of a scan: that of a hash, as in
 * DynamoDB, so that no caller can rely on the order of keys or of writing, and
 * a cursor stays good while items come and go.
 */
export function scanOrder(items: ReadonlyMap<string, Item>): readonly string[] {
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

/** Where the scan goes on after `id`, whether that is still there or not. */
export function indexAfter(ids: readonly string[], id: string): number {
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

/** FNV-1a, 32 bits. */
function hashOf(id: string): number {
  let hash = 0x811c9dc5;
  for (let index = 0; index < id.length; index++) {
    hash = Math.imul(hash ^ id.charCodeAt(index), 0x01000193);
  }
  return hash >>> 0;
}
