import type { ValidatedSource } from "../sources.ts";
import type { Unreadable } from "../../reconciler/shift.ts";
import type { NamedSchedule, ReadingWindow, RosterReading } from "../port.ts";
import type { Account } from "./account.ts";
import { identifyPeople, type ReadPeople } from "./identities.ts";
import {
  type OncallPeriod,
  ONLY_LEVEL,
  type PersonPeriod,
  readingOf,
} from "./oncall_periods.ts";
import { type Failure, failure, type Outcome, success } from "./outcome.ts";
import { inGroups } from "./request.ts";

/** A schedule as the vendor lists it. */
export interface ListedSchedule {
  id: string;
  name: string;
}

/** How to read a vendor that lists its schedules. */
interface ScheduleReader {
  /** Lists all schedules that the credential can see. */
  list(): Promise<Outcome<ListedSchedule[]>>;
  /** Reads who is on the schedule with that id. */
  read(id: string): Promise<Outcome<PersonPeriod[]>>;
  /** Reads details of people, if the schedules do not have them. */
  readPeople?: ReadPeople;
}

/** The result of reading the schedules of a source. */
interface ReadSchedules {
  periods: OncallPeriod[];
  schedules: Omit<NamedSchedule, "source">[];
  unreadable: Unreadable[];
}

/**
 * Reads the schedules that a source names, by id or by name.
 *
 * @returns the reading. A missing schedule is unreadable by itself; any other
 * failure is the whole source's.
 */
export async function readScheduled(
  account: Account,
  source: ValidatedSource & { schedules: readonly string[] },
  window: ReadingWindow,
  { list, read, readPeople }: ScheduleReader,
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
  const { periods, schedules, unreadable } = chosen.value;
  const identified = readPeople
    ? await identifyPeople(periods, window, readPeople)
    : success(periods);
  if (!identified.ok) return identified;
  return success(
    readingOf(source, window, identified.value, schedules, unreadable),
  );
}

/**
 * Reads the configured schedules. The result names each as the configuration does,
 * readable or not: a schedule that was renamed at the vendor is still the same
 * schedule, but unreadable.
 */
async function readChosen(
  account: Account,
  configured: readonly string[],
  listed: readonly ListedSchedule[],
  read: (id: string) => Promise<Outcome<PersonPeriod[]>>,
): Promise<Outcome<ReadSchedules>> {
  const choice = chooseSchedules(account, configured, listed);
  if (!choice.ok) return choice;
  const { chosen } = choice.value;
  const each = await readEach(account, [...chosen.keys()], async (schedule) => {
    const { id, name } = chosen.get(schedule)!;
    const label = name || id;
    const outcome = await read(id);
    if (!outcome.ok) return outcome;
    const periods = outcome.value.map((period) => ({
      ...period,
      schedule,
      label,
      level: ONLY_LEVEL,
    }));
    return success({ schedule, name: label, periods });
  });
  if (!each.ok) return each;
  const { found, unreadable } = each.value;
  return success({
    periods: found.flatMap(({ periods }) => periods),
    schedules: found.map(({ schedule, name }) => ({ schedule, name })),
    unreadable: [...choice.value.unreadable, ...unreadable],
  });
}

/**
 * Finds the configured schedules among the listed ones, each once. A schedule
 * that is not listed is unreadable by itself. If two schedules have the name, the
 * whole source fails, because either may be meant.
 */
function chooseSchedules(
  account: Account,
  configured: readonly string[],
  listed: readonly ListedSchedule[],
): Outcome<{ chosen: Map<string, ListedSchedule>; unreadable: Unreadable[] }> {
  // A list that changes between two of its pages may have a schedule twice.
  const all = [...new Map(listed.map((each) => [each.id, each])).values()];
  const chosen = new Map<string, ListedSchedule>();
  const ids = new Set<string>();
  const unreadable: Unreadable[] = [];
  for (const wanted of new Set(configured)) {
    const found = matching(wanted, all);
    const [first] = found;
    if (found.length > 1) return ambiguous(account, wanted, found);
    if (!first) {
      unreadable.push(unknownSchedule(account, wanted, { status: null }));
      continue;
    }
    if (!ids.has(first.id)) chosen.set(wanted, first);
    ids.add(first.id);
  }
  return success({ chosen, unreadable });
}

/** The schedules with that id, or else that name, or else either in another case. */
function matching(
  wanted: string,
  listed: readonly ListedSchedule[],
): ListedSchedule[] {
  const plain = folded(wanted);
  const ways: ((each: ListedSchedule) => boolean)[] = [
    ({ id }) => id === wanted,
    ({ name }) => name === wanted,
    ({ id, name }) => folded(id) === plain || folded(name) === plain,
  ];
  for (const way of ways) {
    const found = listed.filter(way);
    if (found.length > 0) return found;
  }
  return [];
}

function folded(text: string): string {
  return text.trim().toLowerCase();
}

function ambiguous(
  { vendor, source }: Account,
  wanted: string,
  found: readonly ListedSchedule[],
): Failure {
  const ids = found.map(({ id }) => id).sort().join(" and ");
  return failure(
    null,
    `${vendor.name} has ${found.length} schedules called ${wanted} (${ids}): ` +
      `name the one that is meant by its id in the source ${source} of shiftlight.config.ts`,
  );
}

/**
 * Reads schedules one by one. A schedule that the vendor does not have is
 * unreadable by itself; any other failure is the source's.
 *
 * @param schedules As the configuration names them.
 */
export async function readEach<T>(
  account: Account,
  schedules: readonly string[],
  read: (schedule: string) => Promise<Outcome<T>>,
): Promise<Outcome<{ found: T[]; unreadable: Unreadable[] }>> {
  const outcomes = await inGroups(
    [...new Set(schedules)],
    async (schedule) => ({ schedule, outcome: await read(schedule) }),
  );
  const found: T[] = [];
  const unreadable: Unreadable[] = [];
  for (const { schedule, outcome } of outcomes) {
    if (outcome.ok) found.push(outcome.value);
    else if (!isNotFound(outcome)) return outcome;
    else unreadable.push(unknownSchedule(account, schedule, outcome));
  }
  return success({ found, unreadable });
}

function isNotFound({ status }: Failure): boolean {
  return status === 404 || status === 410;
}

/** A schedule that the vendor does not have, or does not show this credential. */
function unknownSchedule(
  { vendor, secret, source }: Account,
  schedule: string,
  { status }: Pick<Failure, "status">,
): Unreadable {
  const code = status === null ? "" : ` (${status})`;
  const reason =
    `${vendor.name} has no schedule ${schedule} that the ${vendor.credential} in ${secret} can see${code}: ` +
    `correct or remove it in the source ${source} of shiftlight.config.ts`;
  return { source, schedule, reason, needs: "operator" };
}
