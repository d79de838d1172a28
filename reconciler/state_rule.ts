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

/** The template for somebody of this level: that of the greatest level that is not above it. */
export function textOf(
  { text, level_texts }: StateRule,
  level: number,
): string {
  let found = text;
  // Keys that are numbers come in the order of the numbers.
  for (const from in level_texts) {
    if (Number(from) <= level) found = level_texts[from]!;
  }
  return found;
}

/** Every template of the state. */
export function textsOf({ text, level_texts }: StateRule): string[] {
  return [text, ...Object.values(level_texts ?? {})];
}
