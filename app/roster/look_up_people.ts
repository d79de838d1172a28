import type { Person } from "../../reconciler/shift.ts";
import type { LookupKeyOf, SlackLookupKey } from "../../rosters/lookup_key.ts";
import type { LookUp } from "../../rosters/map_people.ts";
import type { RosterIdentity } from "../../rosters/port.ts";
import type { SlackClient } from "../../slack/call.ts";
import { asFailure } from "../../slack/failure.ts";
import { peopleListed, personByEmail, personById } from "../../slack/people.ts";
import {
  type Broken,
  getRecords,
  putRecords,
} from "../../slack/record_store.ts";
import {
  foundKeptSeconds,
  knownPeople,
  type KnownPerson,
  MISS_KEPT_SECONDS,
} from "../../slack/records/people.ts";
import { SECONDS_PER_DAY } from "../../time.ts";
import { type Execution, mayBegin, nowOf } from "../execution.ts";
import { newcomers } from "./newcomers.ts";

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
 * Most expired look-ups that a run renews. Together with those that it needs at
 * once, two such runs within a minute stay below Slack's limit.
 */
const RENEWED_AT_ONCE = 20;

/**
 * Most look-ups stored in one run: 5 bulk writes of the 50 that Slack allows a
 * minute, because what is due must be written too. Later runs store the rest.
 */
const STORED_AT_ONCE = 125;

/** A look-up that is to be kept for longer is wrong, and is done again. */
const LONGEST_KEPT_SECONDS = 2 * SECONDS_PER_DAY;

/** A roster identity's key, and what to look it up by. */
type Wanted = [key: string, lookupKey: SlackLookupKey];

/** Slack's answer about an identity: the person, `null` if there is none, or why Slack could not be asked. */
type Answer = [key: string, person: Person | null | Error];

/** What is known of the people on a roster. */
export interface LookedUp {
  /** By identity key. */
  lookUps: Map<string, LookUp>;
  /** Stored look-ups that do not parse; they are left alone. */
  broken: Broken[];
  /** The answers to store. */
  fresh: KnownPerson[];
  /** Stored answers that have expired. They serve until they are renewed. */
  expired: KnownPerson[];
}

/**
 * Finds the Slack accounts of these identities: from stored look-ups first, and
 * then by asking Slack. Slack is not asked about a person whose stored answer has
 * expired: what is due does not wait for that. `keepLookUps` stores and renews.
 *
 * @param identities The first ones matter most.
 * @param retryMisses Whether to ask again about people who were not found less
 * than an hour ago. Set it when a person may have come (back) to Slack since. A
 * person who has opted in since is always asked about.
 * @returns `broken`: stored look-ups that do not parse; they are left alone.
 */
export async function lookUpPeople(
  execution: Execution,
  identities: RosterIdentity[],
  lookupKeyOf: LookupKeyOf,
  retryMisses = false,
): Promise<LookedUp> {
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
  const expired: KnownPerson[] = [];
  for (const [key, lookupKey] of lookupKeys) {
    if (!lookupKey) continue;
    const record = known(key);
    if (record && (record.expires_at > now || record.slack_id !== "")) {
      lookUps.set(key, lookUpOf(record));
      if (record.expires_at <= now) expired.push(record);
      else if (record.slack_id === "") misses.push([key, lookupKey]);
    } else unknown.push([key, lookupKey]);
  }
  // If there are too many to ask about, people who were not found before wait.
  unknown.sort(([one], [other]) =>
    Number(known(one) !== undefined) - Number(known(other) !== undefined)
  );
  // The misses that expire first are the ones asked about longest ago.
  misses.sort(([one], [other]) =>
    known(one)!.expires_at - known(other)!.expires_at
  );
  const room = Math.max(0, RETRIED_EARLY - unknown.length);
  const retried = retryMisses
    ? await missesToRetry(execution, misses, known, room)
    : [];
  const fresh: KnownPerson[] = [];
  const answers = new Map(await askSlack(execution, [...unknown, ...retried]));
  for (const [key] of [...unknown, ...retried]) {
    const answer = answers.get(key)!;
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
    const looked_up = textOf(lookupKeys.get(key)!);
    const record = knownOf(key, looked_up, answer, now);
    fresh.push(record);
    lookUps.set(key, lookUpOf(record));
  }
  const leftAlone = new Set(broken.map(({ id }) => id));
  const storable = fresh.filter(({ identity }) => !leftAlone.has(identity));
  return { lookUps, broken, fresh: storable, expired };
}

/**
 * Stores look-ups for later runs and renews some that have expired, once all that
 * is due is on record: it never waits for Slack's rates. What it leaves out comes
 * in a later run.
 */
export async function keepLookUps(
  execution: Execution,
  { fresh, expired }: Pick<LookedUp, "fresh" | "expired">,
): Promise<void> {
  const room = Math.max(0, RENEWED_AT_ONCE - fresh.length);
  const renewed = await renew(execution, expired.slice(0, room));
  await storeLookUps(execution, [...fresh, ...renewed]);
}

/** @returns the new answers; without those of people whom Slack could not be asked about. */
async function renew(
  execution: Execution,
  expired: KnownPerson[],
): Promise<KnownPerson[]> {
  const client = execution.clientWithoutRetry;
  const now = nowOf(execution);
  const wanted = expired.map(({ identity, looked_up }): Wanted => {
    const by = looked_up.startsWith("id:") ? "id" : "email";
    return [identity, { by, value: looked_up.slice(by.length + 1) }];
  });
  const answers = await askEach(client, wanted);
  return expired.flatMap(({ identity, looked_up }, index) => {
    const [, answer] = answers[index]!;
    return answer instanceof Error
      ? []
      : knownOf(identity, looked_up, answer, now);
  });
}

/**
 * The misses to ask about early: all of people who have opted in since, and of the
 * others as many as there is room for.
 *
 * @param misses The oldest first.
 */
async function missesToRetry(
  execution: Execution,
  misses: Wanted[],
  known: (key: string) => KnownPerson | undefined,
  room: number,
): Promise<Wanted[]> {
  if (misses.length <= room) return misses;
  const oldest = known(misses[0]![0])!.expires_at - MISS_KEPT_SECONDS;
  const optedIn = await newcomers(execution, oldest);
  const isOverruled = ([key, lookupKey]: Wanted) =>
    (optedIn.get(textOf(lookupKey)) ?? 0) >
      known(key)!.expires_at - MISS_KEPT_SECONDS;
  const overruled = misses.filter(isOverruled);
  const others = misses.filter((miss) => !isOverruled(miss));
  return [
    ...overruled,
    ...others.slice(0, Math.max(0, room - overruled.length)),
  ];
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
  const { client } = execution;
  if (many.length === 0) return await askEach(client, few);
  const { found, cut } = await peopleListed(
    // A list that is cut short takes less time than one that waits for a minute.
    execution.clientWithoutRetry,
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
  const asked = await askEach(client, [...few, ...rest.slice(0, some)]);
  const unasked = rest.slice(some).map(([key]): Answer => [key, cut]);
  return [...asked, ...listed, ...unasked];
}

async function askEach(
  client: SlackClient,
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
  looked_up: string,
  person: Person | null,
  now: number,
): KnownPerson {
  const keptSeconds = person ? foundKeptSeconds(identity) : MISS_KEPT_SECONDS;
  return {
    identity,
    looked_up,
    slack_id: person?.id ?? "",
    name: person?.name ?? "",
    time_zone: person?.time_zone ?? "",
    expires_at: now + keptSeconds,
  };
}

function lookUpOf(known: KnownPerson): LookUp {
  const { slack_id: id, name, time_zone, looked_up } = known;
  if (id !== "") return { ok: true, person: { id, name, time_zone } };
  const lookupKey = looked_up.replace(/^(id|email):/, "");
  const reason = `nobody in Slack has ${lookupKey}`;
  return { ok: false, reason, transient: false, retryAt: known.expires_at };
}

/** If it fails, only calls are lost. */
async function storeLookUps(
  execution: Execution,
  records: KnownPerson[],
): Promise<void> {
  try {
    const some = records.slice(0, STORED_AT_ONCE);
    await putRecords(execution.clientWithoutRetry, knownPeople, some);
  } catch (thrown) {
    const { message } = asFailure(thrown, "storing");
    console.warn(`look-ups not stored: ${message}`);
  }
}
