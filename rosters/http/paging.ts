import type * as v from "valibot";
import type { Account, Query } from "./account.ts";
import { type Failure, failure, type Outcome, success } from "./outcome.ts";
import { get } from "./request.ts";
import { schemaMismatch, validate } from "./validate.ts";

/** One page, and the request for the next one. */
interface Page<T> {
  items: T[];
  /** `null` for the last page. */
  next: { path: string; query: Query } | null;
}

/** The most pages of a list. A longer list must be split. */
const PAGE_LIMIT = 200;

/**
 * Reads all pages of a list.
 *
 * @param first The request for the first page.
 * @param schema What a page must look like.
 * @param pageOf Takes a page apart, or returns the failure of a malformed one.
 * @returns the items of all pages or a failure, never a part of the list.
 */
export async function readPages<S extends v.GenericSchema, T>(
  account: Account,
  first: { path: string; query: Query },
  schema: S,
  pageOf: (body: v.InferOutput<S>) => Page<T> | Outcome<Page<T>>,
): Promise<Outcome<T[]>> {
  const items: T[] = [];
  const places = new Set<string>();
  let asked = first;
  for (let pages = 0; pages < PAGE_LIMIT; pages++) {
    const place = JSON.stringify(asked);
    if (places.has(place)) return repeatedPage(account, asked.path);
    places.add(place);
    const answer = await get(account, asked.path, asked.query);
    if (!answer.ok) return answer;
    const body = validate(account, schema, asked.path, answer.value);
    if (!body.ok) return body;
    const read = pageOf(body.value);
    const page = "ok" in read ? read : success(read);
    if (!page.ok) return page;
    items.push(...page.value.items);
    if (page.value.next === null) return success(items);
    asked = page.value.next;
  }
  const { vendor, source } = account;
  return failure(
    null,
    `${vendor.name} lists more than ${PAGE_LIMIT} pages for ${source}: ` +
      `split it among several sources in shiftlight.config.ts, or lower limits.roster_hours`,
  );
}

function repeatedPage({ vendor }: Account, path: string): Failure {
  return schemaMismatch(vendor.name, path, "the next page comes again");
}

/**
 * A page whose next one has an address. Of the address only the query counts, so
 * that the credential never goes to another host.
 *
 * @param path The path of every page.
 */
export function pageBefore<T>(
  { base, vendor }: Account,
  path: string,
  items: T[],
  address: string,
): Outcome<Page<T>> {
  if (!URL.canParse(address, base)) {
    return schemaMismatch(vendor.name, path, "the next page has no address");
  }
  const { searchParams } = new URL(address, base);
  const query: Query = {};
  for (const name of searchParams.keys()) {
    query[name] = searchParams.getAll(name);
  }
  return success({ items, next: { path, query } });
}
