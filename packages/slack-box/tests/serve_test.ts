import { assert, assertEquals, assertStringIncludes } from "@std/assert";
import { refuseOtherSites, withWholeBody } from "../serve.ts";

const HOST = "127.0.0.1:4390";

async function assertRefused(headers: Record<string, string>, named: string) {
  const request = new Request(`http://${HOST}/control/clock`, { headers });
  const response = refuseOtherSites(request);
  assertEquals(response?.status, 403, JSON.stringify(headers));
  const { error } = await response!.json();
  assertStringIncludes(error, named);
}

function assertPasses(headers: Record<string, string>) {
  const request = new Request(`http://${HOST}/control/clock`, { headers });
  assertEquals(refuseOtherSites(request), null, JSON.stringify(headers));
}

Deno.test("requests to this machine pass, by either of its names", () => {
  for (const host of [HOST, "127.0.0.1", "localhost:4390", "LOCALHOST"]) {
    assertPasses({ host });
  }
});

Deno.test("a Host that is not this machine's is refused", async () => {
  const hosts = [
    "example.com",
    "example.com:4390",
    "localhost.example.com",
    "127.0.0.1.example.com",
    "127.0.0.1@example.com",
    "[::1]:4390",
    "10.0.0.1",
    "",
  ];
  for (const host of hosts) await assertRefused({ host }, "Host: expected");
  await assertRefused({}, "Host: expected");
});

Deno.test("an Origin passes only if it is the workspace's own", async () => {
  assertPasses({ host: HOST, origin: `http://${HOST}` });
  assertPasses({ host: HOST, origin: "http://localhost:4390" });
  assertPasses({ host: "localhost", origin: "http://localhost" });
  const origins = [
    "https://example.com",
    "http://example.com:4390",
    "http://localhost.example.com:4390",
    "http://127.0.0.1:3000",
    "http://localhost",
    `https://${HOST}`,
    "null",
    "",
  ];
  for (const origin of origins) {
    await assertRefused({ host: HOST, origin }, "is another site");
  }
});

Deno.test("a body may have 16 MB, and no byte more", async () => {
  const bytes = 16 * 1024 * 1024;
  const url = `http://${HOST}/control/schedules`;
  const put = (body: BodyInit) =>
    withWholeBody(new Request(url, { method: "PUT", body }));
  const whole = await put(new Uint8Array(bytes).fill(97));
  assert(whole instanceof Request);
  assertEquals((await whole.text()).length, bytes);
  const tooLarge = await put(new Uint8Array(bytes + 1));
  assert(tooLarge instanceof Response);
  assertEquals(tooLarge.status, 413);
  assertStringIncludes((await tooLarge.json()).error, "16777216 bytes");
});
