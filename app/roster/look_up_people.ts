import type { Person } from "../../reconciler/shift.ts";
import type { LookupKeyOf, SlackLookupKey } from "../../rosters/lookup_key.ts";
import type { LookUp } from "../../rosters/map_people.ts";
import type { RosterIdentity } from "../../rosters/port.ts";
import { asFailure } from "../../slack/failure.ts";
import { peopleListed, personByEmail, personById } from "../../slack/people.ts";
import {
  type Broken,
  getRecords,
  putRecords,
} from "../../slack/record_store.ts";
import {
  FOUND_KEPT_SECONDS,
  knownPeople,
  type KnownPerson,
  MISS_KEPT_SECONDS,
} from "../../slack/records/people.ts";
import { type Execution, mayBegin, nowOf } from "../execution.ts";

/**
 * Most look-ups by e-mail in one run. Slack allows 50 a minute. If more people
 * are unknown, they are searched in `users.list`, where one call answers
 * hundreds. The same goes for look-ups by id.
 */
const ONE_BY_ONE = 40;

/**
 * Most look-ups of a run that asks early about people who were not found: two such
 * runs within a minute stay below Slack's limit.
 */
const RETRIED_EARLY = 20;

/**
 * Most look-ups stored in one run: 25 bulk writes, half of what Slack allows a
 * minute, because the run has more to write. Later runs store the rest.
 */
const STORED_AT_ONCE = 625;

/** A look-up that is to be kept for longer is wrong, and is done again. */
const LONGEST_KEPT_SECONDS = 2 * FOUND_KEPT_SECONDS;

/** A roster identity's key, and what to look it up by. */
type Wanted = [key: string, lookupKey: SlackLookupKey];

/** Slack's answer about an identity: the person, `null` if there is none, or why Slack could not be asked. */
type Answer = [key: string, person: Person | null | Error];

/**
 * Finds the Slack accounts of these identities: from stored look-ups first, and
 * then by asking Slack.
 *
 * @param retryMisses Whether to ask again about people who were not found less
 * than an hour ago. Set it when a person may have come (back) to Slack since.
 * @returns `broken`: stored look-ups that do not parse; they are left alone.
 */
export async function lookUpPeople(
  execution: Execution,
  identities: RosterIdentity[],
  lookupKeyOf: LookupKeyOf,
  retryMisses = false,
): Promise<{ lookUps: Map<string, LookUp>; broken: Broken[] }> {
  const lookupKeys = new Map(
    identities.map((who) => [who.key, lookupKeyOf(who)]),
  );
  const { records, broken } = await getRecords(
    execution.client,
    knownPeople,
    lookupKeys.keys(),
  );
  const now = nowOf(execution);
  const known = (key: string) => {
    const record = records.get(key);
    const isUsable = record?.looked_up === textOf(lookupKeys.get(key)!) &&
      record.expires_at <= now + LONGEST_KEPT_SECONDS;
    return isUsable ? record : undefined;
  };
  const lookUps = new Map<string, LookUp>();
  const unknown: Wanted[] = [];
  const misses: Wanted[] = [];
  for (const [key, lookupKey] of lookupKeys) {
    if (!lookupKey) continue;
    const record = known(key);
    if (record && record.expires_at > now) {
      lookUps.set(key, lookUpOf(record));
      if (record.slack_id === "") misses.push([key, lookupKey]);
    } else unknown.push([key, lookupKey]);
  }
  // If there are too many to ask about, people with an expired answer wait.
  unknown.sort(([one], [other]) =>
    Number(known(one) !== undefined) - Number(known(other) !== undefined)
  );
  // The misses that expire first are the ones asked about longest ago.
  misses.sort(([one], [other]) =>
    known(one)!.expires_at - known(other)!.expires_at
  );
  const room = Math.max(0, RETRIED_EARLY - unknown.length);
  const retried = retryMisses ? misses.slice(0, room) : [];
  const fresh: KnownPerson[] = [];
  const asked = [...unknown, ...retried];
  for (const [key, answer] of await askSlack(execution, asked)) {
    if (answer instanceof Error) {
      const old = known(key);
      const isEarly = old !== undefined && old.expires_at > now;
      // The next run asks again.
      if (isEarly) fresh.push({ ...old, expires_at: now });
      const reason = answer.message;
      const failed: LookUp = { ok: false, reason, transient: true };
      // If Slack could not be asked, an expired answer is better than none.
      lookUps.set(key, old && !isEarly ? lookUpOf(old) : failed);
      continue;
    }
    const record = knownOf(key, lookupKeys.get(key)!, answer, now);
    fresh.push(record);
    lookUps.set(key, lookUpOf(record));
  }
  const leftAlone = new Set(broken.map(({ id }) => id));
  const storable = fresh.filter(({ identity }) => !leftAlone.has(identity));
  await storeLookUps(execution, storable);
  return { lookUps, broken };
}

function textOf(lookupKey: SlackLookupKey | null): string {
  return lookupKey ? `${lookupKey.by}:${lookupKey.value}` : "";
}

/**
 * Asks Slack about these people; the first ones matter most. If `users.list`
 * cannot be read to its end, some of the rest are looked up by e-mail, so that
 * each run gets further than the last.
 */
async function askSlack(
  execution: Execution,
  unknown: Wanted[],
): Promise<Answer[]> {
  const few: Wanted[] = [];
  const many: Wanted[] = [];
  for (const by of ["id", "email"] as const) {
    const alike = unknown.filter(([, lookupKey]) => lookupKey.by === by);
    (alike.length <= ONE_BY_ONE ? few : many).push(...alike);
  }
  if (many.length === 0) return await askEach(execution, few);
  const { found, cut } = await peopleListed(
    execution.client,
    new Set(many.map(([, { value }]) => value)),
    () => mayBegin(execution),
  );
  const listed: Answer[] = [];
  const rest: Wanted[] = [];
  for (const [key, lookupKey] of many) {
    const person = found.get(lookupKey.value) ?? null;
    if (person || !cut) listed.push([key, person]);
    else rest.push([key, lookupKey]);
  }
  const some = mayBegin(execution) ? ONE_BY_ONE : 0;
  const asked = await askEach(execution, [...few, ...rest.slice(0, some)]);
  const unasked = rest.slice(some).map(([key]): Answer => [key, cut]);
  return [...asked, ...listed, ...unasked];
}

async function askEach(
  { client }: Execution,
  wanted: Wanted[],
): Promise<Answer[]> {
  return await Promise.all(wanted.map(async ([key, lookupKey]) => {
    const ask = lookupKey.by === "id" ? personById : personByEmail;
    try {
      return [key, await ask(client, lookupKey.value)] as Answer;
    } catch (thrown) {
      return [key, asFailure(thrown, "looking up")] as Answer;
    }
  }));
}

function knownOf(
  identity: string,
  lookupKey: SlackLookupKey,
  person: Person | null,
  now: number,
): KnownPerson {
  return {
    identity,
    looked_up: textOf(lookupKey),
    slack_id: person?.id ?? "",
    name: person?.name ?? "",
    time_zone: person?.time_zone ?? "",
    expires_at: now + (person ? FOUND_KEPT_SECONDS : MISS_KEPT_SECONDS),
  };
}

function lookUpOf(known: KnownPerson): LookUp {
  const { slack_id: id, name, time_zone, looked_up } = known;
  if (id !== "") return { ok: true, person: { id, name, time_zone } };
  const lookupKey = looked_up.replace(/^(id|email):/, "");
  const reason = `nobody in Slack has ${lookupKey}`;
  return { ok: false, reason, transient: false };
}

/** Stores look-ups for later runs. If that fails, only calls are lost. */
async function storeLookUps(
  execution: Execution,
  records: KnownPerson[],
): Promise<void> {
  try {
    const some = records.slice(0, STORED_AT_ONCE);
    await putRecords(execution.client, knownPeople, some);
  } catch (thrown) {
    const { message } = asFailure(thrown, "storing");
    console.warn(`look-ups not stored: ${message}`);
  }
}
