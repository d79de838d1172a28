import {
  isSameStatus,
  type Status,
  statusAt,
} from "../../reconciler/status.ts";
import { type Presence, shown } from "../demo/presence.ts";

/** A presence as people see it: `🌴 On leave until 15:00, notifications paused, away`. */
export function presenceText({ status, dnd, presence }: Presence): string {
  return [
    shown({ ...status, expiration: 0 }),
    ...(dnd.snooze_enabled ? ["notifications paused"] : []),
    ...(presence.manual_away ? ["away"] : []),
  ].join(", ");
}

/**
 * Whether it is all a person's own: nothing paused, not away, and to the second
 * the status they had, unless that has run out by `now` (Unix seconds).
 */
export function isOwn(presence: Presence, own: Status, now: number): boolean {
  return isSameStatus(presence.status, statusAt(own, now)) &&
    !presence.dnd.snooze_enabled && !presence.presence.manual_away;
}
