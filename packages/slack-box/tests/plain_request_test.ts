import { assert, assertEquals } from "@std/assert";
import { plainRequest } from "../network.ts";

const URL_OF_CALL = "http://w1.slack-box.local/x/Fx1/api/auth.test?a=b";

const NAMES = ["authorization", "content-type", "user-agent", "x-none"];

async function read(init: RequestInit) {
  const request = new Request(URL_OF_CALL, init);
  return {
    method: request.method,
    url: request.url,
    headers: NAMES.map((name) => request.headers.get(name)),
    body: await request.text(),
  };
}

Deno.test("a plain request says what a Request would", async () => {
  const form = new URLSearchParams({ text: "é & <b>", list: "[1]" });
  const cases: RequestInit[] = [
    {},
    { method: "GET", headers: { Authorization: "Bearer xoxp-1" } },
    { method: "POST" },
    { method: "POST", body: "" },
    { method: "POST", body: '{"a":1}' },
    {
      method: "POST",
      body: '{"a":1}',
      headers: { "Content-Type": "application/json" },
    },
    { method: "POST", body: form },
    {
      method: "POST",
      body: form,
      headers: {
        "Authorization": "Bearer xwfp-1",
        "Content-Type": "application/x-www-form-urlencoded",
        "User-Agent": "Deno/1 (x; y)",
      },
    },
    { method: "PUT", headers: new Headers({ "user-agent": " spaced  out " }) },
    { method: "DELETE", body: null },
  ];
  for (const init of cases) {
    const plain = plainRequest(URL_OF_CALL, init);
    assert(plain !== null, JSON.stringify(init));
    const { method, url, header, body } = plain;
    assertEquals(
      { method, url, headers: NAMES.map(header), body: String(body ?? "") },
      await read(init),
    );
  }
});

Deno.test("a request that is not plain needs a Request", () => {
  const cases: RequestInit[] = [
    { method: "post" },
    { method: "TRACE" },
    { body: "a" },
    { method: "POST", body: new FormData() },
    { method: "POST", body: new Uint8Array([97]) },
    { method: "POST", body: new Blob(["a"]) },
    { headers: [["authorization", "Bearer a"]] },
    { headers: { authorization: "Bearer a ", Authorization: "Bearer b" } },
    { headers: { authorization: "Bearer a", Authorization: "Bearer b" } },
    { headers: { authorization: "Bearer a\n" } },
    { headers: { authorization: "Bearer é" } },
    { headers: { "a b": "c" } },
    { headers: { a: 1 } as unknown as Record<string, string> },
  ];
  for (const init of cases) {
    assertEquals(plainRequest(URL_OF_CALL, init), null, JSON.stringify(init));
  }
});
