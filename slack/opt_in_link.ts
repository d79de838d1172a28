import { call, type SlackClient } from "./call.ts";
import { APP, malformed } from "./failure.ts";

/** The workflow that a person starts to opt in, or to connect again. */
const OPT_IN = "opt_in";

/** As much of a listed trigger as is used (Slack, "workflows.triggers"). */
interface ListedTrigger {
  workflow?: { callback_id?: string };
  shortcut_url?: string;
}

/** The link by which people opt in here; `null` when no such trigger was made. */
export async function optInLink(client: SlackClient): Promise<string | null> {
  const method = "workflows.triggers.list";
  let cursor = "";
  do {
    const args = cursor === "" ? {} : { cursor };
    const answer = await call(client, method, args);
    if (!Array.isArray(answer.triggers)) {
      throw malformed(method, APP, "an answer without triggers");
    }
    for (const each of answer.triggers as ListedTrigger[]) {
      const { workflow, shortcut_url } = each;
      if (workflow?.callback_id === OPT_IN && shortcut_url) return shortcut_url;
    }
    const metadata = answer.response_metadata as { next_cursor?: string };
    cursor = metadata?.next_cursor ?? "";
  } while (cursor !== "");
  return null;
}
