import { SECOND } from "@std/datetime";
import type { PagerDutySource } from "../../config/types.ts";
import type { RosterContext } from "../port.ts";
import { PAGERDUTY_HOSTS } from "./hosts.ts";
import { failure, type Outcome } from "./outcome.ts";

/** All reading of one source ends after this, and within the execution's time. */
const READING_MS = 40 * SECOND;

/** One PagerDuty account, for as long as one reading takes. */
export interface Account {
  /** Without a slash at its end. */
  base: string;
  token: string;
  /** Name of the secret that holds the token. */
  secret: string;
  /** Id of the source in the configuration. */
  source: string;
  clock: RosterContext["clock"];
  /** Unix milliseconds; no call outlasts it. */
  stopAt: number;
}

/**
 * The account of a source. `PAGERDUTY_API_URL` in the environment replaces
 * PagerDuty's host by a stand-in.
 */
export function accountOf(
  source: Required<PagerDutySource>,
  context: RosterContext,
): Outcome<Account> {
  const { env, clock } = context;
  const secret = source.token;
  const token = (env[secret] ?? "").trim();
  const remedy = `slack env set ${secret} <read-only PagerDuty API key>`;
  if (token === "") {
    return failure(null, `the secret ${secret} is not set: ${remedy}`);
  }
  // What a header cannot carry would be quoted in the error of whoever tries.
  if (!/^[\x21-\x7e]+$/.test(token)) {
    return failure(
      null,
      `the secret ${secret} holds characters that no API key has: ${remedy}`,
    );
  }
  const base =
    (env.PAGERDUTY_API_URL || `https://${PAGERDUTY_HOSTS[source.region]}`)
      .replace(/\/+$/, "");
  const stopAt = Math.min(clock.now() + READING_MS, context.stop_at);
  return {
    ok: true,
    value: { base, token, secret, source: source.id, clock, stopAt },
  };
}
