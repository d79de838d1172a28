/** Who clicked, as Slack reports it. */
export interface Interaction {
  interactivity: { interactor: { id: string } };
}

/** The answer to the person who clicked, and whether anything was changed. */
export interface Answer {
  message: string;
  changed: boolean;
}

/**
 * Does `work` if the person who clicked is allowed to. Anyone else gets the answer
 * of `refuse`, and nothing happens.
 *
 * @param allowed Slack user ids.
 */
export async function authorize(
  allowed: readonly string[],
  { interactivity }: Interaction,
  refuse: (allowed: readonly string[]) => string,
  work: (person: string) => Promise<Answer>,
): Promise<Answer & { person: string }> {
  const person = interactivity.interactor.id;
  if (allowed.includes(person)) return { person, ...await work(person) };
  return { person, ...unchanged(refuse(allowed)) };
}

/** The answer if nothing was changed; the message says why. */
export function unchanged(message: string): Answer {
  return { message, changed: false };
}

/** A message with one more sentence; `""`: none. */
export function withNote(message: string, note: string): string {
  return note === "" ? message : `${message}\n${note}`;
}
