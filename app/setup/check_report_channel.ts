import { asFailure } from "../../slack/failure.ts";
import { postMessage, updateMessage } from "../../slack/messages.ts";
import type { SetUpRecord } from "../../slack/records/runs.ts";
import type { Execution } from "../execution.ts";
import { type Finding, missing, note, right } from "./finding.ts";

const TEXT =
  "Shiftlight reports here: what changed for whom, and what failed and why.";

/**
 * Whether reports arrive. The first time that is tried by posting, from then on
 * by writing that same message anew, which nobody is bothered by.
 *
 * @returns also where that message is.
 */
export async function checkReportChannel(
  { client, config: { report_channel: channel } }: Execution,
  known: SetUpRecord | null,
): Promise<{ finding: Finding; channel: string; ts: string }> {
  if (channel === null) {
    const text =
      "Report channel: none is configured; reports go to `slack activity` alone.";
    return { finding: note(text), channel: "", ts: "" };
  }
  const posted = known?.channel === channel ? known.ts : "";
  try {
    if (posted !== "") await updateMessage(client, channel, posted, TEXT);
    const ts = posted || await postMessage(client, channel, TEXT);
    const finding = right(`Report channel: the app can post to <#${channel}>.`);
    return { finding, channel, ts };
  } catch (thrown) {
    const { error } = asFailure(thrown, "posting");
    const finding = missing(
      `Report channel: the app cannot post to ${channel} (${error}); invite it there (/invite @Shiftlight) or correct report_channel.`,
    );
    // Whatever became of the message: the next time another is posted.
    return { finding, channel: "", ts: "" };
  }
}
