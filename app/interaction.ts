/** Who clicked, as Slack says it. */
export interface Interaction {
  interactivity: { interactor: { id: string } };
}

/** What the person who clicked is told, and whether anything was changed. */
export interface Answer {
  message: string;
  changed: boolean;
}

/**
 * Does `work` for the person who clicked, if they are one of those who may.
 * Anyone else gets the answer of `refuse`, and nothing happens.
 *
 * @param may Slack user ids.
 */
export async function authorize(
  may: readonly string[],
  { interactivity }: Interaction,
  refuse: (may: readonly string[]) => string,
  work: (person: string) => Promise<Answer>,
): Promise<Answer & { person: string }> {
  const person = interactivity.interactor.id;
  if (may.includes(person)) return { person, ...await work(person) };
  return { person, ...unchanged(refuse(may)) };
}

/** The answer when nothing was done; the message says why. */
export function unchanged(message: string): Answer {
  return { message, changed: false };
}
