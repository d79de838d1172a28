import type { ApiRequest } from "./answer.ts";

/**
 * Reads a call as Slack does: the arguments from the query, then from a
 * form-encoded, multipart or JSON body; the token from the `Authorization`
 * header, else from an argument named `token`. Values of a form stay strings.
 */
export async function parseApiRequest(request: Request): Promise<ApiRequest> {
  const url = new URL(request.url);
  const args: Record<string, unknown> = Object.fromEntries(url.searchParams);
  const malformed = request.method === "GET" || request.method === "HEAD"
    ? null
    : await readBody(request, args);
  const inArguments = typeof args.token === "string" ? args.token : null;
  delete args.token;
  const call: ApiRequest = {
    method: url.pathname.replace(/^.*\/api\//, "").replace(/\/$/, ""),
    args,
    token: bearer(request.headers.get("authorization")) ?? inArguments,
  };
  return malformed === null ? call : { ...call, malformed };
}

function bearer(header: string | null): string | null {
  const token = header?.match(/^Bearer\s+(\S+)\s*$/i)?.[1];
  return token === undefined ? null : token;
}

/** Adds the body's arguments to `args`; answers the error Slack gives if it cannot. */
async function readBody(
  request: Request,
  args: Record<string, unknown>,
): Promise<string | null> {
  const type = (request.headers.get("content-type") ?? "").toLowerCase();
  if (type.startsWith("multipart/form-data")) {
    return await readMultipart(request, args);
  }
  const text = await request.text();
  if (text === "") return null;
  if (type.startsWith("application/json")) return readJson(text, args);
  if (type !== "" && !type.startsWith("application/x-www-form-urlencoded")) {
    return "invalid_post_type";
  }
  for (const [name, value] of new URLSearchParams(text)) args[name] = value;
  return null;
}

async function readMultipart(
  request: Request,
  args: Record<string, unknown>,
): Promise<string | null> {
  try {
    for (const [name, value] of await request.formData()) args[name] = value;
    return null;
  } catch {
    return "invalid_form_data";
  }
}

function readJson(text: string, args: Record<string, unknown>): string | null {
  let body: unknown;
  try {
    body = JSON.parse(text);
  } catch {
    return "invalid_json";
  }
  if (body === null || typeof body !== "object" || Array.isArray(body)) {
    return "json_not_object";
  }
  Object.assign(args, body);
  return null;
}
