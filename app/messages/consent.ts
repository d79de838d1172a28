/** What people read about their own consent: opting in, opting out, and the connection to their account. */
import { PART_TEXTS, type Problem } from "../../reconciler/change.ts";
import type { PartName } from "../../reconciler/claim.ts";
import type { Consent, OnOwnStatus } from "../../reconciler/consent.ts";
import { encodeEntities } from "../../slack/messages.ts";
import { listText, partsText, type RestoredPart } from "./phrases.ts";

const WITH_OWN_STATUS: Readonly<Record<OnOwnStatus, string>> = {
  skip:
    "If you already have a status when a shift starts, Shiftlight leaves it alone for that whole shift.",
  defer:
    "If you already have a status when a shift starts, it stays. The shift shows once your status is gone.",
  replace:
    "If you already have a status when a shift starts, Shiftlight saves it, shows the shift, and restores yours afterwards.",
};

export function optedIn(
  { states, dnd, presence, on_own_status }: Pick<
    Consent,
    "states" | "dnd" | "presence" | "on_own_status"
  >,
  pollMinutes: number,
): string {
  const also = [dnd ? "notifications" : "", presence ? "presence" : ""];
  const parts = listText(["status", ...also.filter(Boolean)]);
  return [
    `You opted in for ${states.join(", ")}.`,
    `Shiftlight may set your ${parts} during those shifts, and restores what was there before.`,
    WITH_OWN_STATUS[on_own_status],
    `A shift that is under way shows within ${pollMinutes} minutes. You can opt out at any time.`,
  ].join(" ");
}

export const NO_STATE_CHOSEN =
  "You chose no state. Choose at least one, or use Opt out to be left alone.";

export function unknownStates(unknown: string[], known: string[]): string {
  return `Unknown state ${unknown.join(", ")}. Choose from ${
    known.join(", ")
  }.`;
}

/** For an answer that is not in the form: a custom workflow gave it. */
export function unknownChoice(given: string, choices: readonly string[]) {
  return `"${given}" is none of ${choices.join(", ")}.`;
}

export const NOT_OPTED_IN =
  "You were not opted in, so there is nothing to restore.";

/** How a person's presence was restored when they opted out. */
export type OptOutOutcome =
  /** Nothing of ours is left. `restored`: each part with the value that it has now. */
  | { kind: "done"; restored: RestoredPart[]; keptTheirs: boolean }
  | { kind: "waiting" }
  | { kind: "failed"; error: string; pollMinutes: number };

export function optedOut(outcome: OptOutOutcome): string {
  const { kind } = outcome;
  if (kind === "waiting") {
    return "You are opted out. Shiftlight sets nothing for you any more. It restores what was there before within two minutes, and then deletes your record.";
  }
  if (kind === "failed") {
    return [
      "You are opted out. Shiftlight sets nothing for you any more.",
      `It could not restore what was there before (${
        encodeEntities(outcome.error)
      }).`,
      `It tries again within ${outcome.pollMinutes} minutes, and then deletes your record.`,
    ].join(" ");
  }
  const { restored, keptTheirs } = outcome;
  return [
    "You are opted out, and your record is deleted.",
    restored.length > 0
      ? `Restored: ${partsText(restored)}.`
      : keptTheirs
      ? "What you set yourself stays as it is."
      : "There was nothing to restore.",
  ].join(" ");
}

/** For a person who gets back something else than they had, because Slack refuses that. */
export function priorRefused(
  { part, before, after, error }: {
    part: PartName;
    /** As people read them. */
    before: string;
    after: string;
    /** Slack's word for why. */
    error: string;
  },
): string {
  const what = PART_TEXTS[part];
  return `Slack no longer accepts the ${what} that you had before your shift (${error}): ${
    encodeEntities(before)
  }. Shiftlight restored this instead: ${encodeEntities(after)}.`;
}

/** For a record of the person that keeps them from opting out. */
export function yourRecord({ about, reason }: Problem): string {
  return `Nothing was changed. Your ${about} ${reason}. Ask an operator to check it.`;
}

/** The token that sets the person's status while their own connection does not work. */
type Substitute = "env" | "admin" | null;

export function connectAgain(
  { error, substitute, link, keptDays }: {
    /** Slack's word for why. */
    error: string;
    substitute: Substitute;
    /** The link to opt in, if it is known. */
    link: string | null;
    keptDays: number;
  },
): string {
  const meanwhile = substitute === "env"
    ? "For now, Shiftlight uses another token that your operators set for you."
    : substitute === "admin"
    ? "For now, an admin's token shows your shifts in your status. Your notifications and presence stay as they are until you connect again."
    : `Your shifts do not show until you connect again. Shiftlight keeps what you had before a shift for ${keptDays} days, and restores it once you connect.`;
  const how = link === null
    ? "open the *Opt in* link that was shared with you"
    : `open ${link}`;
  return [
    `Your connection to Shiftlight no longer works (${error}): Slack rejects its token.`,
    meanwhile,
    `To connect again, ${how} and submit the form.`,
  ].join(" ");
}

/** The outcome for a person whom an operator restored. */
export type OperatorRestore = "restored" | "unfinished" | "nothing";

export function restoredByOperator(
  operator: string,
  outcome: OperatorRestore,
): string {
  const what = {
    restored: "had Shiftlight restore what was there before your shift.",
    unfinished:
      "had Shiftlight restore what was there before your shift; it is not finished yet.",
    nothing: "had Shiftlight leave you alone.",
  }[outcome];
  return `An operator (<@${operator}>) ${what} Your current shift does not show again until it ends.`;
}
