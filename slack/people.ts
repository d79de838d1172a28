import type { Person } from "../reconciler/shift.ts";
import { call, type SlackClient } from "./call.ts";
import { APP, asFailure, malformed, SlackFailure } from "./failure.ts";
import { isEmptyProfile } from "./profiles.ts";

const LIST = "users.list";

/**
 * Slack, users.list: 200 a page are recommended, fewer than 1000 allowed. It
 * answers 20 pages a minute: what is read at once must reach far.
 */
const PAGE = 800;

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

/** What the list of everybody says of the people who were looked for. */
export interface Listed {
  /** By e-mail or Slack id, as they were looked for. */
  found: Map<string, Person>;
  /** Why the list was not read to its end; `null`: who is not found is nobody. */
  cut: Error | null;
}

/**
 * Whoever has these e-mails (in lower case) or Slack ids, of the list of
 * everybody, which is read until all are found. What was read before a failure
 * counts.
 *
 * @param mayGoOn Asked before each page.
 */
export async function peopleListed(
  client: SlackClient,
  wanted: ReadonlySet<string>,
  mayGoOn: () => boolean,
): Promise<Listed> {
  const found = new Map<string, Person>();
  try {
    for await (const users of pages(client, mayGoOn)) {
      for (const user of users) {
        const person = personOf(user);
        if (!person) continue;
        for (const handle of [emailOf(user), person.id]) {
          if (wanted.has(handle)) found.set(handle, person);
        }
      }
      if (found.size === wanted.size) break;
    }
  } catch (thrown) {
    return { found, cut: asFailure(thrown, LIST) };
  }
  return { found, cut: null };
}

/** Which of these people have no status now: one look at many. */
export async function peopleWithoutStatus(
  client: SlackClient,
  ids: ReadonlySet<string>,
): Promise<string[]> {
  const unseen = new Set(ids);
  const clear: string[] = [];
  for await (const users of pages(client)) {
    for (const user of users) {
      const { id, profile } = user as { id?: unknown; profile?: unknown };
      if (typeof id !== "string" || !unseen.delete(id)) continue;
      if (isEmptyProfile(profile)) clear.push(id);
    }
    if (unseen.size === 0) break;
  }
  return clear;
}

/**
 * The list of everybody, page by page.
 *
 * @throws {SlackFailure} also when it may not go on: what was read is not all.
 */
async function* pages(
  client: SlackClient,
  mayGoOn: () => boolean = () => true,
): AsyncGenerator<unknown[], void> {
  let cursor = "";
  do {
    if (!mayGoOn()) {
      const detail = "the next run reads it again";
      throw new SlackFailure(LIST, "no_time_left", "retry", APP, null, detail);
    }
    const args = cursor === "" ? { limit: PAGE } : { limit: PAGE, cursor };
    const answer = await call(client, LIST, args);
    const { members } = answer;
    if (!Array.isArray(members)) throw malformed(LIST, APP, "no members");
    yield members;
    const metadata = answer.response_metadata as { next_cursor?: string };
    cursor = metadata?.next_cursor ?? "";
  } while (cursor !== "");
}

function emailOf(user: unknown): string {
  const { profile } = user as { profile?: { email?: unknown } };
  const email = profile?.email;
  return typeof email === "string" ? email.toLowerCase() : "";
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
