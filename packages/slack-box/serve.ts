/** Only this machine may reach the workspace: it asks for no credential. */
const HOSTNAME = "127.0.0.1";

/** A makers' calendar of a whole company has some megabytes. */
const LARGEST_BODY_BYTES = 16 * 1024 * 1024;

const LOOPBACK_HOST = /^(127\.0\.0\.1|localhost)(:\d+)?$/i;

/**
 * Serves a workspace on 127.0.0.1 and prints its address.
 *
 * @param port The port; 0 chooses a free one.
 * @param handle Answers the requests that are not refused.
 * @param onReady Told the address, once it is printed.
 * @returns The server.
 * @throws {Deno.errors.AddrInUse} if something listens at the port already.
 */
export function serve(
  port: number,
  handle: (request: Request) => Promise<Response>,
  onReady: (root: string) => unknown = () => {},
): Deno.HttpServer {
  return Deno.serve({
    hostname: HOSTNAME,
    port,
    onListen: (address) => {
      const root = `http://${HOSTNAME}:${address.port}`;
      console.log(`local workspace ready at ${root}`);
      onReady(root);
    },
    onError: (error) => {
      console.error(error);
      return Response.json({ error: String(error) }, { status: 500 });
    },
  }, async (request) => {
    const refused = refuseOtherSites(request);
    if (refused !== null) return refused;
    const whole = await withWholeBody(request);
    return whole instanceof Request ? await handle(whole) : whole;
  });
}

/**
 * Reads a request's body. Its announced length is not believed.
 *
 * @param request A request as it came over HTTP.
 * @returns the request with a body of at most 16 MB, or 413 with `{"error"}`.
 */
export async function withWholeBody(
  request: Request,
): Promise<Request | Response> {
  if (request.body === null) return request;
  const chunks: Uint8Array[] = [];
  let bytes = 0;
  for await (const chunk of request.body) {
    bytes += chunk.length;
    if (bytes > LARGEST_BODY_BYTES) {
      return refusal(413, `the body has more than ${LARGEST_BODY_BYTES} bytes`);
    }
    chunks.push(chunk);
  }
  const { method, headers, url, signal } = request;
  const body = new Blob(chunks as BlobPart[]);
  return new Request(url, { method, headers, signal, body });
}

/**
 * Refuses what web pages send from a browser on this machine. A page of another
 * site gives itself away by its `Origin`, and one whose name was made to point
 * at this machine (DNS rebinding) by its `Host`.
 *
 * @param request A request as it came over HTTP.
 * @returns 403 with `{"error"}`, or `null` if the request may pass.
 */
export function refuseOtherSites({ headers }: Request): Response | null {
  const host = headers.get("host");
  if (host === null || !LOOPBACK_HOST.test(host)) {
    return refusal(
      403,
      `Host: expected 127.0.0.1 or localhost, got ${JSON.stringify(host)}`,
    );
  }
  const origin = headers.get("origin");
  if (origin !== null && !isOwnOrigin(origin, host)) {
    return refusal(403, `Origin: ${JSON.stringify(origin)} is another site`);
  }
  return null;
}

function refusal(status: number, error: string): Response {
  return Response.json({ error }, { status });
}

/** Whether an origin is the workspace's own, by either name of this machine. */
function isOwnOrigin(origin: string, host: string): boolean {
  const [scheme, rest = ""] = origin.split("://");
  return scheme === "http" && LOOPBACK_HOST.test(rest) &&
    portOf(rest) === portOf(host);
}

function portOf(host: string): string {
  return host.split(":")[1] ?? "80";
}
