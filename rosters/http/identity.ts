import type { RosterIdentity } from "../port.ts";

/** What a vendor says of a person; an empty text is as good as none. */
interface Told {
  /** The vendor's id of them, which stands for their name where nothing does. */
  id: string;
  email?: string | null | undefined;
  name?: string | null | undefined;
  slack_id?: string | null | undefined;
}

/** A person as the vendor of that type tells of them: `pagerduty:PXPGF42`. */
export function identityFrom(
  type: string,
  { id, email, name, slack_id }: Told,
): RosterIdentity {
  const address = email?.trim().toLowerCase() || null;
  return {
    key: `${type}:${id}`,
    email: address,
    name: name || address || id,
    ...(slack_id ? { slack_id } : {}),
  };
}
