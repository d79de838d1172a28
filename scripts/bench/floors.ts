import type { Case, Tokens } from "./cases.ts";

/**
 * Statuses a minute. `users.profile.set` is Tier 3, 50 across all of an app's
 * tokens, and one token may write 30 different people.
 */
const STATUSES_A_MINUTE: Record<Tokens, number> = {
  own: 50,
  "1 admin": 30,
  "2 admins": 50,
};

/** `dnd.setSnooze` is Tier 2. */
const SNOOZES_A_MINUTE = 20;

/** Time of every start and end besides waiting for rates. */
const ALLOWANCE_SECONDS = 10;

/** The least time and calls: Slack's limits, and one read and one write per person. */
export interface Floor {
  /** Virtual seconds until the last status; `null`: no rates, or nothing to do. */
  status_seconds: number | null;
  snooze_seconds: number | null;
  /** Calls to Slack. */
  calls: number;
}

/** How long `count` writes take at `rate` a sliding minute (seconds). */
export function floorSeconds(count: number, rate: number): number {
  return (Math.ceil(count / rate) - 1) * 60 + ALLOWANCE_SECONDS;
}

/** How many people are restored, how many start, and how many of those are snoozed. */
export function changesOf(
  { phase, people, tokens, dnd }: Pick<
    Case,
    "phase" | "people" | "tokens" | "dnd"
  >,
): { ends: number; starts: number; snoozes: number } {
  const half = Math.floor(people / 2);
  const { ends, starts } = {
    quiet: { ends: 0, starts: 0 },
    start: { ends: 0, starts: people },
    end: { ends: people, starts: 0 },
    handoff: { ends: half, starts: people - half },
  }[phase];
  // Leases end by themselves with the shift, and admin tokens cannot snooze.
  return { ends, starts, snoozes: dnd && tokens === "own" ? starts : 0 };
}

export function floorOf(each: Case): Floor {
  const { ends, starts, snoozes } = changesOf(each);
  const statuses = ends + starts;
  const rate = STATUSES_A_MINUTE[each.tokens];
  const timed = (count: number, seconds: number) =>
    count === 0 || each.rates === "none" ? null : seconds;
  // Restores go first, and a snooze follows its status.
  const before = Math.floor(ends / rate) * 60;
  return {
    status_seconds: timed(statuses, floorSeconds(statuses, rate)),
    snooze_seconds: timed(
      snoozes,
      before + floorSeconds(snoozes, SNOOZES_A_MINUTE),
    ),
    calls: 2 * statuses + 2 * snoozes,
  };
}

/** The floor divided by what was measured: 1 at the floor, `null` if either is missing. */
export function shareOfFloor(
  floor: number | null,
  measured: number | null,
): number | null {
  if (floor === null || measured === null || measured === 0) return null;
  return floor / measured;
}
