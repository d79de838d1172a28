import type { VendorRequest } from "../vendors/stand_in.ts";
import type { ExternalToken, WorkspaceState } from "../state.ts";
import type { ApiRequest } from "../web_api/answer.ts";
import {
  parseApiRequest,
  parsePlainRequest,
  type PlainRequest,
} from "../web_api/parse_request.ts";

/** A request that reached Slack's Web API or a roster vendor. */
export type Call =
  | { to: "slack"; request: ApiRequest }
  | { to: "vendor"; vendor: string; request: VendorRequest };

/** The names of the vendors. */
interface VendorNames {
  has(name: string): boolean;
}

const ADDRESS = /^(?:\/x\/[^/]+)?\/([^/]+)(.*)$/;

/** Reads a request to `…/api/<method>` or `…/<vendor>/<path>`. */
export async function readCall(
  request: Request,
  vendors: VendorNames,
): Promise<Call> {
  const { method, url, headers } = request;
  const header = (name: string) => headers.get(name);
  return vendorCall({ method, header }, new URL(url), vendors) ??
    { to: "slack", request: await parseApiRequest(request) };
}

/** The same for a request whose body was already read. */
export function readPlainCall(
  request: PlainRequest,
  vendors: VendorNames,
): Call {
  const url = new URL(request.url);
  return vendorCall(request, url, vendors) ??
    { to: "slack", request: parsePlainRequest(request, url) };
}

function vendorCall(
  { method, header }: Pick<PlainRequest, "method" | "header">,
  url: URL,
  vendors: VendorNames,
): Call | null {
  const [, vendor, path] = ADDRESS.exec(url.pathname) ?? [];
  if (vendor === undefined || !vendors.has(vendor)) return null;
  return {
    to: "vendor",
    vendor,
    request: { method, path: path!, query: url.searchParams, header },
  };
}

/** `users.profile.set`, or a vendor's name. */
export function methodOf(call: Call): string {
  return call.to === "slack" ? call.request.method : call.vendor;
}

/** The owner of a call's token, or `null`. */
export function tokenOwnerOf(call: Call, state: WorkspaceState): string | null {
  if (call.to !== "slack" || call.request.token === null) return null;
  return state.tokens.get(call.request.token)?.owner ?? null;
}

/**
 * The person that a call is about: its `user`, else the external token's
 * owner, else the token's owner.
 */
export function userOf(call: Call, state: WorkspaceState): string | null {
  if (call.to !== "slack") return null;
  const { user, external_token_id } = call.request.args;
  if (typeof user === "string" && user !== "") return user;
  if (typeof external_token_id === "string") {
    const external: ExternalToken | undefined = state.externalTokens.get(
      external_token_id,
    );
    const held = external && state.tokens.get(external.token);
    if (external) return held?.owner ?? external.person;
  }
  return tokenOwnerOf(call, state);
}
