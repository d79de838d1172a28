/** How a state looks on a person. The configuration's states have this shape. */
export interface StateRule {
  /** With `{until}` and `{label}`. */
  text: string;
  /** Other texts, each from its level on: `{ "2": "Backup until {until}" }`. */
  level_texts?: Readonly<Record<string, string>>;
  emoji: string;
  /** The larger number wins. */
  priority: number;
  dnd: boolean;
  away: boolean;
  expiry: "shift_end" | "lease";
}

export type StateRules = Readonly<Record<string, StateRule>>;
