import type { Person } from "../../reconciler/shift.ts";
import { type LookUp, slackIdInTable } from "../../rosters/map_people.ts";
import type { RosterIdentity } from "../../rosters/port.ts";
import { asFailure } from "../../slack/failure.ts";
import {
  peopleByEmail,
  personByEmail,
  personById,
} from "../../slack/people.ts";
import {
  type Broken,
  getRecords,
  putRecords,
} from "../../slack/record_store.ts";
import {
  FOUND_KEPT,
  knownPeople,
  type KnownPerson,
  MISS_KEPT,
} from "../../slack/records/known_people.ts";
import { type Execution, nowOf } from "./execution.ts";

/**
 * More unknown people than this are found faster in the list of everybody, a
 * page of hundreds a call, than by look-ups, of which Slack allows 50 a minute.
 */
const LIST_ABOVE = 20;

/**
 * Look-ups kept at once: twenty bulk writes of the fifty that Slack allows a
 * minute, for the run has more to write. The rest is kept by later runs.
 */
const KEPT_AT_ONCE = 500;

/** What one identity is looked up by; `null`: nothing to go by. */
type Handle = { by: "id" | "email"; value: string } | null;

/**
 * Finds the Slack accounts of these people: kept look-ups first, then Slack.
 * `broken`: kept look-ups that do not parse; they are left alone.
 */
export async function lookUpPeople(
  execution: Execution,
  identities: RosterIdentity[],
  table: Readonly<Record<string, string>>,
): Promise<{ lookUps: Map<string, LookUp>; broken: Broken[] }> {
  const handles = new Map(
    identities.map((who) => [who.key, handleOf(who, table)]),
  );
  const { records, broken } = await getRecords(
    execution.client,
    knownPeople,
    handles.keys(),
  );
  const now = nowOf(execution);
  const known = (key: string) => {
    const record = records.get(key);
    return record?.looked_up === textOf(handles.get(key)!) ? record : undefined;
  };
  const lookUps = new Map<string, LookUp>();
  const unknown: [string, NonNullable<Handle>][] = [];
  for (const [key, handle] of handles) {
    if (!handle) continue;
    const record = known(key);
    if (record && record.expires_at > now) lookUps.set(key, lookUpOf(record));
    else unknown.push([key, handle]);
  }
  const fresh: KnownPerson[] = [];
  for (const [key, answer] of await askSlack(execution, unknown)) {
    if (answer instanceof Error) {
      // An expired answer serves better than none: Slack could not be asked.
      const old = known(key);
      const reason = answer.message;
      const failed: LookUp = { ok: false, reason, passing: true };
      lookUps.set(key, old ? lookUpOf(old) : failed);
      continue;
    }
    const record = knownOf(key, handles.get(key)!, answer, now);
    fresh.push(record);
    lookUps.set(key, lookUpOf(record));
  }
  const leftAlone = new Set(broken.map(({ id }) => id));
  await keep(
    execution,
    fresh.filter(({ identity }) => !leftAlone.has(identity)),
  );
  return { lookUps, broken };
}

function handleOf(
  who: RosterIdentity,
  table: Readonly<Record<string, string>>,
): Handle {
  const id = slackIdInTable(who, table);
  if (id !== null) return { by: "id", value: id };
  return who.email === null ? null : { by: "email", value: who.email };
}

function textOf(handle: Handle): string {
  return handle ? `${handle.by}:${handle.value}` : "";
}

/** A failure to ask stands for itself; a 429 is never taken for nobody. */
async function askSlack(
  execution: Execution,
  unknown: [string, NonNullable<Handle>][],
): Promise<[string, Person | null | Error][]> {
  const byEmail = unknown.filter(([, handle]) => handle.by === "email");
  const listed = byEmail.length > LIST_ABOVE
    ? await listPeople(execution)
    : null;
  return await Promise.all(unknown.map(async ([key, handle]) => {
    if (handle.by === "email" && listed) {
      const found = listed instanceof Error
        ? listed
        : listed.get(handle.value) ?? null;
      return [key, found];
    }
    const ask = handle.by === "id" ? personById : personByEmail;
    try {
      const person = await ask(execution.client, handle.value);
      return [key, person];
    } catch (thrown) {
      return [key, asFailure(thrown, "looking up")];
    }
  }));
}

async function listPeople(
  execution: Execution,
): Promise<Map<string, Person> | Error> {
  try {
    return await peopleByEmail(execution.client);
  } catch (thrown) {
    return asFailure(thrown, "users.list");
  }
}

function knownOf(
  identity: string,
  handle: Handle,
  person: Person | null,
  now: number,
): KnownPerson {
  return {
    identity,
    looked_up: textOf(handle),
    slack_id: person?.id ?? "",
    name: person?.name ?? "",
    time_zone: person?.time_zone ?? "",
    expires_at: now + (person ? FOUND_KEPT : MISS_KEPT),
  };
}

function lookUpOf(known: KnownPerson): LookUp {
  const { slack_id: id, name, time_zone, looked_up } = known;
  if (id !== "") return { ok: true, person: { id, name, time_zone } };
  const handle = looked_up.replace(/^(id|email):/, "");
  const reason = `nobody in Slack has ${handle}`;
  return { ok: false, reason, passing: false };
}

/** Keeping look-ups saves calls later; failing to costs nothing now. */
async function keep(
  execution: Execution,
  records: KnownPerson[],
): Promise<void> {
  try {
    const some = records.slice(0, KEPT_AT_ONCE);
    await putRecords(execution.client, knownPeople, some);
  } catch (thrown) {
    console.warn(`look-ups not kept: ${asFailure(thrown, "keeping").message}`);
  }
}
