/** What to do about a status of the person's own when a shift starts. */
export type OnOwnStatus = "skip" | "defer" | "replace";

/** What to do once the person has changed their status in mid-shift. */
export type AfterManualChange = "yield" | "resume";

/** What one person allows. Given and taken back by that person alone. */
export interface Consent {
  /** Slack user id. */
  person: string;
  states: string[];
  on_own_status: OnOwnStatus;
  after_manual_change: AfterManualChange;
  dnd: boolean;
  presence: boolean;
  /** Names the token that Slack keeps for this person; the token itself is never stored. */
  external_token_id: string | null;
  /** Unix seconds. */
  recorded_at: number;
  /** Unix seconds; set while what is theirs is being given back. */
  withdrawn_at: number | null;
}

/** Whether the person allows the state now. */
export function allows(consent: Consent | null, state: string): boolean {
  return consent !== null && consent.withdrawn_at === null &&
    consent.states.includes(state);
}
