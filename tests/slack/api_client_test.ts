import { assertEquals, assertRejects } from "@std/assert";
import * as sdk from "deno-slack-sdk/mod.ts";
import { createApiClient } from "../../slack/api_client.ts";
import { call, type SlackClient } from "../../slack/call.ts";
import { failureOf } from "./produced_failure.ts";

/** A request as it arrived. */
interface Arrived {
  line: string;
  headers: Record<string, string>;
  body: string;
}

/** Slack's address on the loopback, with one answer for all requests. */
function serve(answer: () => Response) {
  const arrived: Arrived[] = [];
  const server = Deno.serve(
    { hostname: "127.0.0.1", port: 0, onListen() {} },
    async (request) => {
      const line = `${request.method} ${new URL(request.url).pathname}`;
      const headers = Object.fromEntries(request.headers);
      arrived.push({ line, headers, body: await request.text() });
      return answer();
    },
  );
  return {
    arrived,
    url: `http://127.0.0.1:${server.addr.port}/api/`,
    [Symbol.asyncDispose]: () => server.shutdown(),
  };
}

/** Sends these bytes for an answer, and cuts the connection. */
function cutAfter(bytes: string) {
  const listener = Deno.listen({ hostname: "127.0.0.1", port: 0 });
  const served = (async () => {
    for await (const connection of listener) {
      await connection.read(new Uint8Array(10_000));
      await connection.write(new TextEncoder().encode(bytes));
      connection.close();
    }
  })();
  return {
    url: `http://127.0.0.1:${listener.addr.port}/api/`,
    async [Symbol.asyncDispose]() {
      listener.close();
      await served;
    },
  };
}

/** The client that the SDK gives a function. */
async function clientOfSdk(token: string, url: string): Promise<SlackClient> {
  const definition = sdk.DefineFunction({
    callback_id: "sample",
    title: "Sample",
    source_file: "sample.ts",
  });
  let given: unknown;
  const run = sdk.SlackFunction(definition, ({ client }) => {
    given = client;
    return { outputs: {} };
  });
  const context = { token, env: { SLACK_API_URL: url }, inputs: {} };
  await run(context as unknown as Parameters<typeof run>[0]);
  return given as SlackClient;
}

const ok = () => Response.json({ ok: true, user_id: "UANN", list: [1] });

Deno.test("a call arrives as the SDK's own client sends it", async () => {
  await using slack = serve(ok);
  const clients = [
    await clientOfSdk("xwfp-app", slack.url),
    createApiClient("xwfp-app", slack.url),
  ];
  const calls: [method: string, data?: Record<string, unknown>][] = [
    ["auth.test"],
    ["users.info", { user: "UANN", include_locale: true }],
    ["users.profile.set", {
      token: "xoxp-own",
      profile: { status_text: "On call & busy = “yes”", status_emoji: "" },
    }],
    ["apps.datastore.bulkGet", { datastore: "people", ids: ["a", "b"] }],
    ["users.list", { limit: 200, cursor: undefined, empty: "", none: null }],
  ];
  for (const [method, data] of calls) {
    for (const client of clients) await client.apiCall(method, data);
    const [expected, sent] = slack.arrived.splice(0);
    const { "user-agent": agentOfSdk, ...headers } = expected!.headers;
    const { "user-agent": agent, ...ours } = sent!.headers;
    assertEquals({ ...sent, headers: ours }, { ...expected, headers });
    const [deno, os] = agentOfSdk!.split(" ");
    assertEquals(agent, `${deno} ${os} shiftlight`);
  }
});

Deno.test("a call is a form of texts and JSON, sent with the token of the client or its own", async () => {
  await using slack = serve(ok);
  const client = createApiClient("xwfp-app", slack.url.replace(/\/$/, ""));
  const answer = await client.apiCall("users.list", {
    cursor: "a b&c",
    limit: 2,
    profile: { a: "ü" },
    left_out: undefined,
  });
  assertEquals(answer, { ok: true, user_id: "UANN", list: [1] });
  await client.apiCall("auth.test", { token: "xoxp-own" });
  const [plain, own] = slack.arrived;
  assertEquals(plain!.line, "POST /api/users.list");
  assertEquals([...new URLSearchParams(plain!.body)], [
    ["cursor", "a b&c"],
    ["limit", "2"],
    ["profile", '{"a":"ü"}'],
  ]);
  assertEquals(plain!.headers["authorization"], "Bearer xwfp-app");
  assertEquals(own!.headers["authorization"], "Bearer xoxp-own");
});

Deno.test("an empty token does not become the app's", async () => {
  await using slack = serve(ok);
  const client = createApiClient("xwfp-app", slack.url);
  await client.apiCall("auth.test", { token: "" });
  assertEquals(slack.arrived[0]!.headers["authorization"], "Bearer");
});

Deno.test("a refusal for too many calls names the seconds to wait", async () => {
  const headers = { "Retry-After": "7" };
  await using slack = serve(() =>
    new Response("slow down", { status: 429, headers })
  );
  const client = createApiClient("xwfp-app", slack.url);
  const failure = await failureOf(() => call(client, "users.profile.set", {}));
  assertEquals(
    [failure.error, failure.kind, failure.retryAfterSeconds],
    ["ratelimited", "retry", 7],
  );
});

Deno.test("a status other than 2xx is a failure that names it, a rare one too", async () => {
  for (const status of [500, 503, 520, 404]) {
    await using slack = serve(() =>
      new Response("<html>xoxp-in-the-answer</html>", { status })
    );
    const client = createApiClient("xwfp-app", slack.url);
    const thrown = await assertRejects(
      () => client.apiCall("users.info"),
      Error,
    );
    assertEquals(thrown.message, `users.info: HTTP status ${status}`);
    const read = await failureOf(() => call(client, "users.info", {}));
    const write = await failureOf(() => call(client, "chat.postMessage", {}));
    assertEquals([read.error, read.kind], [`http_${status}`, "retry"]);
    assertEquals([write.error, write.kind], [`http_${status}`, "unknown"]);
    assertEquals(read.message, `users.info: http_${status}`);
  }
});

Deno.test("an answer that is not a JSON object is a failure that says so", async () => {
  for (const body of ["<html></html>", "", "null", "[]", '"ok"', "true"]) {
    await using slack = serve(() => new Response(body));
    const client = createApiClient("xwfp-app", slack.url);
    const read = await failureOf(() => call(client, "users.info", {}));
    const write = await failureOf(() => call(client, "chat.postMessage", {}));
    assertEquals([read.kind, write.kind], ["retry", "unknown"], body);
    assertEquals(
      read.message,
      "users.info: malformed_answer; the answer is not a JSON object",
      body,
    );
  }
});

Deno.test("a connection that is cut is no answer; a status that came first counts", async () => {
  const cases: [sent: string, error: string, seconds: number | null][] = [
    ["", "no_answer", null],
    ["HTTP/1.1 200 OK\r\nContent-Length: 99\r\n\r\n{", "no_answer", null],
    ["HTTP/1.1 500 X\r\nContent-Length: 99\r\n\r\n<", "http_500", null],
    [
      "HTTP/1.1 429 X\r\nRetry-After: 3\r\nContent-Length: 99\r\n\r\n{",
      "ratelimited",
      3,
    ],
  ];
  for (const [sent, error, seconds] of cases) {
    await using slack = cutAfter(sent);
    const client = createApiClient("xwfp-app", slack.url);
    const failure = await failureOf(() => call(client, "users.info", {}));
    assertEquals([failure.error, failure.kind], [error, "retry"], sent);
    assertEquals(failure.retryAfterSeconds, seconds, sent);
  }
});

Deno.test("an address that refuses connections is no answer", async () => {
  const listener = Deno.listen({ hostname: "127.0.0.1", port: 0 });
  const url = `http://127.0.0.1:${listener.addr.port}/api/`;
  listener.close();
  const client = createApiClient("xwfp-app", url);
  const failure = await failureOf(() => call(client, "dnd.endSnooze", {}));
  assertEquals([failure.error, failure.kind], ["no_answer", "unknown"]);
});

Deno.test("without an address, calls go to slack.com", async () => {
  for (const url of [undefined, ""]) {
    const seen: string[] = [];
    const real = globalThis.fetch;
    globalThis.fetch = (input) => {
      seen.push(String(input));
      return Promise.resolve(ok());
    };
    try {
      await createApiClient("xwfp-app", url).apiCall("auth.test");
    } finally {
      globalThis.fetch = real;
    }
    assertEquals(seen, ["https://slack.com/api/auth.test"]);
  }
});
