import { SECOND } from "@std/datetime";
import { addressOf, type ValidatedSource } from "../sources.ts";
import type { RosterContext } from "../port.ts";
import type { Ask } from "./ask.ts";
import { failure, type Outcome, success } from "./outcome.ts";

/** All reading of one source ends after this, and within the execution's time. */
const READING_MS = 40 * SECOND;

/** What a kind of roster system has of its own. */
export interface Vendor {
  /** As people write it: `PagerDuty`. */
  name: string;
  /** What its secret holds, after an article: `API key`. */
  credential: string;
  /** What to set the secret to: `read-only PagerDuty API key`. */
  remedy: string;
  /**
   * What else may be wrong when the credential is refused (401), after the
   * remedy: `for an account in the EU, region: "eu" in the configuration`.
   */
  hint?: string;
  /** What the credential must allow, for a 403: `read schedules and users`. */
  rights: string;
  /** The setting of the environment that replaces its address by a stand-in's. */
  url_setting: string;
  /** What proves who asks; the same whatever the token where it is elsewhere. */
  headers(token: string): Record<string, string>;
  /** What else of the token an answer may repeat: encoded, or a part of it. */
  secretVariants?(token: string): string[];
  /** Seconds after a 429 until it answers again; `Retry-After` unless given. */
  waitOf?(headers: Headers): number;
  /** What it says of an error in its body, `""` for nothing. */
  errorMessageOf(body: unknown): string;
  /** How it is asked; by `fetch` unless given. */
  ask?: Ask;
}

/** One account at a vendor, for as long as one reading takes. */
export interface Account {
  vendor: Vendor;
  /** Without a slash at its end. */
  base: string;
  /** `""` where none is needed. */
  token: string;
  /** Name of the secret that holds the token. */
  secret: string;
  /** Id of the source in the configuration. */
  source: string;
  clock: RosterContext["clock"];
  /** Unix milliseconds; no call outlasts it. */
  stopAt: number;
}

/** The account of a source. */
export function accountOf(
  vendor: Vendor,
  source: ValidatedSource,
  context: RosterContext,
): Outcome<Account> {
  const { env, clock } = context;
  const secret = source.token ?? "";
  const token = secret === "" ? "" : (env[secret] ?? "").trim();
  const remedy = `slack env set ${secret} <${vendor.remedy}>`;
  if (secret !== "" && token === "") {
    return failure(null, `the secret ${secret} is not set: ${remedy}`);
  }
  // What a header cannot carry would be quoted in the error of whoever tries.
  if (!/^[\x21-\x7e]*$/.test(token)) {
    return failure(
      null,
      `the secret ${secret} holds characters that no ${vendor.credential} has: ${remedy}`,
    );
  }
  const base = addressFor(vendor, source, env).replace(/\/+$/, "");
  const stopAt = Math.min(clock.now() + READING_MS, context.stop_at);
  const { id } = source;
  return success({ vendor, base, token, secret, source: id, clock, stopAt });
}

/** A stand-in takes the place of the vendor's host alone: paths stay. */
function addressFor(
  { url_setting }: Vendor,
  source: ValidatedSource,
  env: Readonly<Record<string, string>>,
): string {
  const address = addressOf(source);
  const standIn = env[url_setting];
  if (!standIn) return address;
  const [, rest = ""] = /^https:\/\/[^/?]+(.*)$/.exec(address) ?? [];
  return standIn.replace(/\/+$/, "") + rest;
}

/** Text without the account's token, in whatever form. */
export function withoutToken(
  { token, vendor }: Pick<Account, "token" | "vendor">,
  text: string,
): string {
  if (token === "") return text;
  const forms = [token, ...(vendor.secretVariants?.(token) ?? [])];
  return forms.filter((form) => form !== "")
    .reduce((left, form) => left.replaceAll(form, "…"), text);
}
