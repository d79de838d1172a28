import { assert, assertEquals } from "@std/assert";
import { addExternalToken } from "../engine/credentials.ts";
import { callSlack, type FixtureContext } from "./fixture/app.ts";
import { SHIFTLIGHT_HOOKS, shiftlightScenario } from "./fixture/shiftlight.ts";
import { type Rig, START_MS, withWorkspace } from "./fixture/workspace.ts";

/** What one call came to: an error, `ok`, or what it threw. */
async function attempt(
  context: FixtureContext,
  method: string,
  args: Record<string, unknown> = {},
): Promise<string> {
  try {
    const answer = await callSlack(context, method, args);
    return answer.ok === true ? "ok" : String(answer.error);
  } catch (error) {
    return (error as Error).message;
  }
}

/** Runs `script` as a function, after arming `faults`. */
async function withFaults(
  faults: unknown[],
  script: (context: FixtureContext) => Promise<unknown>,
  check: (rig: Rig) => Promise<void> = () => Promise.resolve(),
): Promise<void> {
  const handler = async (context: FixtureContext) => {
    await script(context);
    return { outputs: {} };
  };
  const fixture = { functions: { work: { handler } }, hooks: SHIFTLIGHT_HOOKS };
  const options = { scenario: shiftlightScenario() };
  await withWorkspace(fixture, options, async (rig) => {
    for (const fault of faults) {
      const answer = await rig.ask("POST", "/control/faults", fault);
      assertEquals(answer.status, 200, answer.body.error);
    }
    const run = await rig.go();
    assertEquals(run.steps[0]?.error, undefined);
    await check(rig);
  });
}

Deno.test("a fault fails as many calls as it says, once by default", async () => {
  const seen: string[] = [];
  await withFaults([
    { method: "auth.test", error: "fatal_error", times: 2 },
    { method: "auth.test", error: "internal_error" },
    { method: "users.info", error: "fatal_error" },
  ], async (context) => {
    for (let n = 0; n < 4; n++) seen.push(await attempt(context, "auth.test"));
  });
  assertEquals(seen, ["fatal_error", "fatal_error", "internal_error", "ok"]);
});

Deno.test("a fault lets as many calls pass first as it says", async () => {
  const seen: string[] = [];
  await withFaults([
    { method: "auth.test", error: "fatal_error", skip: 2, times: 2 },
    { method: "auth.test", error: "internal_error", skip: 1, user: "UBOB" },
  ], async (context) => {
    for (let n = 0; n < 5; n++) seen.push(await attempt(context, "auth.test"));
  });
  assertEquals(seen, ["ok", "ok", "fatal_error", "fatal_error", "ok"]);
});

Deno.test("a call that gets no answer ends with its execution", async () => {
  const seen: string[] = [];
  const handler = async (context: FixtureContext) => {
    seen.push(await attempt(context, "auth.test"));
    seen.push(await attempt(context, "auth.test"));
    return { outputs: {} };
  };
  await withWorkspace({ functions: { work: { handler } } }, {}, async (rig) => {
    await rig.ask("POST", "/control/faults", {
      method: "auth.test",
      hang: true,
      skip: 1,
    });
    const { status } = await rig.go();
    assertEquals([status, seen], ["failed", ["ok"]]);
    const { log } = (await rig.ask("GET", "/control/requests")).body;
    assertEquals(
      log.map(({ error }: { error?: string }) => error),
      [undefined, "no_answer"],
    );
  });
});

Deno.test("a fault for one person does not affect the others", async () => {
  const seen: string[] = [];
  await withFaults([
    { method: "users.info", user: "UBOB", error: "user_not_found" },
  ], async (context) => {
    for (const user of ["UALICE", "UBOB", "UBOB"]) {
      seen.push(await attempt(context, "users.info", { user }));
    }
  });
  assertEquals(seen, ["ok", "user_not_found", "ok"]);
});

Deno.test("a call without a user argument counts as the token owner's", async () => {
  await withFaults(
    [{ method: "auth.test", user: "UBOB", error: "token_revoked" }],
    async () => {},
    async ({ ask }) => {
      const [alice, bob] = (await ask("GET", "/control/people")).body;
      const test = async (token: string) =>
        (await ask("POST", "/api/auth.test", { token })).body.ok;
      assertEquals(await test(alice.token), true);
      assertEquals(await test(bob.token), false);
      assertEquals(await test(bob.token), true);
    },
  );
});

Deno.test("apps.auth.external.get counts as its token's person", async () => {
  const seen: string[] = [];
  let external = "";
  const handler = async (context: FixtureContext) => {
    const args = { external_token_id: external };
    for (let n = 0; n < 2; n++) {
      seen.push(await attempt(context, "apps.auth.external.get", args));
    }
    return { outputs: {} };
  };
  await withWorkspace({ functions: { work: { handler } } }, {}, async (rig) => {
    external = addExternalToken(rig.workspace.state, "UALICE");
    const fault = {
      method: "apps.auth.external.get",
      error: "access_token_exchange_failed",
    };
    await rig.ask("POST", "/control/faults", { ...fault, user: "UBOB" });
    await rig.go();
    assertEquals(seen, ["ok", "ok"]);
    await rig.ask("POST", "/control/faults", { ...fault, user: "UALICE" });
    await rig.go();
    assertEquals(seen.slice(2), ["access_token_exchange_failed", "ok"]);
  });
});

Deno.test("statuses and waits are answered as Slack does", async () => {
  const seen: unknown[] = [];
  await withFaults([
    { method: "auth.test", status: 429, retry_after: 7 },
    { method: "auth.test", error: "ratelimited", retry_after: 9 },
    { method: "auth.test", status: 503 },
  ], async ({ env }) => {
    for (let n = 0; n < 3; n++) {
      const response = await fetch(`${env.SLACK_API_URL}auth.test`);
      const { error } = await response.json();
      const wait = response.headers.get("retry-after");
      seen.push([response.status, wait, error]);
    }
  });
  assertEquals(seen, [
    [429, "7", "ratelimited"],
    [429, "9", "ratelimited"],
    [503, null, "service_unavailable"],
  ]);
});

Deno.test("the roster provider fails in its own words", async () => {
  const seen: unknown[] = [];
  await withFaults([
    { method: "pagerduty", status: 500 },
    { method: "pagerduty", status: 401 },
    { method: "pagerduty", status: 429, retry_after: 12 },
  ], async ({ env }) => {
    for (let n = 0; n < 4; n++) {
      const response = await fetch(`${env.PAGERDUTY_API_URL}/oncalls`, {
        headers: { authorization: `Token token=${env.PAGERDUTY_TOKEN}` },
      });
      const { error } = await response.json();
      const reset = response.headers.get("ratelimit-reset");
      seen.push([response.status, error?.code, reset]);
    }
  });
  assertEquals(seen.slice(0, 3), [
    [500, 2000, null],
    [401, 2006, null],
    [429, 2020, "12"],
  ]);
  assertEquals((seen[3] as unknown[])[0], 200);
});

const CUT = "connection closed before message completed";

Deno.test("a cut before does no work, and a cut after does it", async () => {
  for (const [cut, posted] of [["before", 0], ["after", 1]] as const) {
    const seen: string[] = [];
    let took = 0;
    await withFaults(
      [{ method: "chat.postMessage", cut }],
      async (context) => {
        const start = context.clock.now();
        const args = { channel: "UALICE", text: "hi" };
        seen.push(await attempt(context, "chat.postMessage", args));
        took = context.clock.now() - start;
      },
      async ({ ask }) => {
        const messages = await ask("GET", "/control/messages");
        assertEquals(messages.body.length, posted, cut);
      },
    );
    assertEquals(seen, [CUT]);
    assertEquals(took, 80);
  }
});

Deno.test("a bulk call fails for every second item and does the rest", async () => {
  const seen: Record<string, unknown>[] = [];
  const datastore = "consents";
  const verbs = ["bulkPut", "bulkGet", "bulkDelete"];
  const items = ["U1", "U2", "U3"].map((person) => ({ person }));
  const ids = ["U1", "U2", "U3"];
  await withFaults(
    verbs.map((verb) => ({
      method: `apps.datastore.${verb}`,
      error: "partial_failure",
    })),
    async (context) => {
      const call = async (verb: string, args: Record<string, unknown>) => {
        const method = `apps.datastore.${verb}`;
        seen.push(await callSlack(context, method, { datastore, ...args }));
      };
      await call("bulkPut", { items });
      await call("bulkPut", { items: [items[2]] });
      await call("bulkGet", { ids });
      await call("bulkDelete", { ids });
      await call("bulkGet", { ids });
    },
    async ({ ask }) => {
      const { log } = (await ask("GET", "/control/requests")).body;
      assertEquals(
        log.map(({ error }: { error?: string }) => error),
        [
          "partial_failure",
          undefined,
          "partial_failure",
          "partial_failure",
          undefined,
        ],
      );
    },
  );
  const partly = { ok: false, error: "partial_failure", datastore };
  assertEquals(seen, [
    { ...partly, failed_items: [items[0], items[2]] },
    { ok: true, datastore, failed_items: [] },
    { ...partly, items: [items[1]], failed_items: ["U1", "U3"] },
    { ...partly, ids: ["U1", "U3"] },
    { ok: true, datastore, items: [items[2]], failed_items: [] },
  ]);
});

Deno.test("a bulk call of one item fails for that one", async () => {
  const seen: Record<string, unknown>[] = [];
  const args = { datastore: "consents", ids: ["UALICE"] };
  const method = "apps.datastore.bulkDelete";
  await withFaults(
    [{ method, error: "partial_failure", times: 2 }],
    async (context) => {
      for (let n = 0; n < 2; n++) {
        seen.push(await callSlack(context, method, args));
      }
    },
    async ({ ask }) => {
      const left = (await ask("GET", "/control/datastores/consents")).body;
      assertEquals(
        left.map(({ person }: { person: string }) => person),
        ["UALICE", "UBOB"],
      );
    },
  );
  const answer = {
    ok: false,
    error: "partial_failure",
    datastore: "consents",
    ids: ["UALICE"],
  };
  assertEquals(seen, [answer, answer]);
});

Deno.test("a bulk call with any other error does none of its work", async () => {
  const seen: string[] = [];
  const bulk = "apps.datastore.bulkPut";
  await withFaults(
    [
      { method: bulk, error: "datastore_error" },
      { method: "apps.datastore.put", error: "partial_failure" },
    ],
    async (context) => {
      const datastore = "consents";
      const item = { person: "U2" };
      const items = [{ person: "U1" }, item];
      seen.push(await attempt(context, bulk, { datastore, items }));
      const put = "apps.datastore.put";
      seen.push(await attempt(context, put, { datastore, item }));
    },
    async ({ ask }) => {
      const left = (await ask("GET", "/control/datastores/consents")).body;
      assertEquals(left.length, 2);
    },
  );
  assertEquals(seen, ["datastore_error", "partial_failure"]);
});

Deno.test("an invalid bulk call fails for its own error despite a partial failure", async () => {
  const seen: string[] = [];
  const method = "apps.datastore.bulkGet";
  await withFaults(
    [{ method, error: "partial_failure", times: 9 }],
    async (context) => {
      const datastore = "consents";
      seen.push(await attempt(context, method, { datastore: "no", ids: [] }));
      seen.push(await attempt(context, method, { datastore, ids: [] }));
      seen.push(await attempt(context, method, { datastore, ids: [7] }));
    },
  );
  assertEquals(seen, [
    "datastore_error",
    "datastore_error",
    "invalid_arguments",
  ]);
});

Deno.test("faults are cleared by DELETE", async () => {
  await withFaults(
    [{ method: "auth.test", error: "fatal_error", times: 9 }],
    async () => {},
    async ({ ask }) => {
      const test = async () => (await ask("POST", "/api/auth.test")).body.error;
      assertEquals(await test(), "fatal_error");
      await ask("DELETE", "/control/faults");
      assertEquals(await test(), "not_authed");
    },
  );
});

Deno.test("a kill lets the n-th call do its work, and nothing later runs", async () => {
  const seen: string[] = [];
  const handler = async (context: FixtureContext) => {
    const say = (text: string) =>
      attempt(context, "chat.postMessage", { channel: "UALICE", text });
    seen.push(await say("one"));
    seen.push(await say("two"));
    seen.push(await say("three"));
    return { outputs: {} };
  };
  await withWorkspace({ functions: { work: { handler } } }, {}, async (rig) => {
    await rig.ask("POST", "/control/kill", { after_calls: 2 });
    const run = await rig.go();
    assertEquals(run.status, "failed");
    assertEquals(run.steps[0]!.error, "work ran over 60 s");
    assertEquals(rig.workspace.clock.now(), START_MS + 60_000);
    const texts = async () =>
      (await rig.ask("GET", "/control/messages")).body
        .map((message: { text: string }) => message.text);
    assertEquals(await texts(), ["one", "two"]);
    assertEquals(seen, ["ok"]);
    // Only once: the next run is left alone.
    assertEquals((await rig.go()).status, "completed");
    assertEquals((await texts()).length, 5);
  });
});

Deno.test("a kill does not affect other executions or calls from outside", async () => {
  let runs = 0;
  const handler = async (context: FixtureContext) => {
    const name = runs++ === 0 ? "first" : "second";
    if (name === "second") await context.clock.sleep(10);
    await attempt(context, "auth.test");
    await attempt(context, "auth.test");
    return { outputs: {} };
  };
  await withWorkspace({ functions: { work: { handler } } }, {}, async (rig) => {
    await rig.ask("POST", "/control/kill", { after_calls: 1 });
    await rig.ask("POST", "/api/auth.test", {});
    const [first, second] = await Promise.all([rig.go(), rig.go("UBOB")]);
    assertEquals(first.status, "failed");
    assertEquals(second.status, "completed");
    const { total } = (await rig.ask("GET", "/control/requests")).body;
    assert(total === 4, `${total} requests`);
  });
});
