import { compareKeys } from "../order.ts";
import type { RosterIdentity } from "../port.ts";

interface Known {
  identity: RosterIdentity;
  /** `null`: it has always been so. */
  start: number | null;
}

/**
 * Everybody by one identity: that with a Slack id, else with an e-mail, and of
 * those the latest, since e-mails and names change.
 */
export function byBestIdentity<T extends Known>(stretches: readonly T[]): T[] {
  const best = new Map<string, T>();
  for (const stretch of stretches) {
    const { key } = stretch.identity;
    const held = best.get(key);
    if (!held || compareKeys(worthOf(stretch), worthOf(held)) > 0) {
      best.set(key, stretch);
    }
  }
  return stretches.map((stretch) => ({
    ...stretch,
    identity: best.get(stretch.identity.key)!.identity,
  }));
}

function worthOf({ identity, start }: Known): number[] {
  const { slack_id, email } = identity;
  return [slack_id ? 1 : 0, email ? 1 : 0, start ?? -Infinity];
}
