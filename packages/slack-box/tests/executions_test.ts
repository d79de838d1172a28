import { assert, assertEquals } from "@std/assert";
import { callSlack, type FixtureContext } from "./fixture/app.ts";
import { START_MS, withWorkspace } from "./fixture/workspace.ts";

const NUMBER = { type: "integer" };

/** A function that makes `count` calls at once and says how long they took. */
const burst = (count: number) => ({
  outputs: { took: NUMBER },
  handler: async (context: FixtureContext) => {
    const start = context.clock.now();
    await Promise.all(
      Array.from({ length: count }, () => callSlack(context, "auth.test")),
    );
    return { outputs: { took: context.clock.now() - start } };
  },
});

Deno.test("a hundred concurrent calls cost one latency", async () => {
  await withWorkspace({ functions: { burst: burst(100) } }, {}, async (rig) => {
    const run = await rig.go();
    assertEquals(run.status, "completed");
    assertEquals(run.steps, [{ function: "burst", outputs: { took: 80 } }]);
    const requests = await rig.ask("GET", "/control/requests");
    assertEquals(requests.body.by_method, { "auth.test": 100 });
  });
});

Deno.test("calls one after the other cost a latency each", async () => {
  const handler = async (context: FixtureContext) => {
    for (let n = 0; n < 5; n++) await callSlack(context, "auth.test");
    return { outputs: {} };
  };
  const fixture = { functions: { row: { handler } } };
  await withWorkspace(fixture, { latencyMs: 33 }, async (rig) => {
    await rig.go();
    assertEquals(rig.workspace.clock.now(), START_MS + 165);
    const { log } = (await rig.ask("GET", "/control/requests")).body;
    assertEquals(log[0].at, "2026-03-02T08:00:00.016Z");
    assertEquals(log[1].at, "2026-03-02T08:00:00.049Z");
  });
});

Deno.test("two runs that start at once overlap", async () => {
  const seen: string[] = [];
  const handler = async ({ clock, inputs }: FixtureContext) => {
    seen.push(`start ${inputs.who}@${clock.now() - START_MS}`);
    await clock.sleep(3_000);
    seen.push(`end ${inputs.who}@${clock.now() - START_MS}`);
    return { outputs: {} };
  };
  const user = { type: "slack#/types/user_id" };
  const fixture = {
    functions: { wait: { inputs: { who: user }, handler } },
    inputs: { who: user },
    steps: [{
      id: "0",
      function_id: "#/functions/wait",
      inputs: { who: "{{inputs.who}}" },
    }],
    triggers: [{
      type: "shortcut",
      name: "Go",
      workflow: "#/workflows/work",
      inputs: { who: { value: "{{data.user_id}}" } },
    }],
  };
  await withWorkspace(fixture, {}, async (rig) => {
    await Promise.all([rig.go("UALICE"), rig.go("UBOB")]);
    assertEquals(seen, [
      "start UALICE@0",
      "start UBOB@0",
      "end UALICE@3000",
      "end UBOB@3000",
    ]);
  });
});

Deno.test("a function past its time limit fails, and acts no more", async () => {
  let token = "";
  let outlived = false;
  const handler = async (context: FixtureContext) => {
    token = context.token;
    await context.clock.sleep(9_000);
    await callSlack(context, "auth.test");
    await context.clock.sleep(2_000);
    outlived = true;
    await callSlack(context, "auth.test");
    return { outputs: {} };
  };
  const fixture = { functions: { slow: { handler } } };
  await withWorkspace(
    fixture,
    { functionLimitSeconds: 10 },
    async ({ workspace, ask, go }) => {
      const run = await go();
      assertEquals(run.status, "failed");
      assertEquals(run.steps, [
        { function: "slow", error: "slow ran over 10 s" },
      ]);
      assertEquals(workspace.clock.now(), START_MS + 10_000);
      await ask("POST", "/control/clock", { advance_seconds: 60 });
      assert(!outlived);
      const requests = await ask("GET", "/control/requests");
      assertEquals(requests.body.total, 1);
      const after = await ask("POST", "/api/auth.test", { token });
      assertEquals(after.body.error, "invalid_auth");
    },
  );
});

Deno.test("work that a function left running stops when it returns", async () => {
  const handler = (context: FixtureContext) => {
    void callSlack(context, "auth.test");
    void context.clock.sleep(1_000).then(() => callSlack(context, "auth.test"));
    return { outputs: {} };
  };
  await withWorkspace(
    { functions: { hasty: { handler } } },
    {},
    async (rig) => {
      assertEquals((await rig.go()).status, "completed");
      await rig.ask("POST", "/control/clock", { advance_seconds: 10 });
      assertEquals((await rig.ask("GET", "/control/requests")).body.total, 0);
    },
  );
});

Deno.test("a deadline aborts a call that takes longer", async () => {
  let reason = "";
  const handler = async (context: FixtureContext) => {
    try {
      await callSlack(context, "auth.test", {}, context.clock.deadline(50));
    } catch (error) {
      reason = `${(error as Error).name} at ${context.clock.now() - START_MS}`;
    }
    return { outputs: {} };
  };
  await withWorkspace(
    { functions: { brief: { handler } } },
    {},
    async (rig) => {
      await rig.go();
      assertEquals(reason, "TimeoutError at 50");
    },
  );
});

Deno.test("work in the machine's time takes no virtual time", async () => {
  const handler = async ({ clock }: FixtureContext) => {
    await new Promise((resolve) => setTimeout(resolve, 20));
    await crypto.subtle.digest("SHA-256", new Uint8Array(1_000_000));
    return { outputs: { at: clock.now() - START_MS } };
  };
  const fixture = {
    functions: { busy: { outputs: { at: NUMBER }, handler } },
  };
  await withWorkspace(fixture, {}, async (rig) => {
    const ticks: number[] = [];
    rig.workspace.at(START_MS + 1, () => ticks.push(1));
    const run = await rig.go();
    assertEquals(run.steps[0]!.outputs, { at: 0 });
    assertEquals(ticks, []);
  });
});

Deno.test("an error, a throw and an invalid result fail the step and end the run", async () => {
  const endings: Array<[() => unknown, string]> = [
    [() => ({ error: "no luck" }), "no luck"],
    [() => {
      throw new Error("broke");
    }, "Error: broke"],
    [() => undefined, "first returned neither outputs nor an error"],
  ];
  for (const [handler, error] of endings) {
    let second = false;
    const fixture = {
      functions: {
        first: { handler },
        second: {
          handler: () => {
            second = true;
            return { outputs: {} };
          },
        },
      },
    };
    await withWorkspace(fixture, {}, async (rig) => {
      const run = await rig.go();
      assertEquals(run.status, "failed");
      assertEquals(run.steps, [{ function: "first", error }]);
      assert(!second);
    });
  }
});

Deno.test("a step left open is ended by functions.completeSuccess", async () => {
  const handler = async (context: FixtureContext) => {
    const id = context.event.function_execution_id;
    await callSlack(context, "functions.completeSuccess", {
      function_execution_id: id,
      outputs: { n: 7 },
    });
    return { completed: false };
  };
  const fixture = { functions: { open: { outputs: { n: NUMBER }, handler } } };
  await withWorkspace(fixture, {}, async (rig) => {
    const run = await rig.go();
    assertEquals(run.steps, [{ function: "open", outputs: { n: 7 } }]);
  });
});

Deno.test("a step that nobody completes ends at the time limit", async () => {
  const handler = () => ({ completed: false });
  await withWorkspace({ functions: { open: { handler } } }, {}, async (rig) => {
    const run = await rig.go();
    assertEquals(run.status, "failed");
    assertEquals(rig.workspace.clock.now(), START_MS + 60_000);
  });
});
