import type { App, FunctionHandler } from "../../../packages/slack-box/app.ts";

/** One call of the app's, on its way to Slack or to the roster provider. */
export interface InterceptedCall {
  /** `users.profile.set`, or a vendor's name, `pagerduty`. */
  method: string;
  /** As they were before they were encoded; for a vendor its `path`. */
  args: Record<string, unknown>;
  execution: string;
}

export interface InterceptedAnswer {
  status: number;
  body: Record<string, unknown>;
}

/** Sends the call on, with other arguments if any are given. */
export type Pass = (
  args?: Record<string, unknown>,
) => Promise<InterceptedAnswer>;

/** Comes between the app and what it calls, and breaks it by that. */
export type Interceptor = (
  call: InterceptedCall,
  pass: Pass,
) => Promise<InterceptedAnswer>;

const CALL =
  /^http:\/\/([^/]+)\/x\/([^/]+)\/(api\/(.+)|(?:pagerduty|json)\/.*)$/;

/** The interceptor of each workspace, by its host. */
const interceptors = new Map<string, Interceptor>();

let installed = false;

/** The app as it is, but for its calls; `make` is asked once a workspace. */
export function mutated(app: App, make: () => Interceptor): App {
  return {
    ...app,
    load: async (callbackId) => {
      const module = await app.load(callbackId);
      return { default: watched(module.default, make) };
    },
  };
}

function watched(
  handler: FunctionHandler,
  make: () => Interceptor,
): FunctionHandler {
  return (context) => {
    // The local network is installed by now; this must wrap it.
    install();
    const env = context.env as Record<string, string>;
    const { host } = new URL(env.SLACK_API_URL!);
    if (!interceptors.has(host)) interceptors.set(host, make());
    return handler(context);
  };
}

/** Wraps `fetch` once more, around the local network. */
function install(): void {
  if (installed) return;
  installed = true;
  const beyond = globalThis.fetch;
  globalThis.fetch = async (input, init) => {
    const url = input instanceof Request ? input.url : String(input);
    const [, host, execution, path, method] = CALL.exec(url) ?? [];
    const interceptor = host === undefined ? undefined : interceptors.get(host);
    if (!interceptor) return await beyond(input, init);
    const call = {
      method: method ?? path!.split("/")[0]!,
      args: method ? decoded(init?.body) : { path: path! },
      execution: execution!,
    };
    const answer = await interceptor(call, async (args) => {
      const sent = args ? { ...init, body: encoded(args) } : init;
      const response = await beyond(input, sent);
      if (response.status === 429) throw new Limited(response);
      return { status: response.status, body: await response.json() };
    }).catch((error) => {
      if (error instanceof Limited) return error.response;
      throw error;
    });
    if (answer instanceof Response) return answer;
    return Response.json(answer.body, { status: answer.status });
  };
}

/** A 429 passes through unseen, `Retry-After` and all. */
class Limited extends Error {
  constructor(readonly response: Response) {
    super("rate limited");
  }
}

function decoded(body: unknown): Record<string, unknown> {
  if (!(body instanceof URLSearchParams)) return {};
  return Object.fromEntries(
    [...body].map(([name, value]) => [name, parsed(value)]),
  );
}

/** Everything but text goes over as JSON. */
function parsed(value: string): unknown {
  if (!/^[[{]/.test(value)) return value;
  try {
    return JSON.parse(value);
  } catch {
    return value;
  }
}

function encoded(args: Record<string, unknown>): URLSearchParams {
  return new URLSearchParams(
    Object.entries(args).map(([name, value]) => [
      name,
      typeof value === "string" ? value : JSON.stringify(value),
    ]),
  );
}
