import type { State } from "./setting.ts";

/**
 * One history before it is played: plain data, so that it can be shrunk and
 * printed. People are told by their place in `people`.
 */

/** The day on which every history begins, at eight (Unix milliseconds). */
export const START_MS = Date.UTC(2026, 2, 2, 8);

/** The app looks at the rosters every quarter of an hour. */
export const POLL_MS = 15 * 60_000;

/** Things happen during this many polls of a plain day; then everything calms down. */
export const STIRRED_POLLS = 12;

/** The same of a day and a night: midnight, look-ups of yesterday, shifts renewed after half a day. */
export const LONG_POLLS = 100;

/**
 * What kind of day a history plays:
 * - `plain`: a few people, a few hours.
 * - `big group`: enough people that early ends are held back.
 * - `long`: a day and a night.
 * - `preview`: begins in preview; operators switch the mode.
 */
export type Day = "plain" | "big group" | "long" | "preview";

/** What somebody answers on the opt-in form. */
export interface Answers {
  states: State[];
  on_own_status: "skip" | "defer" | "replace";
  after_manual_change: "yield" | "resume";
  dnd: boolean;
  presence: boolean;
}

/** A status of a person's own; no two texts are the same. */
export interface OwnStatus {
  text: number;
  emoji: string;
  /** Minutes until it expires, 0 for never. */
  minutes: number;
}

export interface PersonScript {
  own: OwnStatus | null;
  /** Minutes of a snooze of their own, 0 for none. */
  snooze: number;
  away: boolean;
  /** `null`: not opted in at first. */
  answers: Answers | null;
  path: "own" | "env" | "admin";
}

export interface ShiftScript {
  who: number;
  state: State;
  /** The schedule, one of the state's two. */
  place: number;
  /** Who is called first, and second. */
  level: number;
  /** Minutes since the history's start. */
  start: number;
  /** `null`: without an end. */
  minutes: number | null;
}

/** How a call fails, in the words of the local workspace. */
export interface Failure {
  error?: string;
  status?: number;
  retry_after?: number;
  cut?: "before" | "after";
}

/** What people do themselves, in their own clients. */
export type HumanAction =
  | { kind: "sets"; who: number; own: OwnStatus }
  | { kind: "clears"; who: number }
  | { kind: "sets what was there before"; who: number }
  | { kind: "sets the same with another expiry"; who: number; minutes: number }
  | { kind: "snoozes"; who: number; minutes: number }
  | { kind: "snoozes without an end"; who: number }
  | { kind: "ends the snooze"; who: number }
  | { kind: "goes away"; who: number }
  | { kind: "comes back"; who: number };

/** `shift` is counted among the shifts there are at that time. */
export type RosterAction =
  | { kind: "adds a shift"; added: ShiftScript }
  | { kind: "moves a shift"; shift: number; minutes: number }
  | { kind: "moves the end of a shift"; shift: number; minutes: number }
  | { kind: "cancels a shift"; shift: number }
  | { kind: "swaps a shift"; shift: number; who: number }
  | { kind: "moves a shift to the other schedule"; shift: number }
  | { kind: "adds a shift after a shift"; shift: number; minutes: number }
  | { kind: "changes the state of a shift"; shift: number; state: State };

/** A schedule has no shifts for a while: its vendor lost them, and does not say so. */
export interface EmptyingAction {
  kind: "empties a schedule";
  state: State;
  place: number;
  /** Milliseconds. */
  lasts: number;
}

/** What operators do by their links; *Set up* is open to everybody. */
export type OperatorAction =
  | { kind: "switches the mode"; mode: "preview" | "enforce" }
  | { kind: "restores one person"; who: number }
  | { kind: "restores everyone" }
  | { kind: "confirms early ends" }
  | { kind: "sets up"; who: number | null };

/**
 * Somebody's own workflow reads the rosters and applies one state, with a text of
 * its own or without.
 */
export interface WorkflowAction {
  kind: "runs a workflow";
  state: State;
  ownText: boolean;
}

/** The user group gets another member, or loses one. */
export interface GroupAction {
  kind: "changes the group";
  who: number;
}

export type ConsentAction =
  | { kind: "opts in"; who: number; answers: Answers }
  | { kind: "opts out"; who: number };

/** What people declare by a link. `null` is a field that is left empty. */
export type DeclaringAction =
  | { kind: "starts focus time"; who: number; minutes: number | null }
  | {
    kind: "takes time off";
    who: number;
    /** Days from today on. */
    first: number | null;
    last: number | null;
  }
  | {
    kind: "declares a freeze";
    who: number;
    /** Minutes from now on. */
    from: number | null;
    until: number | null;
    group: boolean;
  }
  | { kind: "ends what was declared"; who: number; group: boolean };

/** Something that goes out of order; `lasts` is in milliseconds. */
export type Trouble =
  | { kind: "stops an execution"; calls: number }
  | {
    kind: "fails";
    method: string;
    who: number | null;
    failure: Failure;
    times: number;
    lasts: number;
  }
  | { kind: "revokes the token"; who: number }
  | { kind: "gives the token back"; who: number }
  | { kind: "deactivates"; who: number; lasts: number }
  | { kind: "changes the address"; who: number; lasts: number }
  | { kind: "renames"; who: number }
  | { kind: "spoils the claim"; who: number; lasts: number }
  | { kind: "changes the templates"; templates: number }
  | { kind: "loses a schedule"; schedule: number; lasts: number }
  | {
    kind: "cannot be read";
    /** Whose vendor refuses what is asked. */
    schedule: number;
    failure: Failure;
    times: number;
    lasts: number;
  }
  | { kind: "loses the connection"; who: number };

export type SyncAction = { kind: "syncs"; runs: number };

export type Action =
  | HumanAction
  | RosterAction
  | EmptyingAction
  | OperatorAction
  | WorkflowAction
  | GroupAction
  | ConsentAction
  | DeclaringAction
  | Trouble
  | SyncAction;

/** An action at an instant (milliseconds since the start). */
export type Step = { at: number } & Action;

export interface Script {
  /** A plain one unless given. */
  day?: Day;
  /** Seeds the staleness of each read of a datastore. */
  seed: number;
  rates: "documented" | "none";
  /** Whether datastores are read up to 0.7 s stale. */
  stale: boolean;
  /** How the schedules are served; the first way unless given. */
  served?: number;
  /** How many hours ahead handoffs are booked; as many as the app's own default unless given. */
  bookedHours?: number;
  /** Whether the app also has an admin's token. */
  admin: boolean;
  people: PersonScript[];
  shifts: ShiftScript[];
  steps: Step[];
}

/** The people, those of a big group last. */
export const NAMES = [
  ...["ann", "bob", "cat", "dan", "eve", "fay", "gil", "hal", "ida"],
  ...["jon", "kim", "leo", "mia", "ned", "oli", "pam", "ray", "sue"],
] as const;

/** How many people a plain day has. */
export const FEW_PEOPLE = 5;

/** How many polls a history has in which things happen. */
export function stirredPolls({ day }: Script): number {
  return day === "long" ? LONG_POLLS : STIRRED_POLLS;
}

/** The Slack ids of the people of a history. */
export function peopleOf({ people }: Script): string[] {
  return people.map((_, who) => idOf(who));
}

/** The Slack id of the person at this place. */
export function idOf(who: number): string {
  return `U${NAMES[who]!.toUpperCase()}`;
}

export function emailOf(who: number): string {
  return `${NAMES[who]}@example.com`;
}

export function textOf({ text }: OwnStatus): string {
  // Slack escapes these; what comes back must be what was there.
  return `own ${text} ${["plain", "a & b <c>", "&amp; more"][text % 3]}`;
}
