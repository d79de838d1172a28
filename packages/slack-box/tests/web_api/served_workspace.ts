import { LogLevel, WebClient } from "@slack/web-api";
import type { WorkspaceState } from "../../state.ts";
import { answerApi } from "../../web_api/answer.ts";
import { parseApiRequest } from "../../web_api/parse_request.ts";
import { NOW_MS } from "./workspace.ts";

export interface Served {
  state: WorkspaceState;
  /** A client with this token, which retries a refused call at once. */
  client(token: string, options?: Record<string, unknown>): WebClient;
  /** Moves the clock, which otherwise goes as the machine's does. */
  advance(ms: number): void;
}

/** Serves a workspace on a loopback port for as long as `run` takes. */
export async function serve(
  state: WorkspaceState,
  run: (served: Served) => Promise<void>,
): Promise<void> {
  const started = performance.now();
  let ahead = 0;
  const nowMs = () => NOW_MS + ahead + (performance.now() - started);
  const server = Deno.serve(
    { hostname: "127.0.0.1", port: 0, onListen: () => {} },
    async (request) => {
      const call = await parseApiRequest(request);
      const { status, headers, body } = answerApi(state, call, nowMs());
      return new Response(JSON.stringify(body), { status, headers });
    },
  );
  const slackApiUrl = `http://127.0.0.1:${server.addr.port}/api/`;
  const logger = {
    debug() {},
    info() {},
    warn() {},
    error() {},
    setLevel() {},
    getLevel: () => LogLevel.ERROR,
    setName() {},
  };
  try {
    await run({
      state,
      client: (token, options = {}) =>
        new WebClient(token, {
          slackApiUrl,
          logger,
          fetch: readWhole,
          retryConfig: { retries: 2, minTimeout: 1, maxTimeout: 10 },
          ...options,
        }),
      advance(ms) {
        ahead += ms;
      },
    });
  } finally {
    await server.shutdown();
  }
}

/** The client leaves the body of a 429 unread, which would be a leak here. */
const readWhole: typeof fetch = async (input, init) => {
  const response = await fetch(input, init);
  return new Response(await response.arrayBuffer(), response);
};
