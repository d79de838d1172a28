/** Who clicked, as Slack says it. */
export interface Interaction {
  interactivity: { interactor: { id: string } };
}

/** What whoever clicked is told, and whether anything was changed. */
export interface Answer {
  message: string;
  changed: boolean;
}

/**
 * Does `work` for whoever clicked, if they are one of those who may. Anybody
 * else is told who may, by `who`, and nothing happens.
 */
export async function authorize(
  may: readonly string[],
  { interactivity }: Interaction,
  who: (those: string) => string,
  work: (person: string) => Promise<Answer>,
): Promise<Answer & { person: string }> {
  const person = interactivity.interactor.id;
  if (may.includes(person)) return { person, ...await work(person) };
  const those = may.map((id) => `<@${id}>`).join(", ");
  return { person, ...unchanged(who(those)) };
}

/** Nothing was done, and why. */
export function unchanged(message: string): Answer {
  return { message, changed: false };
}
