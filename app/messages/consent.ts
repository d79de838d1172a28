/** What people read about their own consent: opting in, opting out, and the connection to their account. */
import { PART_TEXTS, type Problem } from "../../reconciler/change.ts";
import type { PartName } from "../../reconciler/claim.ts";
import type { Consent, OnOwnStatus } from "../../reconciler/consent.ts";
import { escapeText } from "../../slack/messages.ts";
import {
  linkText,
  listText,
  partsText,
  type RestoredPart,
  withinText,
} from "./phrases.ts";

const WITH_OWN_STATUS: Readonly<Record<OnOwnStatus, string>> = {
  skip:
    "If you already have a status when a shift starts, Shiftlight leaves it alone for that whole shift.",
  defer:
    "If you already have a status when a shift starts, it stays. The shift shows once your status is gone.",
  replace:
    "If you already have a status when a shift starts, Shiftlight saves it, shows the shift, and restores yours afterwards.",
};

/** @param seconds Until the next run begins. */
export function optedIn(
  { states, dnd, presence, on_own_status }: Pick<
    Consent,
    "states" | "dnd" | "presence" | "on_own_status"
  >,
  seconds: number,
): string {
  const also = [dnd ? "notifications" : "", presence ? "presence" : ""];
  const parts = listText(["status", ...also.filter(Boolean)]);
  const within = withinText(seconds);
  return [
    `You opted in for ${states.join(", ")}.`,
    `Shiftlight may set your ${parts} during those shifts, and restores what was there before.`,
    WITH_OWN_STATUS[on_own_status],
    `A shift that is under way shows ${within}. You can opt out at any time.`,
  ].join(" ");
}

/** The account that was connected: in this workspace, or elsewhere by its names. */
type Connected = { user: string } | { name: string; workspace: string };

/** For a connection to another person's account, or to one in another workspace. */
export function accountNotOwn(connected: Connected): string {
  const whose = "user" in connected
    ? `<@${connected.user}>`
    : `${escapeText(connected.name)} in another workspace (${
      escapeText(connected.workspace)
    })`;
  return [
    `Nothing was changed: the account you connected belongs to ${whose}.`,
    "Shiftlight does not use it.",
    "Sign in to Slack in your browser as yourself, open *Opt in* again and connect your own account.",
  ].join(" ");
}

/** @param error Slack's word for why. */
export function accountNotChecked(error: string): string {
  return [
    `Nothing was changed: Shiftlight could not check whose account you connected (${
      escapeText(error)
    }).`,
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

/** How a person's presence was restored when they opted out. */
export type OptOutOutcome =
  /** They had no record. */
  | { kind: "stranger" }
  /** Nothing of ours is left. `restored`: each part with the value that it has now. */
  | { kind: "done"; restored: RestoredPart[]; keptTheirs: boolean }
  | { kind: "waiting" }
  | { kind: "failed"; error: string }
  /** The record of what was there before does not parse. */
  | { kind: "unreadable"; record: Problem };

/** @param auditDays How long entries on the audit log are kept. */
export function optedOut(
  outcome: OptOutOutcome,
  { auditDays, pollMinutes }: { auditDays: number; pollMinutes: number },
): string {
  if (outcome.kind === "stranger") {
    return "You were not opted in, so there is nothing to restore.";
  }
  return [
    outcome.kind === "done"
      ? "You are opted out, and your record is deleted."
      : "You are opted out. Shiftlight sets nothing for you any more.",
    givenBack(outcome, pollMinutes),
    `What Shiftlight did stays on its log for ${auditDays} days, without the texts of your status.`,
  ].join(" ");
}

function givenBack(
  outcome: Exclude<OptOutOutcome, { kind: "stranger" }>,
  pollMinutes: number,
): string {
  switch (outcome.kind) {
    case "waiting":
      return "It restores what was there before within two minutes, and then deletes your record.";
    case "failed":
      return [
        `It could not restore what was there before (${
          escapeText(outcome.error)
        }).`,
        `It tries again within ${pollMinutes} minutes, and then deletes your record.`,
      ].join(" ");
    case "unreadable": {
      const { about, reason } = outcome.record;
      return [
        `It cannot restore what was there before yet: your ${about} ${
          escapeText(reason)
        }.`,
        "Ask an operator to check it. Once it can be read, what was there before is restored and your record deleted.",
      ].join(" ");
    }
    case "done":
      return outcome.restored.length > 0
        ? `Restored: ${partsText(outcome.restored)}.`
        : outcome.keptTheirs
        ? "What you set yourself stays as it is."
        : "There was nothing to restore.";
  }
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
  return `Slack no longer accepts the ${what} that you had before your shift (${
    escapeText(error)
  }): ${escapeText(before)}. Shiftlight restored this instead: ${
    escapeText(after)
  }.`;
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
    : `open ${linkText({ name: "Opt in", url: link })}`;
  return [
    `Your connection to Shiftlight no longer works (${
      escapeText(error)
    }): Slack rejects its token.`,
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
