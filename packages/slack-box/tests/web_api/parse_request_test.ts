import { assertEquals } from "@std/assert";
import { parseApiRequest } from "../../web_api/parse_request.ts";

const URL_BASE = "http://127.0.0.1:4390/api/users.profile.set";

function post(
  body: BodyInit,
  headers: Record<string, string> = {},
  url = URL_BASE,
): Request {
  return new Request(url, { method: "POST", body, headers });
}

const FORM = { "content-type": "application/x-www-form-urlencoded" };
const JSON_TYPE = { "content-type": "application/json; charset=utf-8" };

Deno.test("a form's values stay strings, and the token is taken out", async () => {
  const body = "token=xoxp-1&user=U1&limit=20&profile=%7B%22a%22%3A1%7D&empty=";
  assertEquals(await parseApiRequest(post(body, FORM)), {
    method: "users.profile.set",
    args: { user: "U1", limit: "20", profile: '{"a":1}', empty: "" },
    token: "xoxp-1",
  });
});

Deno.test("a form without a content type is a form", async () => {
  const request = new Request(URL_BASE, {
    method: "POST",
    body: new TextEncoder().encode("user=U1"),
  });
  assertEquals((await parseApiRequest(request)).args, { user: "U1" });
});

Deno.test("JSON keeps its types", async () => {
  const body = JSON.stringify({ profile: { status_text: "é" }, limit: 20 });
  assertEquals(await parseApiRequest(post(body, JSON_TYPE)), {
    method: "users.profile.set",
    args: { profile: { status_text: "é" }, limit: 20 },
    token: null,
  });
});

Deno.test("the token of the header wins over one in the body", async () => {
  const headers = { authorization: "Bearer xoxp-header" };
  const form = post("token=xoxp-body", { ...FORM, ...headers });
  assertEquals((await parseApiRequest(form)).token, "xoxp-header");
  const json = post('{"token":"xoxp-body"}', { ...JSON_TYPE, ...headers });
  const parsed = await parseApiRequest(json);
  assertEquals([parsed.token, parsed.args], ["xoxp-header", {}]);
  const alone = post('{"token":"xoxp-body"}', JSON_TYPE);
  assertEquals((await parseApiRequest(alone)).token, "xoxp-body");
});

Deno.test("an empty bearer is no token", async () => {
  const request = post("", { ...FORM, authorization: "Bearer " });
  assertEquals((await parseApiRequest(request)).token, null);
});

Deno.test("arguments may come in the query, of a GET too", async () => {
  const url = "http://127.0.0.1/api/users.info?user=U%201&token=xoxp-1";
  const expected = {
    method: "users.info",
    args: { user: "U 1" },
    token: "xoxp-1",
  };
  assertEquals(await parseApiRequest(new Request(url)), expected);
  assertEquals(await parseApiRequest(post("", {}, url)), expected);
});

Deno.test("multipart forms are read", async () => {
  const form = new FormData();
  form.set("user", "U1");
  assertEquals((await parseApiRequest(post(form))).args, { user: "U1" });
});

Deno.test("an unreadable body is named", async () => {
  const cases: [string, Record<string, string>, string][] = [
    ["{broken", JSON_TYPE, "invalid_json"],
    ["[1]", JSON_TYPE, "json_not_object"],
    ["null", JSON_TYPE, "json_not_object"],
    ["a", { "content-type": "text/plain" }, "invalid_post_type"],
    ["a", { "content-type": "multipart/form-data" }, "invalid_form_data"],
  ];
  for (const [body, headers, error] of cases) {
    const request = await parseApiRequest(post(body, headers));
    assertEquals(request.malformed, error);
    assertEquals(request.method, "users.profile.set");
  }
});
