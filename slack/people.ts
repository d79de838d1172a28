import type { Person } from "../reconciler/shift.ts";
import type { Status } from "../reconciler/status.ts";
import { shortText } from "../plain_text.ts";
import { isTimeZone } from "../time.ts";
import { call, callPages, type SlackClient } from "./call.ts";
import {
  APP,
  asFailure,
  malformed,
  retryAfterMs,
  SlackFailure,
} from "./failure.ts";
import { decodeEntities } from "./messages.ts";
import { listedStatus } from "./profiles.ts";

const LIST = "users.list";

/**
 * Slack, users.list: 200 a page recommended, fewer than 1000 allowed. Slack
 * allows 20 pages a minute, so pages are large.
 */
const PEOPLE_PER_PAGE = 800;

/**
 * The person who has this e-mail address in Slack.
 *
 * @returns `null` when there is none, or it is a bot or a deactivated account.
 * @throws {SlackFailure} when the look-up fails.
 */
export async function personByEmail(
  client: SlackClient,
  email: string,
): Promise<Person | null> {
  try {
    const { user } = await call(client, "users.lookupByEmail", { email });
    return personOf(user);
  } catch (failure) {
    if (isError(failure, "users_not_found")) return null;
    throw failure;
  }
}

/**
 * The person who has this Slack id.
 *
 * @returns `null` when there is none, or it is a bot or a deactivated account.
 * @throws {SlackFailure} when the look-up fails.
 */
export async function personById(
  client: SlackClient,
  id: string,
): Promise<Person | null> {
  try {
    const { user } = await call(client, "users.info", { user: id });
    return personOf(user);
  } catch (failure) {
    if (isError(failure, "user_not_found")) return null;
    throw failure;
  }
}

/** A person, with what they are in the workspace. */
export interface Member extends Person {
  guest: boolean;
  /** Of their account; `enterprise` is `""` outside of Enterprise Grid. */
  team: string;
  enterprise: string;
}

/**
 * A person of this or, in a shared channel, of another workspace.
 *
 * @returns `null` when there is none, or it is a bot or a deactivated account.
 * @throws {SlackFailure} when the look-up fails.
 */
export async function memberById(
  client: SlackClient,
  id: string,
): Promise<Member | null> {
  try {
    const { user } = await call(client, "users.info", { user: id });
    const person = personOf(user);
    return person === null ? null : { ...person, ...membershipOf(user) };
  } catch (failure) {
    if (isError(failure, "user_not_found")) return null;
    throw failure;
  }
}

function membershipOf(user: unknown): Omit<Member, keyof Person> {
  const { team_id, enterprise_user, is_restricted, is_ultra_restricted } =
    user as Record<string, unknown>;
  const { enterprise_id } = (enterprise_user ?? {}) as Record<string, unknown>;
  return {
    guest: is_restricted === true || is_ultra_restricted === true,
    team: typeof team_id === "string" ? team_id : "",
    enterprise: typeof enterprise_id === "string" ? enterprise_id : "",
  };
}

/**
 * The e-mail address of the person who has this Slack id, in lower case.
 *
 * @returns `null` when there is no such person, or they have no address.
 * @throws {SlackFailure} when the look-up fails.
 */
export async function emailById(
  client: SlackClient,
  id: string,
): Promise<string | null> {
  try {
    const { user } = await call(client, "users.info", { user: id });
    return emailOf(user) || null;
  } catch (failure) {
    if (isError(failure, "user_not_found")) return null;
    throw failure;
  }
}

/** The people found in the list of all people of the workspace. */
interface Listed {
  /** By e-mail address or Slack id, as they were looked for. */
  found: Map<string, Person>;
  /** Why the list was not read to its end; `null`: the others do not exist. */
  cut: Error | null;
}

/**
 * Looks for people in the list of all people, which is read until all are found.
 * Never rejects: people found before a failure count.
 *
 * @param wanted E-mail addresses in lower case, and Slack ids.
 * @param mayGoOn Asked before each page.
 */
export async function peopleListed(
  client: SlackClient,
  wanted: ReadonlySet<string>,
  mayGoOn: () => boolean,
): Promise<Listed> {
  const found = new Map<string, Person>();
  try {
    for await (const users of userPages(client, mayGoOn)) {
      for (const user of users) {
        const person = personOf(user);
        if (!person) continue;
        for (const key of [emailOf(user), person.id]) {
          if (wanted.has(key)) found.set(key, person);
        }
      }
      if (found.size === wanted.size) break;
    }
  } catch (thrown) {
    return { found, cut: asFailure(thrown, LIST) };
  }
  return { found, cut: null };
}

/** What `statusesListed` found. */
interface ListedStatuses {
  /** By Slack id. */
  statuses: Map<string, Status>;
  /** How many pages were read. */
  pages: number;
  /** Why not everybody was found; `null`: all were, or the list was read to its end. */
  cut: "failure" | "429" | "pages" | null;
}

/**
 * Reads the statuses of people in the list of all people, until all are found.
 * Never rejects: statuses found before a failure count.
 *
 * @param ids Slack user ids.
 * @param mostPages No more pages are read than this.
 */
export async function statusesListed(
  client: SlackClient,
  ids: ReadonlySet<string>,
  mostPages: number,
): Promise<ListedStatuses> {
  const statuses = new Map<string, Status>();
  let pages = 0;
  try {
    const mayGoOn = () => pages < mostPages;
    for await (const users of userPages(client, mayGoOn)) {
      pages++;
      for (const user of users) {
        const { id, profile } = user as { id?: unknown; profile?: unknown };
        if (typeof id !== "string" || !ids.has(id)) continue;
        const status = listedStatus(profile);
        if (status) statuses.set(id, status);
      }
      if (statuses.size === ids.size) break;
    }
    return { statuses, pages, cut: null };
  } catch (thrown) {
    const limited = retryAfterMs(thrown) !== null;
    const cut = limited ? "429" : pages < mostPages ? "failure" : "pages";
    return { statuses, pages, cut };
  }
}

/**
 * Yields the list of all people, page by page.
 *
 * @throws {SlackFailure} also when `mayGoOn` says no: the list is incomplete.
 */
async function* userPages(
  client: SlackClient,
  mayGoOn: () => boolean = () => true,
): AsyncGenerator<unknown[], void> {
  if (!mayGoOn()) throw noTimeLeft();
  const pages = callPages(client, LIST, { limit: PEOPLE_PER_PAGE });
  for await (const { answer: { members }, isLast } of pages) {
    if (!Array.isArray(members)) throw malformed(LIST, APP, "no members");
    yield members;
    if (!isLast && !mayGoOn()) throw noTimeLeft();
  }
}

function noTimeLeft(): SlackFailure {
  const detail = "the next run reads it again";
  return new SlackFailure(LIST, "no_time_left", "retry", APP, null, detail);
}

function emailOf(user: unknown): string {
  const { profile } = user as { profile?: { email?: unknown } };
  const email = profile?.email;
  return typeof email === "string" ? email.toLowerCase() : "";
}

/** A time zone that the runtime does not know is left out: it cannot format times in it. */
function personOf(user: unknown): Person | null {
  const { id, name, tz, deleted, is_bot } = user as Record<string, unknown>;
  if (typeof id !== "string" || deleted === true || is_bot === true) {
    return null;
  }
  const own = typeof name === "string" ? shortText(decodeEntities(name)) : "";
  return {
    id,
    name: own || id,
    time_zone: typeof tz === "string" && isTimeZone(tz) ? tz : "",
  };
}

function isError(failure: unknown, error: string): boolean {
  return failure instanceof SlackFailure && failure.error === error;
}
