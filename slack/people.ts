import type { Person } from "../reconciler/shift.ts";
import { call, type SlackClient } from "./call.ts";
import { SlackFailure } from "./failure.ts";
import { isEmptyProfile } from "./profiles.ts";

/** Slack, users.list: at most this many a page is recommended. */
const PAGE = 200;

/** Whoever has this e-mail in Slack, or `null`. */
export async function personByEmail(
  client: SlackClient,
  email: string,
): Promise<Person | null> {
  try {
    const { user } = await call(client, "users.lookupByEmail", { email });
    return personOf(user);
  } catch (failure) {
    if (isNotFound(failure, "users_not_found")) return null;
    throw failure;
  }
}

/** Whoever has this Slack id, or `null` when there is nobody or not any more. */
export async function personById(
  client: SlackClient,
  id: string,
): Promise<Person | null> {
  try {
    const { user } = await call(client, "users.info", { user: id });
    return personOf(user);
  } catch (failure) {
    if (isNotFound(failure, "user_not_found")) return null;
    throw failure;
  }
}

/** Everybody with an e-mail, by e-mail in lower case. */
export async function peopleByEmail(
  client: SlackClient,
): Promise<Map<string, Person>> {
  const found = new Map<string, Person>();
  for await (const user of members(client)) {
    const { profile } = user as { profile?: { email?: unknown } };
    const person = personOf(user);
    if (person && typeof profile?.email === "string") {
      found.set(profile.email.toLowerCase(), person);
    }
  }
  return found;
}

/** Which of these people have no status now: one look at many. */
export async function peopleWithoutStatus(
  client: SlackClient,
  ids: ReadonlySet<string>,
): Promise<string[]> {
  const clear: string[] = [];
  for await (const user of members(client)) {
    const { id, profile } = user as { id?: unknown; profile?: unknown };
    if (typeof id === "string" && ids.has(id) && isEmptyProfile(profile)) {
      clear.push(id);
    }
  }
  return clear;
}

async function* members(client: SlackClient): AsyncGenerator<unknown> {
  let cursor = "";
  do {
    const args = cursor === "" ? { limit: PAGE } : { limit: PAGE, cursor };
    const answer = await call(client, "users.list", args);
    yield* answer.members as unknown[];
    const metadata = answer.response_metadata as { next_cursor?: string };
    cursor = metadata?.next_cursor ?? "";
  } while (cursor !== "");
}

function personOf(user: unknown): Person | null {
  const { id, name, tz, deleted, is_bot } = user as Record<string, unknown>;
  if (typeof id !== "string" || deleted === true || is_bot === true) {
    return null;
  }
  return {
    id,
    name: typeof name === "string" && name !== "" ? name : id,
    time_zone: typeof tz === "string" && isTimeZone(tz) ? tz : "",
  };
}

/** One odd zone must not keep everybody's text from being written. */
function isTimeZone(name: string): boolean {
  try {
    new Intl.DateTimeFormat("en-GB", { timeZone: name });
    return true;
  } catch {
    return false;
  }
}

function isNotFound(failure: unknown, error: string): boolean {
  return failure instanceof SlackFailure && failure.error === error;
}
