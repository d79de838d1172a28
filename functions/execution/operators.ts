import type { Execution } from "./execution.ts";

/** Who clicked, as Slack says it. */
export interface Clicked {
  interactivity: { interactor: { id: string } };
}

/** What an operator is told, and whether anything was changed. */
export interface Answer {
  message: string;
  changed: boolean;
}

/**
 * Does `work` for an operator. Anybody else is told that only operators may,
 * and nothing happens.
 */
export async function forOperator(
  { config: { operators } }: Execution,
  { interactivity }: Clicked,
  work: (operator: string) => Promise<Answer>,
): Promise<Answer & { person: string }> {
  const person = interactivity.interactor.id;
  const answer = operators.includes(person)
    ? await work(person)
    : unchanged(refusal(operators));
  return { person, ...answer };
}

function refusal(operators: string[]): string {
  const who = operators.length === 0
    ? "nobody is one yet: name them under `operators` in shiftlight.config.ts"
    : `ask ${operators.map((id) => `<@${id}>`).join(", ")}`;
  return `Only operators may do this, and nothing was changed; ${who}.`;
}

/** Nothing was done, and why. */
export function unchanged(message: string): Answer {
  return { message, changed: false };
}

/** `1 person`, `12 people`. */
export function people(count: number): string {
  return count === 1 ? "1 person" : `${count} people`;
}
