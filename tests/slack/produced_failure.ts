import { assert, assertEquals } from "@std/assert";
import { SlackFailure } from "../../slack/failure.ts";

/** Every token in these tests begins with one of these. */
const TOKEN = /xox[a-z]-|xwfp-/;

/**
 * The failure that `work` ends in. Neither its message nor
 * anything else a log would show of it holds a token.
 */
export async function failureOf(
  work: () => Promise<unknown>,
): Promise<SlackFailure> {
  try {
    await work();
  } catch (thrown) {
    assert(thrown instanceof SlackFailure, `not a SlackFailure: ${thrown}`);
    assertHoldsNoToken(thrown.message, String(thrown.stack), thrown);
    assertEquals(thrown.name, "SlackFailure");
    return thrown;
  }
  throw new Error("it did not fail");
}

/** Asserts that nothing of what was said, written or kept holds a token. */
export function assertHoldsNoToken(...said: unknown[]): void {
  for (const each of said) {
    const text = typeof each === "string" ? each : JSON.stringify(each);
    assert(!TOKEN.test(text), `a token is shown: ${text}`);
  }
}
