import { assertEquals, assertMatch } from "@std/assert";
import { LINK } from "./fixture/app.ts";
import { type Rig, START, withWorkspace } from "./fixture/workspace.ts";

const HOOK = {
  ...LINK,
  type: "webhook",
  name: "Hook",
  inputs: { text: { value: "{{data.text}}" } },
};

/** Its address and what its runs got, with a way to call it. */
async function hooked(
  test: (
    rig: Rig,
    call: (body: unknown, path?: string) => Promise<Response>,
    got: unknown[],
    path: string,
  ) => Promise<void>,
  trigger: Record<string, unknown> = {},
) {
  const got: unknown[] = [];
  const handler = ({ inputs }: { inputs: Record<string, unknown> }) => {
    got.push(inputs.text);
    return { outputs: {} };
  };
  const app = {
    functions: { work: { inputs: { text: { type: "string" } }, handler } },
    inputs: { text: { type: "string" } },
    steps: [{
      id: "0",
      function_id: "#/functions/work",
      inputs: { text: "{{inputs.text}}" },
    }],
    triggers: [{ ...HOOK, ...trigger }],
  };
  await withWorkspace(app, { rates: "documented" }, async (rig) => {
    const { body: [{ webhook_url }] } = await rig.ask(
      "GET",
      "/control/triggers",
    );
    const { pathname } = new URL(webhook_url);
    const call = (body: unknown, path = pathname) =>
      rig.workspace.handle(
        new Request(`http://local${path}`, {
          method: "POST",
          body: typeof body === "string" ? body : JSON.stringify(body),
        }),
      );
    await test(rig, call, got, pathname);
  });
}

Deno.test("a webhook is called by its address, and its run comes with the clock", async () => {
  await hooked(async ({ workspace }, call, got, path) => {
    assertMatch(path, /^\/triggers\/TLOCAL\/\d+\/[0-9a-f]{32}$/);
    const response = await call({ text: "hello" });
    assertEquals([response.status, await response.json()], [200, { ok: true }]);
    assertEquals(got, []);
    await workspace.advance(Date.parse(START) + 1000);
    assertEquals(got, ["hello"]);
  });
});

Deno.test("a webhook with a wrong secret does not exist", async () => {
  await hooked(async ({ workspace }, call, got, path) => {
    for (const wrong of [path.slice(0, -1), `${path}0`, "/triggers/TLOCAL/1"]) {
      assertEquals((await call({}, wrong)).status, 404, wrong);
    }
    await workspace.advance(Date.parse(START) + 1000);
    assertEquals(got, []);
  });
});

Deno.test("a webhook takes flat JSON alone", async () => {
  await hooked(async (_, call) => {
    for (const body of [{ text: { a: 1 } }, { text: [1] }, [], "text", ""]) {
      const response = await call(body);
      assertEquals(response.status, 400, JSON.stringify(body));
      const { error } = await response.json();
      assertEquals(error, "parameter_validation_failed");
    }
  });
});

Deno.test("a webhook takes ten calls a minute", async () => {
  await hooked(async ({ workspace }, call, got) => {
    for (let n = 0; n < 10; n++) assertEquals((await call({})).status, 200);
    const limited = await call({});
    assertEquals(limited.status, 429);
    assertEquals(limited.headers.get("retry-after"), "60");
    await workspace.advance(Date.parse(START) + 60_000);
    assertEquals((await call({ text: "again" })).status, 200);
    await workspace.advance(Date.parse(START) + 61_000);
    assertEquals([got.length, got.at(-1)], [11, "again"]);
  });
});

Deno.test("a webhook's filter lets through what it says", async () => {
  const statement = "{{data.text}} CONTAINS yes";
  const filter = { version: 1, root: { statement } };
  await hooked(async ({ workspace, ask }, call, got) => {
    for (const text of ["yes, please", "no"]) {
      assertEquals((await call({ text })).status, 200);
    }
    await workspace.advance(Date.parse(START) + 1000);
    assertEquals(got, ["yes, please"]);
    const [{ id }] = (await ask("GET", "/control/triggers")).body;
    const trip = await ask("POST", `/control/triggers/${id}/trip`, {
      data: { text: "no" },
    });
    assertEquals(trip, {
      status: 400,
      body: { error: "data: the filter of Hook lets none through" },
    });
  }, { webhook: { filter } });
});
