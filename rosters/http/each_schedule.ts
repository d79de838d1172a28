import type { Unreadable } from "../../reconciler/shift.ts";
import type { Account } from "./account.ts";
import { inGroups } from "./groups.ts";
import { type Failure, type Outcome, success } from "./outcome.ts";

/**
 * Reads schedules one by one. One that the vendor does not have is unreadable
 * by itself; whatever else fails is the account's failure, not the schedule's.
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
    else if (!concernsScheduleAlone(outcome)) return outcome;
    else unreadable.push(unknownSchedule(account, schedule, outcome));
  }
  return success({ found, unreadable });
}

function concernsScheduleAlone({ status }: Failure): boolean {
  return status === 404 || status === 410;
}

/** A schedule that the vendor does not have, or not for this credential. */
export function unknownSchedule(
  { vendor, secret, source }: Account,
  schedule: string,
  { status }: Pick<Failure, "status">,
): Unreadable {
  const code = status === null ? "" : ` (${status})`;
  const reason =
    `${vendor.name} has no schedule ${schedule} that the ${vendor.credential} in ${secret} can see${code}: ` +
    `correct or remove it in the source ${source} of shiftlight.config.ts`;
  return { source, schedule, reason };
}
