/** Pieces of sentences. */
import { PART_TEXTS } from "../../reconciler/change.ts";
import type { PartName } from "../../reconciler/claim.ts";
import { escapeText } from "../../slack/messages.ts";

/** `1 person`, `12 people`. */
export function peopleText(count: number): string {
  return count === 1 ? "1 person" : `${count} people`;
}

/** `status, notifications and presence`. */
export function listText(words: readonly string[]): string {
  const last = words.at(-1) ?? "";
  const others = words.slice(0, -1);
  return others.length === 0 ? last : `${others.join(", ")} and ${last}`;
}

/** Slack shows their names. @param people Slack user ids. */
export function mentions(people: readonly string[]): string {
  return people.map((id) => `<@${id}>`).join(", ");
}

/** One part of a presence, with what is there now. */
export interface RestoredPart {
  part: PartName;
  after: string | null;
}

/** `status: :palm_tree: Away; presence: away`. */
export function partsText(parts: readonly RestoredPart[]): string {
  return parts.map(({ part, after }) =>
    `${PART_TEXTS[part]}: ${escapeText(after ?? "")}`
  ).join("; ");
}

/** A run takes up to this long to change a status. */
const RUN_TAKES_SECONDS = 15;

/** `within a minute`. @param seconds Seconds until the run begins. */
export function withinText(seconds: number): string {
  return seconds + RUN_TAKES_SECONDS <= 60
    ? "within a minute"
    : "within two minutes";
}
