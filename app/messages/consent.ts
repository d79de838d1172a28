/** What people read about opting out, and about the connection to their account. */
import { PART_TEXTS, type Problem } from "../../reconciler/change.ts";
import type { PartName } from "../../reconciler/claim.ts";
import { escapeText } from "../../slack/messages.ts";
import type { Link } from "./opting_in.ts";
import { linkText, partsText, type RestoredPart } from "./phrases.ts";

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

/**
 * @param auditDays How long entries on the audit log are kept.
 * @param optIn `null` if the link is not known.
 */
export function optedOut(
  outcome: OptOutOutcome,
  { auditDays, pollMinutes }: { auditDays: number; pollMinutes: number },
  optIn: Link | null,
): string {
  const back = `To come back, open ${
    optIn === null
      ? "*Opt in*"
      : linkText({ name: optIn.title, url: optIn.url })
  }`;
  if (outcome.kind === "stranger") {
    return [
      "You were not opted in, so there is nothing to restore. What you declared, if anything, is deleted.",
      `${back}.`,
    ].join("\n");
  }
  return [
    "*You are opted out.* Shiftlight sets nothing for you any more.",
    givenBack(outcome, pollMinutes),
    outcome.kind === "done"
      ? "Deleted: your choices, what was kept of your presence, what you declared for yourself, and how the rosters know you."
      : "",
    `What Shiftlight did stays on its log for ${auditDays} days, without the texts of your status.`,
    `${back} and choose again: it begins like the first time.`,
  ].filter(Boolean).join("\n");
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
  }): ${escapeText(before)}.\nShiftlight restored this instead: ${
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
