import {
  isEmptyStatus,
  isSameStatus,
  type Status,
} from "../../reconciler/status.ts";
import { asFailure, retryAfterMs } from "../../slack/failure.ts";
import { statusesListed } from "../../slack/people.ts";
import { readStatus } from "../../slack/profiles.ts";
import { putRecords } from "../../slack/record_store.ts";
import { userLists } from "../../slack/records/runs.ts";
import { type Execution, nowOf } from "../execution.ts";
import { SECONDS_PER_MINUTE } from "../../time.ts";
import type { LastRun } from "../state/run_state.ts";

/** Most profiles that one poll reads. Slack allows 100 a minute, and what is due needs some. */
const MOST_READS = 80;

/**
 * Reads the statuses of the watched people, and nothing else, in as few calls as
 * it takes: one a person, or pages of the list of all people.
 *
 * @returns the people with something to do: their status is gone, or it is no
 * longer ours. Someone who cannot be read is among them, except after a 429: the
 * run reads them again and reports the failure.
 */
export async function findDueWatched(
  execution: Execution,
  last: Pick<LastRun, "checkpoint" | "userList">,
): Promise<string[]> {
  const { checkpoint } = last;
  const { ours = {}, failing = [] } = checkpoint ?? {};
  // Who failed is tried again by the hour, with everybody.
  const watch = (checkpoint?.watch ?? [])
    .filter((person) => !failing.includes(person));
  const listed = await readListed(execution, watch, last);
  const rest = watch.filter((person) => !listed.has(person));
  const read = await readEach(execution, rest);
  return watch.filter((person) => {
    const status = listed.get(person) ?? read.get(person);
    if (status === undefined) return false;
    return status === "unreadable" || isEmptyStatus(status) ||
      ours[person] !== undefined && !isSameStatus(status, ours[person]);
  });
}

/**
 * Reads the list of all people if that takes fewer calls than one a person. How
 * many pages it takes shows only while it is read, so it is recorded for the next
 * poll when it was more than expected.
 */
async function readListed(
  { client, clientWithoutRetry }: Execution,
  watch: string[],
  { userList }: Pick<LastRun, "userList">,
): Promise<Map<string, Status>> {
  const expected = userList?.pages ?? 1;
  if (watch.length <= expected) return new Map();
  const { statuses, pages, cut } = await statusesListed(
    clientWithoutRetry,
    new Set(watch),
    watch.length,
  );
  // The list is longer than these people are many, or than a minute's pages.
  const tooLong = cut === "pages" || cut === "429";
  const took = tooLong ? watch.length : pages;
  if (cut !== "failure" && took !== expected) {
    await putRecords(client, userLists, [{ id: "user_list", pages: took }]);
  }
  return statuses;
}

async function readEach(
  execution: Execution,
  people: string[],
): Promise<Map<string, Status | "unreadable">> {
  const read = new Map<string, Status | "unreadable">();
  await Promise.all(
    inTurn(execution, people).map(async (person) => {
      try {
        read.set(person, await readStatus(execution.client, person));
      } catch (thrown) {
        const wait = retryAfterMs(asFailure(thrown, "reading"));
        if (wait === null) read.set(person, "unreadable");
      }
    }),
  );
  return read;
}

/** If they are too many for one poll, others are read in each quarter of an hour. */
function inTurn(execution: Execution, people: string[]): string[] {
  if (people.length <= MOST_READS) return people;
  const quarter = Math.floor(nowOf(execution) / (15 * SECONDS_PER_MINUTE));
  const from = quarter * MOST_READS % people.length;
  return [...people.slice(from), ...people.slice(0, from)].slice(0, MOST_READS);
}
