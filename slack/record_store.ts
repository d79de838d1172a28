import { chunk } from "../chunk.ts";
import { call, callPages, type SlackClient } from "./call.ts";
import { APP, malformed, PARTIAL } from "./failure.ts";
import type { Item, RecordFormat } from "./records/define_store.ts";

/** Slack: at most 25 items in a bulk call. */
const ITEMS_PER_BULK_CALL = 25;

/** Above this many keys, reading the whole store takes fewer calls. */
const SCAN_ABOVE = 200;

/**
 * Slack, "Datastores": an item must be smaller than 400 KB. Slack refuses a call
 * with a larger one whole.
 */
const LARGEST_ITEM_BYTES = 400 * 1024;

/** Slack, apps.datastore.query: at most 1000 items a page. */
const ITEMS_PER_PAGE = 1000;

/** A record that does not parse or could not be read. It is reported and left as it is. */
export interface Broken {
  store: string;
  id: string;
  reason: string;
  /** Whether it may be readable at the next try. */
  transient: boolean;
}

export interface Found<T> {
  /** By primary key. */
  records: Map<string, T>;
  broken: Broken[];
}

/** Selects items, as Slack's query does. It cannot name the primary key. */
export interface Filter {
  /** `#person = :person`. */
  expression: string;
  /** What each `#name` stands for. */
  expression_attributes: Record<string, string>;
  /** What each `:name` stands for. */
  expression_values: Record<string, unknown>;
}

/**
 * Reads the records with these keys. Keys without a record are left out.
 *
 * @throws {SlackFailure} when a call fails as a whole.
 */
export async function getRecords<T>(
  client: SlackClient,
  store: RecordFormat<T>,
  ids: Iterable<string>,
): Promise<Found<T>> {
  const wanted = new Set(ids);
  if (wanted.size > (store.scanAbove ?? SCAN_ABOVE)) {
    return only(wanted, await allRecords(client, store));
  }
  const groups = await Promise.all(
    chunk([...wanted], ITEMS_PER_BULK_CALL).map((group) =>
      getGroup(client, store, group)
    ),
  );
  const found = parseAll(store, groups.flatMap(({ items }) => items));
  found.broken.push(...groups.flatMap(({ broken }) => broken));
  return found;
}

/**
 * Reads one record by a call of its own, which does not count against Slack's 50
 * bulk calls a minute. Slack's 429 is not waited for.
 *
 * @throws {SlackFailure} when the call fails.
 */
export async function getRecord<T>(
  client: SlackClient,
  store: RecordFormat<T>,
  id: string,
): Promise<Found<T>> {
  const args = { datastore: store.name, id };
  const answer = await call(client, "apps.datastore.get", args);
  // A missing item is answered as `{}`.
  const item = (answer.item ?? {}) as Item;
  return parseAll(store, item[store.key] === undefined ? [] : [item]);
}

/** A key that Slack could not read this time counts as broken, not as absent. */
async function getGroup<T>(
  client: SlackClient,
  store: RecordFormat<T>,
  ids: string[],
): Promise<{ items: Item[]; broken: Broken[] }> {
  const args = { datastore: store.name, ids };
  const method = "apps.datastore.bulkGet";
  const answer = await call(client, method, args, {
    accepted: PARTIAL,
  });
  const broken = failedOf(method, answer).map((failed) => ({
    store: store.name,
    id: typeof failed === "string"
      ? failed
      : String((failed as Item)[store.key]),
    reason: "Slack could not read it this time",
    transient: true,
  }));
  return { items: (answer.items ?? []) as Item[], broken };
}

/**
 * Reads all records of a store, or all that a filter selects.
 *
 * @throws {SlackFailure} when a call fails.
 */
export async function allRecords<T>(
  client: SlackClient,
  store: RecordFormat<T>,
  filter?: Filter,
): Promise<Found<T>> {
  const items: Item[] = [];
  const pages = itemPages(client, store, filter);
  for await (const page of pages) items.push(...page.items);
  return parseAll(store, items);
}

/**
 * Reads the records that a filter selects while there is time. Slack scans the
 * whole store for them, so it takes as many calls as reading all records.
 *
 * @param mayGoOn Asked before each call.
 * @returns the records found, and whether the store was read to its end.
 * @throws {SlackFailure} when a call fails.
 */
export async function recordsWhere<T>(
  client: SlackClient,
  store: RecordFormat<T>,
  filter: Filter,
  mayGoOn: () => boolean = () => true,
): Promise<Found<T> & { complete: boolean }> {
  const items: Item[] = [];
  const pages = mayGoOn() ? itemPages(client, store, filter) : [];
  let complete = false;
  for await (const page of pages) {
    items.push(...page.items);
    complete = page.isLast;
    if (!mayGoOn()) break;
  }
  return { ...parseAll(store, items), complete };
}

/** Yields the items of a store. With a filter a page may be empty and not the last. */
async function* itemPages<T>(
  client: SlackClient,
  { name }: RecordFormat<T>,
  filter?: Filter,
): AsyncGenerator<{ items: Item[]; isLast: boolean }, void> {
  const args = { datastore: name, limit: ITEMS_PER_PAGE, ...filter };
  const pages = callPages(client, "apps.datastore.query", args);
  for await (const { answer, isLast } of pages) {
    yield { items: answer.items as Item[], isLast };
  }
}

/**
 * Writes records, each in place of the one with its key. One that is too large for
 * an item is not sent, so that the others are written.
 *
 * @returns the keys of the records that were not written.
 * @throws {SlackFailure} when a call fails as a whole.
 */
export async function putRecords<T>(
  client: SlackClient,
  store: RecordFormat<T>,
  records: T[],
): Promise<Set<string>> {
  const items = records.map((record) => store.format(record));
  const { fitting = [], tooLarge = [] } = Object.groupBy(
    items,
    (item) => isItem(item) ? "fitting" : "tooLarge",
  );
  const lost = await inBulk(fitting, async (group) => {
    const failed = await bulkWrite(client, "apps.datastore.bulkPut", {
      datastore: store.name,
      items: group,
    });
    return failed.map((item) => String((item as Item)[store.key]));
  });
  for (const item of tooLarge) lost.add(String(item[store.key]));
  return lost;
}

/** Whether a record is small enough for an item. */
export function fitsItem<T>(store: RecordFormat<T>, record: T): boolean {
  return isItem(store.format(record));
}

function isItem(item: Item): boolean {
  const { length } = JSON.stringify(item);
  // Three bytes are the most that a UTF-16 unit takes.
  if (3 * length < LARGEST_ITEM_BYTES) return true;
  const bytes = new TextEncoder().encode(JSON.stringify(item)).length;
  return bytes < LARGEST_ITEM_BYTES;
}

/**
 * Writes one record by a call of its own, as `getRecord` reads it.
 *
 * @throws {SlackFailure} of kind `unknown` when it may have been written.
 */
export async function putRecord<T>(
  client: SlackClient,
  store: RecordFormat<T>,
  record: T,
): Promise<void> {
  const args = { datastore: store.name, item: store.format(record) };
  await call(client, "apps.datastore.put", args);
}

/**
 * Deletes one record by a call of its own. A key without a record is no failure.
 *
 * @throws {SlackFailure} when the call fails.
 */
export async function deleteRecord<T>(
  client: SlackClient,
  store: RecordFormat<T>,
  id: string,
): Promise<void> {
  const args = { datastore: store.name, id };
  await call(client, "apps.datastore.delete", args);
}

/**
 * Deletes records. A key without a record is no failure.
 *
 * @returns the keys of the records that were not deleted.
 * @throws {SlackFailure} when a call fails as a whole.
 */
export async function deleteRecords<T>(
  client: SlackClient,
  store: RecordFormat<T>,
  ids: string[],
): Promise<Set<string>> {
  return await inBulk(ids, async (group) => {
    const failed = await bulkWrite(client, "apps.datastore.bulkDelete", {
      datastore: store.name,
      ids: group,
    });
    return failed.map(String);
  });
}

async function inBulk<T>(
  items: T[],
  write: (group: T[]) => Promise<string[]>,
): Promise<Set<string>> {
  const failed = await Promise.all(
    chunk(items, ITEMS_PER_BULK_CALL).map(write),
  );
  return new Set(failed.flat());
}

/** @returns the items that failed: none, unless the call succeeded in part. */
async function bulkWrite(
  client: SlackClient,
  method: string,
  args: Item,
): Promise<unknown[]> {
  const answer = await call(client, method, args, {
    accepted: PARTIAL,
  });
  return failedOf(method, answer);
}

/**
 * The items of a bulk call that failed; bulkDelete names them in `ids`.
 *
 * @throws {SlackFailure} when Slack does not name them, because then any item of
 * the call may have failed.
 */
function failedOf(method: string, answer: Item): unknown[] {
  if (answer.ok === true) return [];
  const failed = answer.failed_items ?? answer.ids;
  if (Array.isArray(failed)) return failed;
  throw malformed(method, APP, "a partial failure that names no item");
}

function only<T>(ids: ReadonlySet<string>, found: Found<T>): Found<T> {
  return {
    records: new Map([...found.records].filter(([id]) => ids.has(id))),
    broken: found.broken.filter((each) => ids.has(each.id)),
  };
}

function parseAll<T>(store: RecordFormat<T>, items: Item[]): Found<T> {
  const found: Found<T> = { records: new Map(), broken: [] };
  for (const item of items) {
    const id = String(item[store.key]);
    try {
      found.records.set(id, store.parse(item));
    } catch (error) {
      const reason = error instanceof Error ? error.message : String(error);
      found.broken.push({ store: store.name, id, reason, transient: false });
    }
  }
  return found;
}
