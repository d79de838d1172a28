/** How a state looks on a person, as the configuration defines it. */
export interface StateRule {
  /** What people call it, within a sentence: `on call`. If left out, it follows from the state's name. */
  label?: string | undefined;
  /** A template with the placeholders `{until}` and `{label}`. */
  text: string;
  /** Templates for higher levels, each from its level on: `{ "2": "Backup until {until}" }`. */
  level_texts?: Readonly<Record<string, string>>;
  emoji: string;
  /** If a person has several shifts, the state with the larger number wins. */
  priority: number;
  /** Whether notifications are turned off. */
  dnd: boolean;
  /** Whether the person is shown as away. */
  away: boolean;
  /** When Slack clears the status: soon after the shift's end, or at most a day ahead (`lease`, renewed). */
  expiry: "shift_end" | "lease";
}

/** Rules by state. */
export type StateRules = Readonly<Record<string, StateRule>>;

/** The state that a person allows who opts in and chooses none: on call, else the one that wins over all others. */
export function firstState(
  rules: Readonly<Record<string, Pick<StateRule, "priority">>>,
): string {
  if (Object.hasOwn(rules, "on_call")) return "on_call";
  const [first = ""] = Object.keys(rules)
    .sort((a, b) => rules[b]!.priority - rules[a]!.priority);
  return first;
}

/** States whose names are not what people say. */
const USUAL_LABELS: ReadonlyMap<string, string> = new Map([
  ["pto", "time off"],
  ["focus", "focus time"],
]);

/**
 * What people call a state, within a sentence.
 *
 * @param state Also one that the configuration no longer has.
 *
 * @example
 * stateLabel(rules, "deploy_freeze") // "deploy freeze"
 */
export function stateLabel(
  rules: Readonly<Record<string, Pick<StateRule, "label">>>,
  state: string,
): string {
  const own = Object.hasOwn(rules, state) ? rules[state]?.label : undefined;
  return own ?? USUAL_LABELS.get(state) ?? state.replaceAll("_", " ");
}

/** The same for the beginning of a line or a choice. */
export function stateTitle(
  rules: Parameters<typeof stateLabel>[0],
  state: string,
): string {
  const label = stateLabel(rules, state);
  return label.charAt(0).toUpperCase() + label.slice(1);
}

/**
 * Finds the template for a level.
 *
 * @returns the template of the greatest level in `level_texts` that is not above
 * `level`; else the state's `text`.
 */
export function textOf(
  { text, level_texts }: StateRule,
  level: number,
): string {
  let found = text;
  // JavaScript iterates over integer keys in ascending order.
  for (const from in level_texts) {
    if (Number(from) <= level) found = level_texts[from]!;
  }
  return found;
}

/** Returns all templates of a state. */
export function textsOf({ text, level_texts }: StateRule): string[] {
  return [text, ...Object.values(level_texts ?? {})];
}
