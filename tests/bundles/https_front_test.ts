import { assertEquals, assertMatch, assertRejects } from "@std/assert";
import { makeCertificates } from "../../scripts/bundle/certificates.ts";
import { httpsFront } from "../../scripts/bundle/https_front.ts";

const certificates = makeCertificates(["one.invalid", "two.invalid"]);

/** A front that answers with what it was asked, and a client that takes it. */
function setting(caCerts: string[]) {
  const front = httpsFront(
    certificates,
    async (request) =>
      Response.json([request.method, request.url, await request.text()]),
  );
  const client = Deno.createHttpClient({
    caCerts,
    proxy: { url: front.proxy },
  });
  return {
    get: (url: string) => fetch(url, { client }),
    send: (url: string, body: string) =>
      fetch(url, { client, method: "POST", body }),
    proxy: front.proxy,
    async [Symbol.asyncDispose]() {
      client.close();
      await front[Symbol.asyncDispose]();
    },
  };
}

Deno.test("each host of the certificate is reached by its name", async () => {
  await using front = setting([certificates.authority]);
  const first = await front.get("https://one.invalid/a?b=c");
  assertEquals(await first.json(), ["GET", "https://one.invalid/a?b=c", ""]);
  const second = await front.send("https://two.invalid/", "d");
  assertEquals(await second.json(), ["POST", "https://two.invalid/", "d"]);
});

Deno.test("a host without a certificate, and a client without trust, get nothing", async () => {
  await using front = setting([certificates.authority]);
  await assertRejects(() => front.get("https://three.invalid/"), TypeError);
  const other = makeCertificates(["one.invalid"]);
  await using distrustful = setting([other.authority]);
  await assertRejects(() => distrustful.get("https://one.invalid/"), TypeError);
});

Deno.test("the proxy leads to https alone", async () => {
  await using front = setting([certificates.authority]);
  await assertRejects(() => front.get("https://one.invalid:8443/"), TypeError);
  const plain = await fetch(front.proxy);
  assertEquals(plain.status, 403);
  assertEquals(await plain.text(), "");
});

Deno.test("each certificate is a new one, and its key is of no use to others", () => {
  const again = makeCertificates(["one.invalid"]);
  for (const name of ["authority", "certificate", "key"] as const) {
    assertMatch(again[name], /^-----BEGIN [A-Z ]+-----\n[\w+/=\n]+-----END/);
    assertEquals(again[name] === certificates[name], false, name);
  }
});

Deno.test("an answer that never comes does not hold the front", async () => {
  const front = httpsFront(certificates, () => new Promise(() => {}));
  const client = Deno.createHttpClient({
    caCerts: [certificates.authority],
    proxy: { url: front.proxy },
  });
  const asking = assertRejects(() => fetch("https://one.invalid/", { client }));
  await new Promise((resolve) => setTimeout(resolve, 100));
  await front[Symbol.asyncDispose]();
  await asking;
  client.close();
});
