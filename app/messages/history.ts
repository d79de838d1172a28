/** What people read when they ask for their own history. */
import { type AuditEntry, PART_TEXTS } from "../../reconciler/change.ts";
import { REASONS } from "../../reconciler/reasons.ts";
import { presenceKind } from "../../reconciler/presence.ts";
import { dndKind } from "../../reconciler/dnd.ts";
import { statusKind } from "../../reconciler/status.ts";
import { dateToken, escapeText } from "../../slack/messages.ts";
import { SET_BY_THEM, SET_BY_WORKFLOW } from "./presence.ts";

/** A person's entries of the audit log. */
export interface History {
  /** In the order in which they are shown. */
  entries: AuditEntry[];
  /** How many older ones are not shown. */
  older: number;
  /** How many could not be read. */
  unreadable: number;
  /** Whether the whole log was read. */
  complete: boolean;
}

const PATHS: Readonly<Record<AuditEntry["path"], string>> = {
  own: "through the account you connected",
  env: "through a token of yours that an operator set",
  admin: "through an admin's token",
  "": "",
};

/** The reasons, as the person they are about reads them. */
const TO_THEM: Readonly<Record<keyof typeof REASONS, string>> = {
  noShift: "you have no shift",
  shiftOver: "your shift is over",
  offRoster: "you are no longer on the roster",
  endedByThem: "you ended it",
  groupEnded: "it was ended, or you left its group",
  noLongerAllowed: "you no longer allow it",
  optedOut: "you opted out",
  restoredOne: "an operator restored what you had",
  dismissedByThem: "you skipped this shift",
  paused: "you paused",
  restoredEveryone: "an operator restored everyone, you too",
  notAskedFor: "you did not ask for it",
  notOurs: "your status is your own",
  notSilenced: "you are on call, so nothing silences you",
  changedByThem: "you changed it, so it stays",
  untilClear: "yours until you clear it",
};

/** By their text: the audit log holds that. */
const BY_TEXT = new Map<string, string>([
  ...Object.entries(REASONS).map(([name, text]): [string, string] => [
    text,
    TO_THEM[name as keyof typeof REASONS],
  ]),
  [SET_BY_THEM, "you set it by a link"],
  [SET_BY_WORKFLOW, "a workflow set it, as you allow"],
]);

/** A reason of an entry, with what follows it: `shift over, and Slack refuses …`. */
function reasonToThem(reason: string): string {
  const [first = "", ...more] = reason.split(", and ");
  return [BY_TEXT.get(first) ?? first, ...more].join(", and ");
}

const DESCRIBE: Readonly<Record<AuditEntry["part"], (value: never) => string>> =
  {
    status: statusKind.describe,
    dnd: dndKind.describe,
    presence: presenceKind.describe,
  };

/** A person's history as Slack markup. */
export function historyText(history: History): string {
  const { entries, older, unreadable, complete } = history;
  const lines = entries.length === 0
    ? ["The audit log has nothing about you."]
    : [
      "*What Shiftlight did to your presence*, newest first:",
      ...entries.map(lineOf),
    ];
  if (older > 0) lines.push(`… and ${older} older.`);
  if (unreadable > 0) lines.push(`Entries that cannot be read: ${unreadable}.`);
  if (!complete) {
    lines.push(
      "Shiftlight had no time to read the whole log, so entries may be missing here. Please try again.",
    );
  }
  return lines.join("\n");
}

function lineOf(entry: AuditEntry): string {
  const unknown = entry.outcome === "unknown"
    ? "Slack did not answer, so the outcome is not known"
    : "";
  const words = [
    changeOf(entry),
    escapeText(reasonToThem(entry.reason)),
    PATHS[entry.path],
    unknown,
  ].filter(Boolean);
  return `• ${dateToken(entry.at)} ${PART_TEXTS[entry.part]}: ${
    words.join(" — ")
  }`;
}

function changeOf({ part, before, after }: AuditEntry): string {
  if (before === "" && after === "") return "(no longer kept)";
  return `${valueOf(part, before)} → ${valueOf(part, after)}`;
}

/** A value as people read it; what does not parse is never shown as empty. */
function valueOf(part: AuditEntry["part"], json: string): string {
  try {
    return escapeText(DESCRIBE[part](JSON.parse(json) as never));
  } catch {
    return "(cannot be read)";
  }
}
