/** Who clicked, as Slack says it. */
export interface Interaction {
  interactivity: { interactor: { id: string } };
}

/** The message for the person who clicked, and whether anything was changed. */
export interface Answer {
  message: string;
  changed: boolean;
}

/**
 * Does `work` for the person who clicked, if they are one of `allowed`. Anybody
 * else gets the message of `refusal`, which is given the people who are allowed.
 */
export async function authorize(
  allowed: readonly string[],
  { interactivity }: Interaction,
  refusal: (allowed: string) => string,
  work: (person: string) => Promise<Answer>,
): Promise<Answer & { person: string }> {
  const person = interactivity.interactor.id;
  if (allowed.includes(person)) return { person, ...await work(person) };
  const mentions = allowed.map((id) => `<@${id}>`).join(", ");
  return { person, ...unchanged(refusal(mentions)) };
}

/** Nothing was done, and why. */
export function unchanged(message: string): Answer {
  return { message, changed: false };
}
