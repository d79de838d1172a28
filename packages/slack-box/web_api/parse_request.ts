import type { ApiRequest } from "./answer.ts";

/** The parts of a request that are read here, with its body. */
export interface PlainRequest {
  /** In upper case. */
  method: string;
  url: string;
  /** The value of a header, by its lower-case name. */
  header(name: string): string | null;
  body: string | URLSearchParams | null;
}

/**
 * Reads a call as Slack does: the arguments from the query, then from a
 * form-encoded, multipart or JSON body; the token from the `Authorization`
 * header, else from an argument named `token`. Values of a form stay strings.
 */
export async function parseApiRequest(request: Request): Promise<ApiRequest> {
  const { method, url, headers } = request;
  const header = (name: string) => headers.get(name);
  if (method !== "GET" && method !== "HEAD" && isMultipart(header)) {
    return await parseMultipart(request, header);
  }
  const body = await request.text();
  return parsePlainRequest({ method, url, header, body });
}

/** The same for a request whose body was already read. */
export function parsePlainRequest(
  request: PlainRequest,
  url: URL = new URL(request.url),
): ApiRequest {
  const args = queryOf(url);
  const malformed = request.method === "GET" || request.method === "HEAD"
    ? null
    : readBody(request, args);
  return apiRequest(url, request.header, args, malformed);
}

type Header = PlainRequest["header"];
type Arguments = Record<string, unknown>;

function queryOf(url: URL): Arguments {
  return url.search === "" ? {} : Object.fromEntries(url.searchParams);
}

function apiRequest(
  url: URL,
  header: Header,
  args: Arguments,
  malformed: string | null,
): ApiRequest {
  const inArguments = typeof args.token === "string" ? args.token : null;
  delete args.token;
  const call: ApiRequest = {
    method: url.pathname.replace(/^.*\/api\//, "").replace(/\/$/, ""),
    args,
    token: bearer(header("authorization")) ?? inArguments,
  };
  return malformed === null ? call : { ...call, malformed };
}

function bearer(header: string | null): string | null {
  const token = header?.match(/^Bearer\s+(\S+)\s*$/i)?.[1];
  return token === undefined ? null : token;
}

function typeOf(header: Header): string {
  return (header("content-type") ?? "").toLowerCase();
}

function isMultipart(header: Header): boolean {
  return typeOf(header).startsWith("multipart/form-data");
}

/** Adds the body's arguments to `args`; returns Slack's error if it cannot. */
function readBody(
  { body, header }: PlainRequest,
  args: Arguments,
): string | null {
  const type = typeOf(header);
  const isForm = type === "" ||
    type.startsWith("application/x-www-form-urlencoded");
  if (body instanceof URLSearchParams && isForm) {
    for (const [name, value] of body) args[name] = value;
    return null;
  }
  const text = String(body ?? "");
  if (text === "") return null;
  if (type.startsWith("application/json")) return readJson(text, args);
  if (!isForm) return "invalid_post_type";
  for (const [name, value] of new URLSearchParams(text)) args[name] = value;
  return null;
}

async function parseMultipart(
  request: Request,
  header: Header,
): Promise<ApiRequest> {
  const url = new URL(request.url);
  const args = queryOf(url);
  try {
    for (const [name, value] of await request.formData()) args[name] = value;
    return apiRequest(url, header, args, null);
  } catch {
    return apiRequest(url, header, args, "invalid_form_data");
  }
}

function readJson(text: string, args: Arguments): string | null {
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
