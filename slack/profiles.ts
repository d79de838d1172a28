import type { Status } from "../reconciler/status.ts";
import { call, type PersonToken, type SlackClient } from "./call.ts";
import { decodeEntities } from "./messages.ts";
import { APP, type Credential, malformed } from "./failure.ts";

/**
 * Reads a person's status, with the app's own token.
 *
 * @throws {SlackFailure} when it cannot be read: an unread status is not empty.
 */
export async function readStatus(
  client: SlackClient,
  person: string,
): Promise<Status> {
  const answer = await call(client, "users.profile.get", { user: person });
  return statusOf(answer.profile, "users.profile.get", APP);
}

/**
 * Sets a person's status, with their own token or an admin's who outranks them.
 *
 * @returns the status as Slack has it now: emoji normalised, text decoded.
 * @throws {SlackFailure} of kind `unknown` when the status may have been set.
 */
export async function writeStatus(
  client: SlackClient,
  token: PersonToken,
  status: Status,
): Promise<Status> {
  const profile = {
    status_text: status.text,
    status_emoji: status.emoji,
    status_expiration: status.expiration,
  };
  const { credential } = token;
  // Without `user`, Slack changes the profile of the token's owner.
  const whose = credential.owner === "admin" ? { user: credential.person } : {};
  const args = { ...whose, profile };
  const answer = await call(client, "users.profile.set", args, { token });
  return statusOf(answer.profile, "users.profile.set", credential);
}

/** @throws {SlackFailure} when the profile lacks text or emoji, or its expiry is no instant. */
function statusOf(
  profile: unknown,
  method: string,
  credential: Credential,
): Status {
  const fields = (profile ?? {}) as Record<string, unknown>;
  const { status_text: text, status_emoji: emoji, status_expiration } = fields;
  if (typeof text !== "string" || typeof emoji !== "string") {
    throw malformed(method, credential, "a profile without a status");
  }
  const expiration = typeof status_expiration === "number"
    ? status_expiration
    : 0;
  if (!Number.isSafeInteger(expiration) || expiration < 0) {
    throw malformed(method, credential, "a status that expires at no time");
  }
  return { text: decodeEntities(text), emoji, expiration };
}

/** The status in a profile of `users.list`; `null` when the profile lacks it. */
export function listedStatus(profile: unknown): Status | null {
  try {
    return statusOf(profile, "users.list", APP);
  } catch {
    return null;
  }
}
