/** What people read about their own consent: opting in, opting out, and the connection to their account. */
import type { Problem } from "../../reconciler/change.ts";
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

/** The account that was connected: in this workspace, or elsewhere by its names. */
type Connected = { user: string } | { name: string; workspace: string };

/** For a connection to another person's account, or to one in another workspace. */
export function accountNotOwn(connected: Connected): string {
  const whose = "user" in connected
    ? `<@${connected.user}>'s`
    : `${encodeEntities(connected.name)}'s in another workspace (${
      encodeEntities(connected.workspace)
    })`;
  return [
    `Nothing was changed: the account you connected is ${whose}, not your own here.`,
    "Shiftlight does not use it.",
    "Sign in to Slack in your browser as yourself, open *Opt in* again and connect your own account.",
  ].join(" ");
}

/** @param error Slack's word for why. */
export function accountNotChecked(error: string): string {
  return [
    `Nothing was changed: Shiftlight could not check whose account you connected (${error}).`,
    "Open *Opt in* again in a few minutes.",
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
