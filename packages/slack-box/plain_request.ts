import type { PlainRequest } from "./web_api/parse_request.ts";

const METHODS = ["GET", "POST", "PUT", "PATCH", "DELETE"];
const HEADER_NAME = /^[\w!#$%&'*+.^`|~-]+$/;
const HEADER_VALUE = /^[!-~]([ -~]*[!-~])?$/;

/**
 * What `fetch(url, init)` sends, read without making a `Request`, which costs
 * more than all that a workspace does with it. `null` for whatever is not plain
 * (streams, forms, lists of headers, headers that a `Request` would trim or
 * refuse): that takes the long way.
 */
export function plainRequest(
  url: string,
  init: RequestInit = {},
): PlainRequest | null {
  const { method = "GET", body = null, headers } = init;
  if (!METHODS.includes(method)) return null;
  if (method === "GET" && body !== null) return null;
  const isForm = body instanceof URLSearchParams;
  if (body !== null && typeof body !== "string" && !isForm) return null;
  const given = headerReader(headers);
  if (given === null) return null;
  const type = isForm
    ? "application/x-www-form-urlencoded;charset=UTF-8"
    : body === null
    ? null
    : "text/plain;charset=UTF-8";
  const header = (name: string) =>
    given(name) ?? (name === "content-type" ? type : null);
  return { method, url, header, body };
}

function headerReader(
  headers: HeadersInit | undefined,
): PlainRequest["header"] | null {
  if (headers instanceof Headers) return (name) => headers.get(name);
  if (Symbol.iterator in Object(headers)) return null;
  const values = new Map<string, string>();
  for (const [name, value] of Object.entries(headers ?? {})) {
    const known = name.toLowerCase();
    if (!HEADER_NAME.test(name) || !HEADER_VALUE.test(value)) return null;
    if (typeof value !== "string" || values.has(known)) return null;
    values.set(known, value);
  }
  return (name) => values.get(name) ?? null;
}
