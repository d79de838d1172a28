import type { ProviderRequest } from "../provider/answer.ts";
import type { ExternalToken, WorkspaceState } from "../state.ts";
import type { ApiRequest } from "../web_api/answer.ts";
import {
  parseApiRequest,
  parsePlainRequest,
  type PlainRequest,
} from "../web_api/parse_request.ts";

/** A request that reached Slack's Web API or the roster provider. */
export type Call =
  | { to: "slack"; request: ApiRequest }
  | { to: "pagerduty"; request: ProviderRequest };

/** What the roster provider's requests are called in logs and faults. */
export const PAGERDUTY = "pagerduty";

const PROVIDER_ROOT = "/pagerduty";

/** Reads a request to `…/api/<method>` or `…/pagerduty/<path>`. */
export async function readCall(request: Request): Promise<Call> {
  const { method, url, headers } = request;
  const header = (name: string) => headers.get(name);
  return providerCall({ method, header }, new URL(url)) ??
    { to: "slack", request: await parseApiRequest(request) };
}

/** The same for a request whose body is at hand. */
export function readPlainCall(request: PlainRequest): Call {
  const url = new URL(request.url);
  return providerCall(request, url) ??
    { to: "slack", request: parsePlainRequest(request, url) };
}

function providerCall(
  { method, header }: Pick<PlainRequest, "method" | "header">,
  url: URL,
): Call | null {
  const root = url.pathname.indexOf(PROVIDER_ROOT);
  if (root < 0) return null;
  return {
    to: "pagerduty",
    request: {
      method,
      path: url.pathname.slice(root + PROVIDER_ROOT.length),
      query: url.searchParams,
      authorization: header("authorization"),
    },
  };
}

/** `users.profile.set`, or `pagerduty` for the provider. */
export function methodOf(call: Call): string {
  return call.to === "slack" ? call.request.method : PAGERDUTY;
}

/** Whose token a call came with, `null` when nobody's. */
export function tokenOwnerOf(call: Call, state: WorkspaceState): string | null {
  if (call.to !== "slack" || call.request.token === null) return null;
  return state.tokens.get(call.request.token)?.owner ?? null;
}

/** Whom a call is about: its `user`, the external token's person, its owner. */
export function userOf(call: Call, state: WorkspaceState): string | null {
  if (call.to !== "slack") return null;
  const { user, external_token_id } = call.request.args;
  if (typeof user === "string" && user !== "") return user;
  if (typeof external_token_id === "string") {
    const external: ExternalToken | undefined = state.external_tokens.get(
      external_token_id,
    );
    if (external) return external.person;
  }
  return tokenOwnerOf(call, state);
}
