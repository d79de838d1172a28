import { SECOND } from "@std/datetime";
import { addressOf, type ValidatedSource } from "../sources.ts";
import type {
  ReadingWindow,
  ReadRoster,
  RosterContext,
  RosterReading,
} from "../port.ts";
import { IN_SLACK, type Remedies } from "../remedies.ts";
import { ByteBudget } from "./byte_budget.ts";
import {
  endedBy,
  failure,
  type Outcome,
  secretFailure,
  success,
} from "./outcome.ts";

/** Limit for reading one source; the execution's own limit may be nearer. */
const READING_LIMIT_MS = 40 * SECOND;

/** The properties of one kind of roster system. */
export interface Vendor {
  /** As people write it: `PagerDuty`. */
  name: string;
  /** The kind of credential, as it reads after an article: `API key`. */
  credential: string;
  /** What to set the secret to: `read-only PagerDuty API key`. */
  remedy: string;
  /**
   * Another possible cause of a 401, added after the remedy: `for an account in
   * the EU, region: "eu" in the configuration`.
   */
  hint?: string;
  /** What the credential must allow, for a 403: `read schedules and users`. */
  rights: string;
  /** The environment setting that replaces the vendor's address by a stand-in's. */
  urlSetting: string;
  /** The headers with the credential. The same for every token if it is sent otherwise. */
  headers(token: string): Record<string, string>;
  /** Other forms of the token that an answer may repeat: encoded, or a part. */
  secretVariants?(token: string): string[];
  /** Seconds to wait after a 429. `Retry-After` unless given. */
  retryAfterOf?(headers: Headers): number;
  /** The vendor's own error message in a body, or `""`. */
  errorMessageOf(body: unknown): string;
  /** Makes one call. Uses `fetch` unless given. */
  ask?: Ask;
  /** What one reading may take, if 8 MB are too few. */
  readingMegabytes?: number;
}

/** One account at a vendor, for the time of one reading. */
export interface Account {
  vendor: Vendor;
  /** The address, without a slash at its end. */
  base: string;
  /** `""` if the source needs none. */
  token: string;
  /** Name of the secret that holds the token. */
  secret: string;
  /** Id of the source in the configuration. */
  source: string;
  clock: RosterContext["clock"];
  remedies: Remedies;
  /** What the vendor may still send. */
  budget: ByteBudget;
  /** When the last call must have ended (Unix milliseconds). */
  stopAtMs: number;
}

/** The parameters of a query, by name. */
export type Query = Record<string, string | string[]>;

/** An answer as it came. */
export interface Answer {
  status: number;
  headers: Headers;
  /** The parsed body if it is JSON, otherwise `undefined`. */
  data: unknown;
  /** The body as it came. */
  octets: Uint8Array;
}

/** Makes one call, without retry or timeout. Rejects if there is no answer. */
export type Ask = (
  account: Account,
  path: string,
  query: Query,
  signal: AbortSignal,
) => Promise<Answer>;

/**
 * Makes a vendor's adapter.
 *
 * @param vendor The vendor's properties.
 * @param source The source in the configuration.
 * @param read Reads the whole source, or returns the failure that makes it
 * unreadable.
 */
export function rosterFrom<S extends ValidatedSource>(
  vendor: Vendor,
  source: S,
  read: (
    account: Account,
    source: S,
    window: ReadingWindow,
    context: RosterContext,
  ) => Promise<Outcome<RosterReading>>,
): ReadRoster {
  return async (window, context) => {
    const account = accountOf(vendor, source, context);
    if (!account.ok) {
      const { reason } = account;
      return unreadableSource(source.id, reason, endedBy(account));
    }
    const reading = await read(account.value, source, window, context);
    if (reading.ok) return reading.value;
    // A message may quote a field that holds what was sent.
    const reason = withoutToken(account.value, reading.reason);
    return unreadableSource(source.id, reason, endedBy(reading));
  };
}

/** The reading of a source that could not be read at all. */
export function unreadableSource(
  source: string,
  reason: string,
  ended: ReturnType<typeof endedBy> = {},
): RosterReading {
  return {
    shifts: [],
    unreadable: [{ source, schedule: null, reason, ...ended }],
    rejected: [],
    schedules: [],
  };
}

/** The account of a source, or the failure of its secret. */
export function accountOf(
  vendor: Vendor,
  source: ValidatedSource,
  context: RosterContext,
): Outcome<Account> {
  const { env, clock, remedies = IN_SLACK } = context;
  const secret = source.token ?? "";
  const token = secret === "" ? "" : (env[secret] ?? "").trim();
  const remedy = remedies.setSecret(secret, vendor.remedy);
  if (secret !== "" && token === "") {
    const reason = `the secret ${secret} is not set: ${remedy}`;
    return secretFailure(secret, null, reason);
  }
  // The error about a header that cannot be sent would quote the token.
  if (!/^[\x21-\x7e]*$/.test(token)) {
    return secretFailure(
      secret,
      null,
      `the secret ${secret} holds characters that no ${vendor.credential} has: ${remedy}`,
    );
  }
  const address = addressFor(vendor, source, env);
  if (!URL.canParse(address)) {
    return failure(
      null,
      `the setting ${vendor.urlSetting} holds no address: ${
        remedies.unset(vendor.urlSetting)
      }`,
    );
  }
  const base = address.replace(/\/+$/, "");
  const stopAtMs = Math.min(clock.now() + READING_LIMIT_MS, context.stopAtMs);
  const budget = new ByteBudget(vendor.readingMegabytes);
  const { id } = source;
  const own = { vendor, base, token, secret, source: id };
  return success({ ...own, clock, remedies, budget, stopAtMs });
}

/** A stand-in replaces only the vendor's host; the path stays. */
function addressFor(
  { urlSetting }: Vendor,
  source: ValidatedSource,
  env: Readonly<Record<string, string>>,
): string {
  const address = addressOf(source);
  const standIn = env[urlSetting];
  if (!standIn) return address;
  const [, rest = ""] = /^https:\/\/[^/?]+(.*)$/.exec(address) ?? [];
  return standIn.replace(/\/+$/, "") + rest;
}

/** Leaves only the hosts of addresses in a text: the rest may hold a credential. */
export function withoutAddresses(text: string): string {
  return text.replace(/\b(https?:\/\/)([^/?#\s'"]*)[^\s)'"]*/gi, "$1$2/…");
}

/** Removes the account's token from a text, in all its forms. */
export function withoutToken(
  { token, vendor }: Pick<Account, "token" | "vendor">,
  text: string,
): string {
  if (token === "") return text;
  const forms = [token, ...(vendor.secretVariants?.(token) ?? [])];
  return forms.filter((form) => form !== "")
    .reduce((left, form) => left.replaceAll(form, "…"), text);
}
