import {
  isSameStatus,
  type Status,
  statusAt,
} from "../../reconciler/status.ts";
import { withGlyphs } from "../../packages/slack-box/emoji/standard_emoji.ts";

export const NO_STATUS: Status = { text: "", emoji: "", expiration: 0 };

/** `at("09:00")`: that instant of the day that every scene plays. */
export function at(time: string): string {
  return `2026-03-02T${time}:00Z`;
}

/** `09:00` of an instant. */
export function timeOf(instant: string): string {
  return instant.slice(11, 16);
}

/** Unix seconds of an instant. */
export function unix(instant: string): number {
  return Date.parse(instant) / 1000;
}

/** A person's presence at one instant, as the workspace reports it. */
export interface Presence {
  id: string;
  name: string;
  token: string;
  status: Status;
  /** Unix seconds. */
  dnd: { snooze_enabled: boolean; snooze_until: number };
  presence: { manual_away: boolean };
}

/** A status as people see it, with its expiry. */
export function shown(status: Status): string {
  if (status.text === "" && status.emoji === "") return "–";
  const until = status.expiration === 0
    ? ""
    : ` (until ${timeText(status.expiration)})`;
  return withGlyphs(`${status.emoji} ${status.text}`) + until;
}

/** `09:55` of Unix seconds. */
function timeText(seconds: number): string {
  return timeOf(new Date(seconds * 1000).toISOString());
}

/** A presence as people see it: `🌴 On leave until 15:00, notifications paused, away`. */
export function presenceText({ status, dnd, presence }: Presence): string {
  return [
    shown({ ...status, expiration: 0 }),
    ...(dnd.snooze_enabled ? ["notifications paused"] : []),
    ...(presence.manual_away ? ["away"] : []),
  ].join(", ");
}

/** A presence with the ends of its status and snooze. */
export function detailedText({ status, dnd, presence }: Presence): string {
  return [
    shown(status),
    ...(dnd.snooze_enabled
      ? [`snoozed until ${timeText(dnd.snooze_until)}`]
      : []),
    ...(presence.manual_away ? ["away"] : []),
  ].join(", ");
}

/**
 * Whether a person shows their own presence again: no paused notifications, not
 * away, and the status that they had, to the second, unless it has expired.
 */
export function isOwn(
  presence: Presence,
  own: Status,
  nowSeconds: number,
): boolean {
  return isSameStatus(presence.status, statusAt(own, nowSeconds)) &&
    !presence.dnd.snooze_enabled && !presence.presence.manual_away;
}

/** The minutes of a snooze that are left. Slack sets snoozes in whole minutes. */
export function snoozeLeft({ dnd }: Presence, nowSeconds: number): number {
  return Math.max(0, Math.round((dnd.snooze_until - nowSeconds) / 60));
}
