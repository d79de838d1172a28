import type { PlainRequest } from "./web_api/parse_request.ts";

/** A workspace as the network of this process reaches it. */
export interface Host {
  /** Answers a request that does not come from an execution. */
  handle(request: Request): Promise<Response>;
  /** Answers a request of one function execution. */
  handleFromExecution(
    executionId: string,
    request: Request | PlainRequest,
    signal: AbortSignal | null,
  ): Promise<Response>;
}

const DOMAIN = ".slack-box.local";
const OF_EXECUTION = /^http:\/\/([^./]+\.slack-box\.local)\/x\/([^/]+)(\/.*)$/;

const hosts = new Map<string, Host>();
let installed = false;

function urlOf(input: RequestInfo | URL): string {
  return input instanceof Request ? input.url : String(input);
}

function workspaceAt(host: string): Host {
  const workspace = hosts.get(host);
  if (workspace) return workspace;
  throw new TypeError(`no local workspace at ${host}; it may be closed`);
}

function fetchFromExecution(
  call: RegExpExecArray,
  input: RequestInfo | URL,
  init?: RequestInit,
): Promise<Response> {
  const signal = init?.signal ??
    (input instanceof Request ? input.signal : null);
  return workspaceAt(call[1]!)
    .handleFromExecution(call[2]!, requestOf(input, init), signal);
}

function requestOf(
  input: RequestInfo | URL,
  init?: RequestInit,
): Request | PlainRequest {
  const plain = input instanceof Request
    ? null
    : plainRequest(String(input), init);
  if (plain !== null) return plain;
  // A signal makes a Request expensive; the gateway watches it instead.
  const { signal: _signal, ...rest } = init ?? {};
  return new Request(input, rest);
}

async function route(
  beyond: typeof fetch,
  input: RequestInfo | URL,
  init?: RequestInit,
): Promise<Response> {
  const url = urlOf(input);
  const call = OF_EXECUTION.exec(url);
  if (call) return await fetchFromExecution(call, input, init);
  const { hostname } = new URL(url);
  if (!hostname.endsWith(DOMAIN)) return await beyond(input, init);
  return await workspaceAt(hostname).handle(new Request(input, init));
}

/** Wraps the global `fetch` once, so that it reaches local workspaces. */
function install(): void {
  if (installed) return;
  installed = true;
  const beyond = globalThis.fetch;
  globalThis.fetch = (input, init) => route(beyond, input, init);
}

let count = 0;

/**
 * Puts a workspace on the network of this process.
 *
 * @param host The workspace.
 * @returns Its host name, and a function that takes it off the network.
 */
export function connect(host: Host): { host: string; disconnect: () => void } {
  install();
  const name = `w${++count}${DOMAIN}`;
  hosts.set(name, host);
  return { host: name, disconnect: () => hosts.delete(name) };
}

const METHODS = ["GET", "POST", "PUT", "PATCH", "DELETE"];
const HEADER_NAME = /^[\w!#$%&'*+.^`|~-]+$/;
const HEADER_VALUE = /^[!-~]([ -~]*[!-~])?$/;

/**
 * Reads what `fetch(url, init)` sends without making a `Request`, which is
 * slower than all work on the request. `null` for streams, forms, lists of
 * headers, and headers that a `Request` would trim or refuse: these need a
 * `Request`.
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
