import { PAGERDUTY_HOSTS } from "../rosters/pagerduty/hosts.ts";
import type { SourceConfig } from "./types.ts";

/** The host that answers for a source. */
function sourceHost({ region }: SourceConfig): string {
  return PAGERDUTY_HOSTS[region ?? "us"];
}

/** The domains the app's functions must reach, each once, in order. */
export function outgoingDomains(
  config: { sources: SourceConfig[] },
): string[] {
  return [...new Set(config.sources.map(sourceHost))].sort();
}
