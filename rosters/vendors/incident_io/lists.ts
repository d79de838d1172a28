import type { ReadingWindow } from "../../port.ts";
import type { Account } from "../../http/account.ts";
import type { ListedSchedule } from "../../http/schedules.ts";
import type { Outcome } from "../../http/outcome.ts";
import { readPages } from "../../http/paging.ts";
import { isoOf } from "../../http/oncall_periods.ts";
import { type EntryFields, EntryPage, SchedulePage } from "./schema.ts";

const PAGE = { page_size: "100" };

/** All schedules that the key can see. */
export async function readSchedules(
  account: Account,
): Promise<Outcome<ListedSchedule[]>> {
  const path = "/v2/schedules";
  return await readPages<typeof SchedulePage, ListedSchedule>(
    account,
    { path, query: PAGE },
    SchedulePage,
    ({ schedules, pagination_meta }) => {
      const after = pagination_meta?.after;
      const next = after ? { path, query: { ...PAGE, after } } : null;
      return { items: schedules, next };
    },
  );
}

/**
 * The final entries of a schedule. What stands for the next page takes the
 * place of the window's start.
 */
export async function readEntries(
  account: Account,
  schedule: string,
  asked: ReadingWindow,
): Promise<Outcome<EntryFields[]>> {
  const path = "/v2/schedule_entries";
  const query = (start: string) => ({
    schedule_id: schedule,
    entry_window_start: start,
    entry_window_end: isoOf(asked.until),
  });
  return await readPages<typeof EntryPage, EntryFields>(
    account,
    { path, query: query(isoOf(asked.since)) },
    EntryPage,
    ({ schedule_entries, pagination_meta }) => {
      const after = pagination_meta?.after;
      const next = after ? { path, query: query(after) } : null;
      return { items: schedule_entries.final, next };
    },
  );
}
