/** Only this machine may reach the workspace: it asks for no credential. */
const HOSTNAME = "127.0.0.1";

const LOOPBACK_HOST = /^(127\.0\.0\.1|localhost)(:\d+)?$/i;

/**
 * Serves a workspace on 127.0.0.1 and prints its address.
 *
 * @param port The port; 0 chooses a free one.
 * @param handle Answers the requests that are not refused.
 * @returns The server.
 * @throws {Deno.errors.AddrInUse} if something listens at the port already.
 */
export function serve(
  port: number,
  handle: (request: Request) => Promise<Response>,
): Deno.HttpServer {
  return Deno.serve({
    hostname: HOSTNAME,
    port,
    onListen: (address) =>
      console.log(
        `local workspace ready at http://${HOSTNAME}:${address.port}`,
      ),
    onError: (error) => {
      console.error(error);
      return Response.json({ error: String(error) }, { status: 500 });
    },
  }, (request) => refuseOtherSites(request) ?? handle(request));
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
      `Host: expected 127.0.0.1 or localhost, got ${JSON.stringify(host)}`,
    );
  }
  const origin = headers.get("origin");
  if (origin !== null && !isOwnOrigin(origin, host)) {
    return refusal(`Origin: ${JSON.stringify(origin)} is another site`);
  }
  return null;
}

function refusal(error: string): Response {
  return Response.json({ error }, { status: 403 });
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
