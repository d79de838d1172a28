import { isWithin } from "../../slack/accounts.ts";
import { memberById } from "../../slack/people.ts";
import type { Execution } from "../execution.ts";

/** A person who asks, as Slack knows them. */
export interface Asker {
  /** Slack user id. */
  id: string;
  /** Display name. */
  name: string;
  /** IANA name; the configured zone if they have none. */
  timeZone: string;
  /** Only members of this workspace, or of its Enterprise organization, may do anything. */
  standing: "member" | "guest" | "otherOrganization";
}

/**
 * Looks up who asks: one call.
 *
 * @param person Slack user id.
 * @returns `null` for bots, deactivated accounts and ids that Slack does not know:
 * they get no answer.
 * @throws {SlackFailure} if Slack does not answer.
 */
export async function askerOf(
  { client, config, workspace }: Execution,
  person: string,
): Promise<Asker | null> {
  const member = await memberById(client, person);
  if (member === null) return null;
  const { id, name, time_zone, guest } = member;
  return {
    id,
    name,
    timeZone: time_zone || config.time_zone,
    standing: !isWithin(member, workspace)
      ? "otherOrganization"
      : guest
      ? "guest"
      : "member",
  };
}
