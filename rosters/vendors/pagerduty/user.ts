import type { RosterIdentity } from "../../port.ts";
import { identityFrom } from "../../http/identities.ts";
import type { UserFields } from "./schema.ts";

/** Who a user is, as far as PagerDuty says it here. */
export function identityOf(
  { id, email, summary, name }: UserFields,
): RosterIdentity {
  return identityFrom("pagerduty", { id, email, name: summary || name || id });
}
