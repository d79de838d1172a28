import type { ValidatedSource } from "../../../config/sources.ts";
import type { ReadingWindow } from "../../port.ts";
import type { Account } from "../../http/account.ts";
import type { ReadPeople } from "../../http/identities.ts";
import { type Outcome, success } from "../../http/outcome.ts";
import { queryOf, readPages } from "../../http/paging.ts";
import { readScheduled } from "../../http/schedules.ts";
import type { Dialect, Listed } from "./dialect.ts";
import { readTimeline } from "./timeline.ts";

/**
 * Reads the schedules that a source names. One that is switched off has nobody
 * on it: the vendor calls nobody by it.
 */
export async function readSchedules(
  account: Account,
  source: ValidatedSource<"opsgenie" | "jsm">,
  window: ReadingWindow,
  dialect: Dialect,
  readPeople?: ReadPeople,
) {
  const off = new Set<string>();
  return await readScheduled(account, source, window, {
    async list() {
      const listed = await listSchedules(account, dialect);
      const all = listed.ok ? listed.value : [];
      for (const { id, enabled } of all) if (!enabled) off.add(id);
      return listed;
    },
    read: async (id) =>
      off.has(id)
        ? success([])
        : await readTimeline(account, dialect, id, window),
    ...(readPeople ? { readPeople } : {}),
  });
}

async function listSchedules(
  account: Account,
  { path, list }: Dialect,
): Promise<Outcome<Listed[]>> {
  return await readPages<Dialect["list"], Listed>(
    account,
    { path, query: {} },
    list,
    ({ schedules: items, next }) => {
      if (next === null) return { items, next };
      return { items, next: { path, query: queryOf(account, next) } };
    },
  );
}
