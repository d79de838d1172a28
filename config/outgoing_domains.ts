import { addressesOf, type ValidatedSource } from "../rosters/sources.ts";
import type { Problem } from "./problem.ts";

/** Slack lets an app reach at most this many domains. */
const OUTGOING_DOMAIN_LIMIT = 10;

/** The domains that the app's functions must reach, each once, in order. */
export function outgoingDomains(
  config: { sources: readonly ValidatedSource[] },
): string[] {
  const hosts = config.sources.flatMap(addressesOf)
    .map((address) => new URL(address).hostname);
  return [...new Set(hosts)].sort();
}

/** The problem of too many domains, if there are. Sources may share a domain. */
export function tooManyDomains(domains: string[]): Problem[] {
  if (domains.length <= OUTGOING_DOMAIN_LIMIT) return [];
  return [{
    path: ["sources"],
    message: `reach ${domains.length} domains and an app may reach ` +
      `${OUTGOING_DOMAIN_LIMIT}: ${domains.join(", ")}`,
  }];
}
