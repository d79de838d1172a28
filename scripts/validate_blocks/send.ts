import { shiftlight } from "../../packages/slack-box/shiftlight.ts";
import { parseScenario } from "../../packages/slack-box/scenario.ts";
import { createWorkspace } from "../../packages/slack-box/workspace.ts";
import type { Send } from "./validate.ts";

const METHOD = "blocks.validate";

/** Sends to a local workspace; nothing leaves this machine. */
export function localSender(): { send: Send; close(): void } {
  const scenario = parseScenario(shiftlight.sampleScenario, shiftlight);
  const workspace = createWorkspace({ app: shiftlight, scenario });
  return {
    close: () => workspace.close(),
    async send(message) {
      const request = new Request(`http://local/api/${METHOD}`, {
        method: "POST",
        headers: { "Content-Type": "application/json" },
        body: JSON.stringify({ message }),
      });
      return await (await workspace.handle(request)).json();
    },
  };
}

/** Slack names no limit of this method; so many tries are made after a 429. */
const MOST_TRIES = 5;

/**
 * Sends to Slack itself, without a token.
 *
 * @param fetcher Such as `fetch`.
 * @param sleep Waits so many seconds.
 */
export function slackSender(
  fetcher: (url: string, init: RequestInit) => Promise<Response>,
  sleep: (seconds: number) => Promise<void>,
): Send {
  return async (message) => {
    for (let tries = 1;; tries++) {
      const response = await fetcher(`https://slack.com/api/${METHOD}`, {
        method: "POST",
        body: new URLSearchParams({ message: JSON.stringify(message) }),
      });
      if (response.status !== 429 || tries === MOST_TRIES) {
        return response.ok
          ? await response.json()
          : { ok: false, error: `Slack answered ${response.status}` };
      }
      await response.body?.cancel();
      await sleep(Number(response.headers.get("Retry-After")) || 30);
    }
  };
}
