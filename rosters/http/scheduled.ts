import type { ValidatedSource } from "../sources.ts";
import type { ReadingWindow, RosterReading } from "../port.ts";
import type { Account } from "./account.ts";
import { type ListedSchedule, readChosen } from "./chosen_schedules.ts";
import { identified, type ReadPeople } from "./identified.ts";
import { type Outcome, success } from "./outcome.ts";
import { type PersonPeriod, readingOf } from "./stretch.ts";

/** How a vendor that lists its schedules is read. */
export interface Scheduled {
  /** All schedules that the credential can see. */
  list(): Promise<Outcome<ListedSchedule[]>>;
  /** Everybody on one of them, by its id. */
  read(id: string): Promise<Outcome<PersonPeriod[]>>;
  /** Where a schedule does not tell all of the people on it. */
  readPeople?: ReadPeople;
}

/** The schedules that a source names, by id or name, of those the vendor lists. */
export async function readScheduled(
  account: Account,
  source: ValidatedSource & { schedules: readonly string[] },
  window: ReadingWindow,
  { list, read, readPeople }: Scheduled,
): Promise<Outcome<RosterReading>> {
  const listed = await list();
  if (!listed.ok) return listed;
  const chosen = await readChosen(
    account,
    source.schedules,
    listed.value,
    read,
  );
  if (!chosen.ok) return chosen;
  const { stretches, schedules, unreadable } = chosen.value;
  const told = readPeople
    ? await identified(stretches, window, readPeople)
    : success(stretches);
  if (!told.ok) return told;
  return success(
    readingOf(source, window, told.value, schedules, unreadable),
  );
}
