import type { SlackClient } from "./call.ts";
import { listTriggers } from "./triggers.ts";

/** The workflow that a person starts to opt in, or to connect again. */
const OPT_IN = "opt_in";

/** The link by which people opt in here; `null` when no such trigger was made. */
export async function optInLink(client: SlackClient): Promise<string | null> {
  const triggers = await listTriggers(client);
  const link = triggers.find(({ workflow, url }) =>
    workflow === OPT_IN && url !== null
  );
  return link?.url ?? null;
}
