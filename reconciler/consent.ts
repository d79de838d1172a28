/** What to do at the start of a shift if the person has a status of their own. */
export type OnOwnStatus = "skip" | "defer" | "replace";

/** What to do after the person changed their status during a shift. */
export type AfterManualChange = "yield" | "resume";

/** What one person allows. Only that person gives and withdraws it. */
export interface Consent {
  /** Slack user id. */
  person: string;
  states: string[];
  on_own_status: OnOwnStatus;
  after_manual_change: AfterManualChange;
  dnd: boolean;
  presence: boolean;
  /** Id of the token that Slack keeps for this person. The token itself is never stored. */
  external_token_id: string | null;
  /** The fields that were filled in at the last opt-in; it kept the others as it had read them. */
  answered?: string[];
  /** Whether they want to be told about their own shifts by direct message; left out: no. */
  notices?: boolean;
  /** Until then they want nothing to show (Unix seconds); 0 or left out: they did not pause. */
  paused_until?: number;
  /** Whether workflows that others build may set their presence; left out: no. */
  workflow_presence?: boolean;
  /** Unix seconds. */
  recorded_at: number;
  /** Unix seconds; set while their presence is being restored. */
  withdrawn_at: number | null;
}

/**
 * Whether the person allows a state now.
 *
 * @param consent `null` for a person who never opted in.
 */
export function allows(consent: Consent | null, state: string): boolean {
  return consent !== null && consent.withdrawn_at === null &&
    consent.states.includes(state);
}

export function isPaused(
  { paused_until = 0 }: Pick<Consent, "paused_until">,
  now: number,
): boolean {
  return paused_until > now;
}

/**
 * What the person allows at this instant: while they pause, no state.
 *
 * @param now Unix seconds.
 */
export function inForce(consent: Consent, now: number): Consent {
  return isPaused(consent, now) ? { ...consent, states: [] } : consent;
}
