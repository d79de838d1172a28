import type { Certificates } from "./certificates.ts";

/** Servers of https by their real names, on the loopback interface. */
export interface HttpsFront extends AsyncDisposable {
  /** The address of a proxy that leads to them: what `HTTPS_PROXY` takes. */
  proxy: string;
}

/** Longest request to the proxy. */
const HEAD_LIMIT_BYTES = 8192;

/**
 * Serves https for every host of a certificate. A client that trusts the
 * certificate's authority and takes the proxy speaks https to those hosts as on
 * the internet; the proxy leads nowhere else.
 *
 * @param answer Gets each request with the host's real name in its address.
 */
export function httpsFront(
  { certificate, key }: Certificates,
  answer: (request: Request) => Promise<Response>,
): HttpsFront {
  const loopback = { hostname: "127.0.0.1", port: 0 };
  const closing = new AbortController();
  const { signal } = closing;
  const server = Deno.serve(
    { ...loopback, cert: certificate, key, signal, onListen() {} },
    answer,
  );
  const proxy = Deno.listen(loopback);
  const tunnels = new Set<Deno.Conn>();
  const accepting = (async () => {
    for await (const client of proxy) {
      tunnel(client, server.addr.port, tunnels).catch(() => client.close());
    }
  })();
  return {
    proxy: `http://127.0.0.1:${proxy.addr.port}`,
    async [Symbol.asyncDispose]() {
      proxy.close();
      await accepting;
      for (const end of tunnels) close(end);
      // Some answers may never come.
      closing.abort();
      await server.finished;
    },
  };
}

/** Answers CONNECT, then passes on what both ends say. */
async function tunnel(
  client: Deno.Conn,
  port: number,
  tunnels: Set<Deno.Conn>,
): Promise<void> {
  tunnels.add(client);
  const head = await headOf(client);
  const say = (line: string) =>
    client.write(new TextEncoder().encode(`HTTP/1.1 ${line}\r\n\r\n`));
  if (!/^CONNECT \S+:443 /.test(head)) {
    await say("403 Forbidden");
    return close(client);
  }
  const server = await Deno.connect({ hostname: "127.0.0.1", port });
  tunnels.add(server);
  await say("200 OK");
  // Either end may break off.
  await Promise.allSettled([
    client.readable.pipeTo(server.writable),
    server.readable.pipeTo(client.writable),
  ]);
  for (const end of [client, server]) {
    tunnels.delete(end);
    close(end);
  }
}

async function headOf(client: Deno.Conn): Promise<string> {
  const bytes = new Uint8Array(HEAD_LIMIT_BYTES);
  let length = 0;
  while (length < bytes.length) {
    const read = await client.read(bytes.subarray(length));
    if (read === null) break;
    length += read;
    const head = new TextDecoder().decode(bytes.subarray(0, length));
    // A client waits for the answer before it says more.
    if (head.endsWith("\r\n\r\n")) return head;
  }
  return "";
}

function close(end: Deno.Conn): void {
  try {
    end.close();
  } catch (error) {
    // It was closed from its other side.
    if (!(error instanceof Deno.errors.BadResource)) throw error;
  }
}
