import { call, type SlackClient } from "./call.ts";
import { APP, malformed } from "./failure.ts";

/** Slack: at most 25 items in a bulk call. */
const BULK = 25;

/** More than this many at once are found faster by reading the whole store, a thousand a call. */
const SCAN_ABOVE = 200;

/** Slack, apps.datastore.query: at most 1000 items a page. */
const PAGE = 1000;

/** Every record says which shape it has. */
export const SCHEMA_VERSION = 1;

export type Item = Record<string, unknown>;

/** One datastore: how its records are told from its items, and back. */
export interface Store<T> {
  readonly name: string;
  readonly key: string;
  /** Above how many at once the whole store is read instead, where not above 200. */
  readonly scan_above?: number;
  /** @throws {Error} when the item is not such a record. */
  parse(item: Item): T;
  format(record: T): Item;
}

/** A record that does not parse, or could not be read: reported, and left as it is. */
export interface Broken {
  store: string;
  id: string;
  reason: string;
  /** Whether it may be readable next time. */
  passing: boolean;
}

export interface Found<T> {
  /** By primary key. */
  records: Map<string, T>;
  broken: Broken[];
}

/** The records with these keys; those there are none of are left out. */
export async function getRecords<T>(
  client: SlackClient,
  store: Store<T>,
  ids: Iterable<string>,
): Promise<Found<T>> {
  const wanted = new Set(ids);
  if (wanted.size > (store.scan_above ?? SCAN_ABOVE)) {
    return only(wanted, await allRecords(client, store));
  }
  const pages = await Promise.all(
    groups([...wanted]).map((group) => getGroup(client, store, group)),
  );
  const found = parseAll(store, pages.flatMap((page) => page.items));
  found.broken.push(...pages.flatMap((page) => page.broken));
  return found;
}

/** Keys that Slack could not read are broken for now, not absent. */
async function getGroup<T>(
  client: SlackClient,
  store: Store<T>,
  ids: string[],
): Promise<{ items: Item[]; broken: Broken[] }> {
  const args = { datastore: store.name, ids };
  const method = "apps.datastore.bulkGet";
  const answer = await call(client, method, args, {
    accepted: "partial_failure",
  });
  const broken = failedOf(method, answer).map((failed) => ({
    store: store.name,
    id: typeof failed === "string"
      ? failed
      : String((failed as Item)[store.key]),
    reason: "Slack could not read it this time",
    passing: true,
  }));
  return { items: (answer.items ?? []) as Item[], broken };
}

/** Every record there is, or that Slack's `filter` lets through, page by page. */
export async function allRecords<T>(
  client: SlackClient,
  store: Store<T>,
  filter?: Filter,
): Promise<Found<T>> {
  const items: Item[] = [];
  const pages = pagesOf(client, store, filter);
  for await (const page of pages) items.push(...page.items);
  return parseAll(store, items);
}

/** Which items of a store are meant, in Slack's words. Never by the primary key. */
export interface Filter {
  /** `#person = :person`. */
  expression: string;
  /** What each `#name` stands for. */
  expression_attributes: Record<string, string>;
  /** What each `:name` stands for. */
  expression_values: Record<string, unknown>;
}

/**
 * The records that a filter lets through. Slack looks at the whole store all
 * the same, so it takes as many calls as reading them all: before each page
 * `mayGoOn` is asked.
 *
 * @returns what was found, and whether the store was read to its end.
 */
export async function recordsWhere<T>(
  client: SlackClient,
  store: Store<T>,
  filter: Filter,
  mayGoOn: () => boolean = () => true,
): Promise<Found<T> & { complete: boolean }> {
  const items: Item[] = [];
  const pages = mayGoOn() ? pagesOf(client, store, filter) : [];
  let complete = false;
  for await (const page of pages) {
    items.push(...page.items);
    complete = page.last;
    if (!mayGoOn()) break;
  }
  return { ...parseAll(store, items), complete };
}

/** The items of a whole store; with a filter a page may be empty and not the last. */
async function* pagesOf<T>(
  client: SlackClient,
  { name }: Store<T>,
  filter?: Filter,
): AsyncGenerator<{ items: Item[]; last: boolean }, void> {
  let cursor = "";
  do {
    const answer = await call(client, "apps.datastore.query", {
      datastore: name,
      limit: PAGE,
      ...filter,
      ...(cursor === "" ? {} : { cursor }),
    });
    const metadata = answer.response_metadata as { next_cursor?: string };
    cursor = metadata?.next_cursor ?? "";
    yield { items: answer.items as Item[], last: cursor === "" };
  } while (cursor !== "");
}

/** @returns the keys of the records that were not written. */
export async function putRecords<T>(
  client: SlackClient,
  store: Store<T>,
  records: T[],
): Promise<Set<string>> {
  const items = records.map((record) => store.format(record));
  return await inBulk(items, async (group) => {
    const failed = await bulk(client, "apps.datastore.bulkPut", {
      datastore: store.name,
      items: group,
    });
    return failed.map((item) => String((item as Item)[store.key]));
  });
}

/** @returns the keys of the records that were not deleted. */
export async function deleteRecords<T>(
  client: SlackClient,
  store: Store<T>,
  ids: string[],
): Promise<Set<string>> {
  return await inBulk(ids, async (group) => {
    const failed = await bulk(client, "apps.datastore.bulkDelete", {
      datastore: store.name,
      ids: group,
    });
    return failed.map(String);
  });
}

/** @returns what failed of a bulk write that succeeded in part; nothing otherwise. */
async function bulk(
  client: SlackClient,
  method: string,
  args: Item,
): Promise<unknown[]> {
  const answer = await call(client, method, args, {
    accepted: "partial_failure",
  });
  return failedOf(method, answer);
}

/**
 * What Slack says failed of a bulk call; for bulkDelete it is in `ids`.
 *
 * @throws {SlackFailure} when it does not say: nothing of the call may then pass
 * for done, or for not there.
 */
function failedOf(method: string, answer: Item): unknown[] {
  if (answer.ok === true) return [];
  const failed = answer.failed_items ?? answer.ids;
  if (Array.isArray(failed)) return failed;
  throw malformed(method, APP, "a partial failure that names no item");
}

async function inBulk<T>(
  items: T[],
  write: (group: T[]) => Promise<string[]>,
): Promise<Set<string>> {
  const failed = await Promise.all(groups(items).map(write));
  return new Set(failed.flat());
}

function groups<T>(items: T[]): T[][] {
  const count = Math.ceil(items.length / BULK);
  return Array.from(
    { length: count },
    (_, index) => items.slice(index * BULK, (index + 1) * BULK),
  );
}

function only<T>(ids: ReadonlySet<string>, found: Found<T>): Found<T> {
  return {
    records: new Map([...found.records].filter(([id]) => ids.has(id))),
    broken: found.broken.filter((each) => ids.has(each.id)),
  };
}

function parseAll<T>(store: Store<T>, items: Item[]): Found<T> {
  const found: Found<T> = { records: new Map(), broken: [] };
  for (const item of items) {
    const id = String(item[store.key]);
    try {
      found.records.set(id, store.parse(item));
    } catch (error) {
      const reason = error instanceof Error ? error.message : String(error);
      found.broken.push({ store: store.name, id, reason, passing: false });
    }
  }
  return found;
}
