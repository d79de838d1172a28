import { plainRequest } from "./plain_request.ts";
import type { PlainRequest } from "./web_api/parse_request.ts";

/** A workspace, as the network in this process reaches it. */
export interface Host {
  /** Any request but those of executions. */
  handle(request: Request): Promise<Response>;
  /** A request of one function execution. */
  handleFromExecution(
    executionId: string,
    request: Request | PlainRequest,
    signal: AbortSignal | null,
  ): Promise<Response>;
}

const DOMAIN = ".shiftlight.local";
const OF_EXECUTION = /^http:\/\/([^./]+\.shiftlight\.local)\/x\/([^/]+)(\/.*)$/;

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
  // A signal makes a Request costly; the gateway follows it.
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

/** Wraps the global `fetch`, once, so that local hosts are reached through it. */
function install(): void {
  if (installed) return;
  installed = true;
  const beyond = globalThis.fetch;
  globalThis.fetch = (input, init) => route(beyond, input, init);
}

let count = 0;

/** Puts a workspace on the network; answers its host, and how to take it off. */
export function connect(host: Host): { host: string; disconnect: () => void } {
  install();
  const name = `w${++count}${DOMAIN}`;
  hosts.set(name, host);
  return { host: name, disconnect: () => hosts.delete(name) };
}
