import type * as v from "valibot";
import type { Account } from "./account.ts";
import type { Query } from "./ask.ts";
import { schemaMismatch, validate } from "./fit.ts";
import { get } from "./get.ts";
import { failure, type Outcome, success } from "./outcome.ts";

/** One page, and what to ask for the next; `null`: it is the last. */
export interface Page<T> {
  items: T[];
  next: { path: string; query: Query } | null;
}

/** A list that goes on longer than this goes round in circles. */
const MOST_PAGES = 200;

/**
 * All pages of a list, or a failure, never a part. `pageOf` may itself say that
 * a page makes no sense.
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
  for (let pages = 0; pages < MOST_PAGES; pages++) {
    const place = JSON.stringify(asked);
    if (places.has(place)) return inCircles(account, asked.path);
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
    `${vendor.name} lists more than ${MOST_PAGES} pages for ${source}: ` +
      `split it among several sources in shiftlight.config.ts, or lower limits.roster_hours`,
  );
}

function inCircles({ vendor }: Account, path: string) {
  return schemaMismatch(vendor.name, path, "the next page comes again");
}

/**
 * The query of a page's own address. Nothing else of it is followed: the
 * credential goes to no other host.
 */
export function queryOf({ base }: Pick<Account, "base">, address: string) {
  const { searchParams } = new URL(address, base);
  const query: Query = {};
  for (const name of searchParams.keys()) {
    query[name] = searchParams.getAll(name);
  }
  return query;
}
