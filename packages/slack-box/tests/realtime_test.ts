import { assert, assertEquals } from "@std/assert";
import { callSlack, type FixtureContext } from "./fixture/app.ts";
import { START_MS, withWorkspace } from "./fixture/workspace.ts";

const handler = async (context: FixtureContext) => {
  await callSlack(context, "auth.test");
  await context.clock.sleep(50);
  return { outputs: {} };
};

Deno.test("under realtime, a run takes the machine's time", async () => {
  const options = { realtime: true, latencyMs: 20 };
  await withWorkspace(
    { functions: { work: { handler } } },
    options,
    async (rig) => {
      const start = performance.now();
      const run = await rig.go();
      const took = performance.now() - start;
      assertEquals(run.status, "completed");
      assert(took >= 65, `took ${took} ms`);
      const now = rig.workspace.clock.now();
      assert(now >= START_MS + 70 && now < START_MS + 5_000);
    },
  );
});

Deno.test("under realtime, the clock can be moved ahead all the same", async () => {
  const triggers = [{
    type: "scheduled",
    name: "Hourly",
    workflow: "#/workflows/work",
    schedule: {
      start_time: "2026-03-02T09:00:00Z",
      frequency: { type: "hourly" },
    },
  }];
  const fixture = { functions: { work: { handler } }, triggers };
  await withWorkspace(fixture, { realtime: true }, async ({ ask }) => {
    const { body } = await ask("POST", "/control/clock", {
      to: "2026-03-02T11:30:00Z",
    });
    assertEquals(
      body.runs.map((run: { at: string; status: string }) =>
        `${run.at.slice(0, 19)} ${run.status}`
      ),
      [
        "2026-03-02T09:00:00 completed",
        "2026-03-02T10:00:00 completed",
        "2026-03-02T11:00:00 completed",
      ],
    );
    const { unix } = (await ask("GET", "/control/clock")).body;
    assert(unix >= START_MS / 1000 + 3.5 * 3_600, `at ${unix}`);
  });
});
