import type { Dnd } from "../reconciler/dnd.ts";
import { isInstant } from "../time.ts";
import { call, type PersonToken, type SlackClient } from "./call.ts";
import { type Credential, malformed, SlackFailure } from "./failure.ts";

/**
 * Reads a person's snooze. Slack shows it to their own token only.
 *
 * @throws {SlackFailure} when it cannot be read.
 */
export async function readSnooze(
  client: SlackClient,
  token: PersonToken,
): Promise<Dnd> {
  const answer = await call(client, "dnd.info", {}, { token });
  return snoozeOf("dnd.info", token.credential, answer);
}

/**
 * Sets the end of a person's snooze, to the nearest minute, or ends it now.
 *
 * @param nowSeconds Unix seconds: `dnd.setSnooze` takes minutes from now.
 * @returns the snooze as Slack has it now.
 * @throws {SlackFailure} of kind `unknown` when the snooze may have been set.
 */
export async function writeSnooze(
  client: SlackClient,
  token: PersonToken,
  snooze: Dnd,
  nowSeconds: number,
): Promise<Dnd> {
  if (snooze.until_seconds === 0) {
    await endSnooze(client, token);
    return { until_seconds: 0, indefinite: false };
  }
  const num_minutes = Math.max(
    1,
    Math.round((snooze.until_seconds - nowSeconds) / 60),
  );
  const answer = await call(client, "dnd.setSnooze", { num_minutes }, {
    token,
  });
  return snoozeOf("dnd.setSnooze", token.credential, answer);
}

/** Slack's errors when there is no snooze to end, or it could not be ended. */
const NOT_ENDED = new Set(["snooze_not_active", "snooze_end_failed"]);

async function endSnooze(
  client: SlackClient,
  token: PersonToken,
): Promise<void> {
  try {
    await call(client, "dnd.endSnooze", {}, { token });
  } catch (failure) {
    const notEnded = failure instanceof SlackFailure &&
      NOT_ENDED.has(failure.error);
    // It is a failure only if there still is a snooze.
    if (!notEnded) throw failure;
    const snooze = await readSnooze(client, token);
    if (snooze.until_seconds !== 0 || snooze.indefinite) throw failure;
  }
}

/** An indefinite snooze comes with `snooze_enabled: false` (slack-api-docs#112). */
function snoozeOf(
  method: string,
  credential: Credential,
  answer: Record<string, unknown>,
): Dnd {
  if (answer.snooze_is_indefinite === true) {
    return { until_seconds: 0, indefinite: true };
  }
  if (typeof answer.snooze_enabled !== "boolean") {
    throw malformed(method, credential, "an answer without snooze_enabled");
  }
  if (!answer.snooze_enabled) return { until_seconds: 0, indefinite: false };
  const endSeconds = answer.snooze_endtime;
  if (typeof endSeconds !== "number" || !isInstant(endSeconds)) {
    throw malformed(method, credential, "a snooze without its end");
  }
  return { until_seconds: endSeconds, indefinite: false };
}
