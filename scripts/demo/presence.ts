import type { Status } from "../../reconciler/status.ts";
import { withEmoji } from "./stage.ts";

/** A person's presence at one instant, as the workspace tells it. */
export interface Presence {
  id: string;
  name: string;
  token: string;
  status: Status;
  /** Unix seconds. */
  dnd: { snooze_enabled: boolean; snooze_until: number };
  presence: { manual_away: boolean };
}

/** A status as people see it. */
export function shown(status: Status): string {
  if (status.text === "" && status.emoji === "") return "–";
  const until = status.expiration === 0
    ? ""
    : ` (until ${timeText(status.expiration)})`;
  return withEmoji(`${status.emoji} ${status.text}`) + until;
}

/** `09:55` of Unix seconds. */
export function timeText(at: number): string {
  return new Date(at * 1000).toISOString().slice(11, 16);
}

/** Whole minutes of snooze left at `at` (Unix seconds): as fine as Slack lets a snooze be set. */
export function snoozeLeft({ dnd }: Presence, at: number): number {
  return Math.max(0, Math.round((dnd.snooze_until - at) / 60));
}
