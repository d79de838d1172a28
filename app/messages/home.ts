/** What *My Shiftlight* tells a person about themselves. */
import type { Mode } from "../../config/schema.ts";
import { PART_TEXTS } from "../../reconciler/change.ts";
import { ON_CALL } from "../../reconciler/on_call.ts";
import type { PartName } from "../../reconciler/claim.ts";
import { type Consent, isPaused } from "../../reconciler/consent.ts";
import type { OwnPresence } from "../../reconciler/presence.ts";
import type { Phase } from "../../reconciler/part.ts";
import { type StateRules, stateTitle } from "../../reconciler/state_rule.ts";
import { dateToken, escapeText } from "../../slack/messages.ts";
import { shownPresence } from "../../talking/shown_presence.ts";
import { type Choices, choicesText } from "./opting_in.ts";
import {
  capitalized,
  type Days,
  daysText,
  linkText,
  type Reader,
  stateLabel,
  timeText,
  whenText,
} from "./phrases.ts";

/** A shift of the person's own. Unix seconds; `end: null` is open. */
export interface OwnShift {
  state: string;
  /** The schedule's name; `""` if there is none. */
  label: string;
  start: number;
  end: number | null;
}

/** What they declared. Days count if there are any. */
export interface OwnDeclaration extends OwnShift {
  days: Days | null;
}

/** One part of their presence, in so far as Shiftlight has to do with it. */
export interface OwnPart {
  part: PartName;
  phase: Phase;
  /** What Shiftlight set or will set, and what it restores, as people read them. */
  ours: string;
  prior: string;
  shift: OwnShift;
}

/** How their presence can be set. */
export type OwnAccount =
  /** `presence`: as Slack shows it to their own account; `null`: it could not be read. */
  | { kind: "connected"; presence: OwnPresence | null }
  | { kind: "env" }
  | { kind: "admin" }
  | { kind: "none" }
  /** `substitute`: what serves in its place. `error`: Slack's word for why. */
  | { kind: "rejected"; error: string; substitute: "env" | "admin" | null }
  | { kind: "unknown"; error: string };

/** What of the rosters is known. `readAt`: Unix seconds. */
export interface OwnRoster {
  readAt: number;
  /** Whether every source could be read then. */
  isWhole: boolean;
  now: OwnShift[];
  next: OwnShift[];
}

/** A person who opted in, by what is on record. */
export interface Own {
  consent: Choices & Pick<Consent, "paused_until">;
  parts: OwnPart[];
  /** Who had them restored for the rest of the shift under way. */
  restoredBy: "operator" | "person" | null;
  /** `null`: their record does not parse. */
  account: OwnAccount;
}

/** What *My Shiftlight* found. */
export interface Home {
  /** `stranger`: not opted in. `leaving`: opting out is not finished. */
  person:
    | { kind: "stranger" }
    | { kind: "leaving" }
    | { kind: "unreadable"; about: string; reason: string }
    | { kind: "in"; own: Own };
  mode: Mode;
  /** Why everyone is restored; `null` if they are not. */
  restoreReason: string | null;
  /** `null`: none is stored. With an error: it could not be read. */
  roster: OwnRoster | null | { error: string };
  declared: OwnDeclaration[] | { error: string };
  /** The link to opt in; `null` if it is not known. */
  optIn: string | null;
}

/** A roster that was stored longer ago than this is told with its date. */
const OLD_AFTER_SECONDS = 86_400;

const TITLE = "*My Shiftlight*";

export function homeText(
  rules: StateRules,
  home: Home,
  reader: Reader,
): string {
  const { person } = home;
  if (person.kind !== "in") return notIn(home);
  return [
    `*${nowText(rules, home, person.own, reader)}*`,
    `${TITLE}, times in your zone (${reader.timeZone})`,
    modeText(home),
    "*Now*",
    ...nowLines(rules, home, person.own, reader),
    ...presenceLines(person.own.account),
    "*Your next shifts*",
    ...nextLines(rules, home.roster, reader),
    "*What you declared*",
    ...declaredLines(rules, home.declared, reader),
    "*Your choices*",
    choicesText(rules, person.own.consent),
    "*Your account*",
    `• ${accountText(person.own.account)}`,
  ].filter(Boolean).join("\n");
}

function notIn({ person, optIn }: Home): string {
  const open = optIn === null
    ? "*Opt in*"
    : linkText({ name: "Opt in", url: optIn });
  return [TITLE, notInText(person, open)].join("\n");
}

function notInText(person: Home["person"], open: string): string {
  switch (person.kind) {
    case "unreadable":
      return `Shiftlight cannot read your record (${
        escapeText(`${person.about} ${person.reason}`)
      }), so it leaves your presence as it is. Ask an operator to check it.`;
    case "leaving":
      return `You opted out. Shiftlight sets nothing for you any more, and what was there before is still being restored. To come back, open ${open}.`;
    default:
      return [
        "You have not opted in, so Shiftlight sets nothing for you.",
        "It shows your shifts, such as on call or time off, in your Slack status, and restores exactly what was there before. If you allow it, it pauses your notifications and shows you as away in shifts that do so, never while you are on call.",
        `To choose what may show, open ${open}. You can opt out at any time.`,
      ].join("\n");
  }
}

function modeText({ mode, restoreReason }: Home): string {
  if (restoreReason !== null) {
    return "An operator restored everyone. Shiftlight sets nothing until an operator switches it on again.";
  }
  return mode === "preview"
    ? "Shiftlight is in preview: it sets nothing yet, and operators see what it would do."
    : "";
}

/** What they are now, and until when: `You are on call for Payments, until 17:00.` */
function nowText(
  rules: StateRules,
  { roster, declared }: Home,
  { consent }: Own,
  reader: Reader,
): string {
  if (isPaused(consent, reader.now)) {
    return `You paused Shiftlight until ${
      timeText(consent.paused_until!, reader)
    }.`;
  }
  if (roster === null) return "What you are now is not known yet.";
  if (!isRoster(roster)) return "What you are now could not be read.";
  const own = "error" in declared ? [] : declared;
  const now = [...roster.now, ...own].filter(({ start, end }) =>
    start <= reader.now && (end === null || end > reader.now)
  );
  const priority = ({ state }: OwnShift) => rules[state]?.priority ?? 0;
  const [first] = now.toSorted((a, b) => priority(b) - priority(a));
  if (first) return beingText(rules, first, reader);
  const [next] = [...roster.next, ...own]
    .filter(({ start }) => start > reader.now)
    .toSorted((a, b) => a.start - b.start);
  return next === undefined
    ? "You are free."
    : `You are free until ${timeText(next.start, reader)}.`;
}

/** A state's label is no part of every sentence: "You are on call", but "Now: focus time". */
function beingText(rules: StateRules, shift: OwnShift, reader: Reader): string {
  const text = shiftText(rules, shift, reader);
  if (shift.state === ON_CALL) return `You are ${text}.`;
  return rules[shift.state]?.away ? `You are away: ${text}.` : `Now: ${text}.`;
}

function nowLines(
  rules: StateRules,
  { roster }: Home,
  { consent, parts, restoredBy }: Own,
  reader: Reader,
): string[] {
  const shifts = isRoster(roster)
    ? roster.now.map((shift) =>
      capitalized(shiftText(rules, shift, reader)) +
      (consent.states.includes(shift.state)
        ? ""
        : ": you did not choose to show it")
    )
    : [];
  return [
    ...shifts.length === 0 ? ["You have no shift now."] : shifts,
    restoredBy === "operator"
      ? "An operator restored what you had before, so this shift does not show again until it ends."
      : restoredBy === "person"
      ? "You skipped this shift, so Shiftlight leaves you alone until it ends."
      : "",
    ...parts.map((part) => partText(part, reader)),
    parts.length === 0 && restoredBy === null
      ? "Shiftlight has set nothing of your presence."
      : "",
  ].filter(Boolean).map((line) => `• ${line}`);
}

/** Slack tells it to their own account alone. */
function presenceLines(account: OwnAccount): string[] {
  return account.kind === "connected" && account.presence !== null
    ? [`• ${shownPresence(account.presence)}`]
    : [];
}

/** `on call for Payments, until 17:00`. */
function shiftText(rules: StateRules, shift: OwnShift, reader: Reader): string {
  const whose = shift.label === "" ? "" : ` for ${escapeText(shift.label)}`;
  return `${stateLabel(rules, shift.state)}${whose}, ${
    whenText(shift, reader)
  }`;
}

function partText(
  { part, phase, ours, prior, shift }: OwnPart,
  reader: Reader,
): string {
  const what = `Your ${PART_TEXTS[part]}`;
  const set = escapeText(ours);
  const before = escapeText(prior);
  const end = shift.end === null
    ? "when the shift ends"
    : `when the shift ends (${timeText(shift.end, reader)})`;
  switch (phase) {
    case "held":
      return `${what}: ${set}, set by Shiftlight. Before that: ${before}. That comes back ${end}`;
    case "intent":
      return `${what}: Shiftlight is setting ${set}. Before that: ${before}`;
    case "restoring":
      return `${what}: Shiftlight is restoring ${before}`;
    case "deferred":
      return `${what}: yours (${before}). Shiftlight waits until it is gone, and then sets ${set}`;
    case "yielded":
      return `${what}: yours. You changed it during this shift, so Shiftlight leaves it to you until the shift ends`;
    case "skipped":
      return `${what}: yours (${before}). You had it when the shift began, so Shiftlight leaves it alone until the shift ends`;
  }
}

function isRoster(roster: Home["roster"]): roster is OwnRoster {
  return roster !== null && !("error" in roster);
}

function nextLines(
  rules: StateRules,
  roster: Home["roster"],
  reader: Reader,
): string[] {
  if (roster === null) return ["• Shiftlight has not read the rosters yet."];
  if ("error" in roster) {
    return [
      `• Shiftlight could not read the rosters that it stored (${
        escapeText(roster.error)
      }). Please try again.`,
    ];
  }
  const { next, readAt, isWhole } = roster;
  const lines = next.map((shift) =>
    capitalized(shiftText(rules, shift, reader))
  );
  if (lines.length === 0) lines.push("None is on the rosters.");
  if (!isWhole) {
    lines.push(
      "Not every roster could be read, so shifts may be missing here.",
    );
  }
  if (reader.now - readAt > OLD_AFTER_SECONDS) {
    lines.push(
      `As the rosters were stored ${
        dateToken(readAt)
      }: what changed far ahead since then may be missing here.`,
    );
  }
  return lines.map((line) => `• ${line}`);
}

function declaredLines(
  rules: StateRules,
  declared: Home["declared"],
  reader: Reader,
): string[] {
  if ("error" in declared) {
    return [
      `• Shiftlight could not read it (${
        escapeText(declared.error)
      }). Please try again.`,
    ];
  }
  if (declared.length === 0) return ["• Nothing that is still to come."];
  return declared.map(({ days, ...shift }) => {
    const what = stateTitle(rules, shift.state);
    const when = days === null
      ? whenText(shift, reader)
      : daysText(days, reader);
    return `• ${what}, ${when}`;
  });
}

const SUBSTITUTES = {
  env: "Until then, Shiftlight uses a token that an operator set for you.",
  admin: "Until then, an admin's token sets your status alone.",
};

function accountText(account: OwnAccount): string {
  switch (account.kind) {
    case "connected":
      return "Connected: Shiftlight sets your status, notifications and presence through your own account.";
    case "env":
      return "Not connected: Shiftlight uses a token that an operator set for you.";
    case "admin":
      return "Not connected: an admin's token sets your status. For notifications and presence, connect your account with *Opt in*.";
    case "none":
      return "Not connected, so nothing can show. Connect your account with *Opt in*.";
    case "rejected":
      return [
        `Slack rejects the connection to your account (${
          escapeText(account.error)
        }). Connect it again with *Opt in*: your choices stay.`,
        account.substitute === null
          ? "Until then, your shifts do not show."
          : SUBSTITUTES[account.substitute],
      ].join(" ");
    case "unknown":
      return `Shiftlight could not check the connection to your account (${
        escapeText(account.error)
      }). Please try again.`;
  }
}
