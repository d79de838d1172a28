import { addressOf } from "../rosters/addresses.ts";
import type { ValidatedSource } from "./sources.ts";

/** The domains the app's functions must reach, each once, in order. */
export function outgoingDomains(
  config: { sources: readonly ValidatedSource[] },
): string[] {
  const hosts = config.sources.map((source) =>
    new URL(addressOf(source)).hostname
  );
  return [...new Set(hosts)].sort();
}
