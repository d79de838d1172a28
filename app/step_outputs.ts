import { SlackFailure } from "../slack/failure.ts";

/**
 * A step's outputs, or its error when nobody could be served: the app's own
 * records or configuration. Whatever concerns one person is a result instead.
 */
export async function stepOutputs<T>(
  work: () => Promise<T>,
): Promise<{ outputs: T } | { error: string }> {
  try {
    return { outputs: await work() };
  } catch (thrown) {
    if (!(thrown instanceof Error)) throw thrown;
    const expected = thrown instanceof SlackFailure;
    // The trace goes to `slack activity`; no message of ours holds a token.
    if (!expected) console.error(thrown.stack);
    return { error: thrown.message };
  }
}
