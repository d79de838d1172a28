import { call, type SlackClient } from "./call.ts";

/**
 * Whether a channel is, or is about to be, shared with another organization (Slack,
 * conversations.info). Workspaces of one Enterprise organization are no others.
 *
 * @throws {SlackFailure} when the call fails.
 */
export async function isSharedChannel(
  client: SlackClient,
  channel: string,
): Promise<boolean> {
  const answer = await call(client, "conversations.info", { channel });
  const { is_ext_shared, is_pending_ext_shared } =
    (answer.channel ?? {}) as Record<string, unknown>;
  return is_ext_shared === true || is_pending_ext_shared === true;
}
