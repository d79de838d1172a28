/** Why a form or a link could not be carried out. Slack shows these to the person who sent it. */

/** What Slack did not store. */
type Unstored =
  | "your choice"
  | "everything"
  | "who set up Shiftlight"
  | "the mode"
  | "the confirmation"
  | "the change"
  | "whom you were shown";

export function notStored(what: Unstored): string {
  return `Slack did not store ${what}. Please try again.`;
}

export const DECLARED_NOT_DELETED =
  "Slack did not delete everything that you declared. Please try again.";

/** What was asked for may not be stored. */
export const TOO_BUSY =
  "Slack allows no more calls this minute. Please try again in a minute.";
