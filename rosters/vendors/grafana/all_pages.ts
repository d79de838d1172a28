import type * as v from "valibot";
import type { Account, Query } from "../../http/account.ts";
import { schemaMismatch } from "../../http/validate.ts";
import type { Outcome } from "../../http/outcome.ts";
import { readPages } from "../../http/paging.ts";

interface Body<T> {
  results: T[];
  next: string | null;
  current_page_number?: number | null | undefined;
}

/**
 * A list of Grafana's, page by page. Asked for a page past the last, Grafana
 * gives the last again; hence each must be the one that was asked for.
 */
export async function readAll<T>(
  account: Account,
  path: string,
  query: Query,
  schema: v.GenericSchema<unknown, Body<T>>,
): Promise<Outcome<T[]>> {
  let page = 1;
  return await readPages<typeof schema, T>(
    account,
    { path, query },
    schema,
    ({ results: items, next, current_page_number: came }) => {
      if (came != null && came !== page) {
        const what = `current_page_number: expected ${page}, received ${came}`;
        return schemaMismatch(account.vendor.name, path, what);
      }
      if (next === null) return { items, next };
      page++;
      const asked = { ...query, page: String(page) };
      return { items, next: { path, query: asked } };
    },
  );
}
