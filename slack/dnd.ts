import type { Dnd } from "../reconciler/dnd.ts";
import { call, type PersonToken, type SlackClient } from "./call.ts";
import { type Credential, malformed, SlackFailure } from "./failure.ts";

/** A person's snooze; Slack tells it to their own token alone. */
export async function readSnooze(
  client: SlackClient,
  token: PersonToken,
): Promise<Dnd> {
  const answer = await call(client, "dnd.info", {}, { token });
  return snoozeOf("dnd.info", token.credential, answer);
}

/**
 * Sets the snooze to end at `snooze.until_seconds`, to the nearest minute, which is as
 * fine as `dnd.setSnooze` goes, or ends it. `now` is Unix seconds.
 *
 * @returns the snooze as Slack has it now.
 */
export async function writeSnooze(
  client: SlackClient,
  token: PersonToken,
  snooze: Dnd,
  now: number,
): Promise<Dnd> {
  if (snooze.until_seconds === 0) {
    await endSnooze(client, token);
    return { until_seconds: 0, indefinite: false };
  }
  const num_minutes = Math.max(
    1,
    Math.round((snooze.until_seconds - now) / 60),
  );
  const answer = await call(client, "dnd.setSnooze", { num_minutes }, {
    token,
  });
  return snoozeOf("dnd.setSnooze", token.credential, answer);
}

/** What Slack answers when there is nothing to end, or it could not end it. */
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
    // No snooze is what was wanted: only one that is still there is a failure.
    if (!notEnded) throw failure;
    const { until_seconds, indefinite } = await readSnooze(client, token);
    if (until_seconds !== 0 || indefinite) throw failure;
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
  const until_seconds = answer.snooze_endtime;
  if (typeof until_seconds !== "number") {
    throw malformed(method, credential, "a snooze without its end");
  }
  return { until_seconds, indefinite: false };
}
