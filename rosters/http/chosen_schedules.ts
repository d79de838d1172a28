import type { Unreadable } from "../../reconciler/shift.ts";
import type { NamedSchedule } from "../port.ts";
import type { Account } from "./account.ts";
import { readEach, unknownSchedule } from "./each_schedule.ts";
import { failure, type Outcome, success } from "./outcome.ts";
import { type OncallPeriod, ONLY_LEVEL, type PersonPeriod } from "./stretch.ts";

/** A schedule as the vendor lists it. */
export interface ListedSchedule {
  id: string;
  name: string;
}

/** What reading the schedules of a source gave, as `readingOf` takes it. */
interface ReadSchedules {
  stretches: OncallPeriod[];
  schedules: Omit<NamedSchedule, "source">[];
  unreadable: Unreadable[];
}

/**
 * Reads, of the listed schedules, those that the configuration names. By what it
 * calls them they are known from then on, whether they can be read or not: one
 * that is renamed at the vendor is the same one, unreadable.
 */
export async function readChosen(
  account: Account,
  configured: readonly string[],
  listed: readonly ListedSchedule[],
  read: (id: string) => Promise<Outcome<PersonPeriod[]>>,
): Promise<Outcome<ReadSchedules>> {
  const choice = chosenSchedules(account, configured, listed);
  if (!choice.ok) return choice;
  const { chosen } = choice.value;
  const each = await readEach(account, [...chosen.keys()], async (handle) => {
    const { id, name } = chosen.get(handle)!;
    const label = name || id;
    const outcome = await read(id);
    if (!outcome.ok) return outcome;
    const level = ONLY_LEVEL;
    const stretches = outcome.value.map((turn) => ({
      ...turn,
      schedule: handle,
      label,
      level,
    }));
    return success({ schedule: handle, name: label, stretches });
  });
  if (!each.ok) return each;
  const { found, unreadable } = each.value;
  return success({
    stretches: found.flatMap(({ stretches }) => stretches),
    schedules: found.map(({ schedule, name }) => ({ schedule, name })),
    unreadable: [...choice.value.unreadable, ...unreadable],
  });
}

/**
 * The listed schedules by what the configuration calls them, each once: id or name,
 * letter for letter, else whatever the case of the letters. One that is not
 * listed is unreadable by itself; a name that two of them have is a failure,
 * since either may be meant.
 */
function chosenSchedules(
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

/** The nearest way in which any of them matches decides. */
function matching(wanted: string, listed: readonly ListedSchedule[]) {
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
) {
  const ids = found.map(({ id }) => id).sort().join(" and ");
  return failure(
    null,
    `${vendor.name} has ${found.length} schedules called ${wanted} (${ids}): ` +
      `name the one that is meant by its id in the source ${source} of shiftlight.config.ts`,
  );
}
