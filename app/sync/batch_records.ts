import type { Claim } from "../../reconciler/claim.ts";
import {
  deleteRecords,
  getRecords,
  putRecords,
} from "../../slack/record_store.ts";
import { claims as claimStore } from "../../slack/records/claims.ts";
import { consents as consentStore } from "../../slack/records/consents.ts";
import type { Execution } from "../execution.ts";
import { noteBroken, type Observation } from "../state/observation.ts";

/**
 * Reads the consents of these people again, into the observation: they may have
 * changed their mind since. Claims have not changed: whoever holds the lease
 * read them under it, and nobody else writes any.
 */
export async function refreshConsents(
  { client }: Execution,
  observation: Observation,
  people: string[],
): Promise<void> {
  const consents = await getRecords(client, consentStore, people);
  for (const person of people) {
    replace(observation.consents, person, consents.records.get(person));
  }
  noteBroken(observation, consents.broken);
}

/**
 * Records each claim, or deletes it where it is `null`, here and in the
 * observation.
 *
 * @returns the people whose record did not change.
 * @throws {SlackFailure} when none of them did.
 */
export async function recordClaims(
  execution: Execution,
  observation: Observation,
  records: { person: string; claim: Claim | null }[],
): Promise<Set<string>> {
  const { client } = execution;
  const put = records.flatMap(({ claim }) => claim ?? []);
  const spent = records.filter(({ person, claim }) =>
    claim === null && observation.claims.has(person)
  ).map(({ person }) => person);
  const [unwritten, undeleted] = await Promise.all([
    putRecords(client, claimStore, put),
    deleteRecords(client, claimStore, spent),
  ]);
  const lost = new Set([...unwritten, ...undeleted]);
  for (const { person, claim } of records) {
    if (!lost.has(person)) replace(observation.claims, person, claim);
  }
  return lost;
}

function replace<T>(
  map: Map<string, T>,
  key: string,
  value: T | null | undefined,
): void {
  if (value === null || value === undefined) map.delete(key);
  else map.set(key, value);
}
