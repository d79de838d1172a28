import { assertEquals, assertThrows } from "@std/assert";
import { nextOccurrence } from "../../local/engine/recurrence.ts";
import { formatInstant } from "../../local/instant.ts";
import { callSlack, type FixtureContext } from "./fixture/app.ts";
import { START_MS, withWorkspace } from "./fixture/workspace.ts";

/** The first `count` firings of a schedule after `after`. */
function firings(
  schedule: Record<string, unknown>,
  count: number,
  after = "2020-01-01T00:00:00Z",
): string[] {
  const found: string[] = [];
  let last = Date.parse(after);
  while (found.length < count) {
    const at = nextOccurrence(schedule, last);
    if (at === null) break;
    found.push(formatInstant(at).slice(0, 16));
    last = at;
  }
  return found;
}

Deno.test("schedules recur as their frequency says", () => {
  const start_time = "2026-01-30T09:30:00Z";
  assertEquals(firings({ start_time }, 3), ["2026-01-30T09:30"]);
  assertEquals(
    firings({ start_time, frequency: { type: "hourly" } }, 3),
    ["2026-01-30T09:30", "2026-01-30T10:30", "2026-01-30T11:30"],
  );
  assertEquals(
    firings({ start_time, frequency: { type: "daily", repeats_every: 2 } }, 2),
    ["2026-01-30T09:30", "2026-02-01T09:30"],
  );
  assertEquals(
    firings({ start_time, frequency: { type: "weekly" } }, 2),
    ["2026-01-30T09:30", "2026-02-06T09:30"],
  );
  // The 30th of January 2026 is a Friday.
  const on_days = ["Sunday", "Monday"];
  assertEquals(
    firings({ start_time, frequency: { type: "weekly", on_days } }, 3),
    ["2026-02-01T09:30", "2026-02-02T09:30", "2026-02-08T09:30"],
  );
  assertEquals(
    firings({
      start_time,
      frequency: { type: "weekly", on_days, repeats_every: 2 },
    }, 3),
    ["2026-02-01T09:30", "2026-02-09T09:30", "2026-02-15T09:30"],
  );
  assertEquals(
    firings({ start_time, frequency: { type: "monthly" } }, 3),
    ["2026-01-30T09:30", "2026-02-28T09:30", "2026-03-30T09:30"],
  );
  assertEquals(
    firings({
      start_time: "2024-02-29T00:00:00Z",
      frequency: { type: "yearly" },
    }, 2),
    ["2024-02-29T00:00", "2025-02-28T00:00"],
  );
});

Deno.test("a schedule ends at its end time, and can be entered late", () => {
  const schedule = {
    start_time: "2026-01-30T09:30:00Z",
    end_time: "2026-01-30T11:30:00Z",
    frequency: { type: "hourly" },
  };
  assertEquals(firings(schedule, 9).length, 3);
  assertEquals(
    firings(schedule, 9, "2026-01-30T10:30:00Z"),
    ["2026-01-30T11:30"],
  );
  assertThrows(
    () => nextOccurrence({ ...schedule, frequency: { type: "often" } }, 0),
    Error,
    'unknown "often"',
  );
  assertThrows(
    () => nextOccurrence({ start_time: "soon" }, 0),
    Error,
    "schedule.start_time",
  );
});

const HOURLY = {
  type: "scheduled",
  name: "Hourly",
  workflow: "#/workflows/work",
  schedule: {
    start_time: "2026-03-02T08:15:00Z",
    frequency: { type: "hourly", repeats_every: 1 },
  },
};

Deno.test("a moved clock fires every schedule that comes round", async () => {
  const handler = async ({ clock }: FixtureContext) => {
    await clock.sleep(2_000);
    return { outputs: {} };
  };
  const fixture = { functions: { work: { handler } }, triggers: [HOURLY] };
  await withWorkspace(fixture, {}, async (rig) => {
    const to = "2026-03-02T10:15:00Z";
    const { body } = await rig.ask("POST", "/control/clock", { to });
    // The last run starts when the time is reached, and is finished.
    assertEquals(body.now, "2026-03-02T10:15:02Z");
    assertEquals(
      body.runs.map((run: { at: string; status: string }) =>
        `${run.at} ${run.status}`
      ),
      [
        "2026-03-02T08:15:00Z completed",
        "2026-03-02T09:15:00Z completed",
        "2026-03-02T10:15:00Z completed",
      ],
    );
    const triggers = await rig.ask("GET", "/control/triggers");
    assertEquals(triggers.body, [{
      id: body.runs[0].trigger_id,
      type: "scheduled",
      name: "Hourly",
      workflow: "work",
    }]);
  });
});

Deno.test("a trigger made at run time fires; one deleted does not", async () => {
  let made = "";
  const starts: number[] = [];
  const handler = async (context: FixtureContext) => {
    starts.push(context.clock.now() - START_MS);
    if (starts.length > 1) return { outputs: {} };
    const create = async (minutes: number) => {
      const answer = await callSlack(context, "workflows.triggers.create", {
        type: "scheduled",
        name: "Later",
        workflow: "#/workflows/work",
        inputs: {},
        schedule: {
          start_time: formatInstant(START_MS + minutes * 60_000),
          frequency: { type: "once" },
        },
      });
      return (answer.trigger as { id: string }).id;
    };
    await create(5);
    made = await create(10);
    await callSlack(context, "workflows.triggers.delete", {
      trigger_id: made,
    });
    return { outputs: {} };
  };
  await withWorkspace({ functions: { work: { handler } } }, {}, async (rig) => {
    assertEquals((await rig.go()).status, "completed");
    await rig.ask("POST", "/control/clock", { advance_seconds: 3_600 });
    assertEquals(starts, [0, 5 * 60_000]);
  });
});

Deno.test("a webhook's data reach the workflow", async () => {
  const seen: unknown[] = [];
  const fixture = {
    functions: {
      work: {
        inputs: { reason: { type: "string" } },
        handler: ({ inputs }: FixtureContext) => {
          seen.push(inputs);
          return { outputs: {} };
        },
      },
    },
    inputs: { reason: { type: "string" } },
    required: ["reason"],
    steps: [{
      id: "0",
      function_id: "#/functions/work",
      inputs: { reason: "{{inputs.reason}}" },
    }],
    triggers: [{
      type: "webhook",
      name: "Hook",
      workflow: "#/workflows/work",
      inputs: { reason: { value: "{{data.why}}" } },
    }],
  };
  await withWorkspace(fixture, {}, async (rig) => {
    const [hook] = (await rig.ask("GET", "/control/triggers")).body;
    const address = `/control/triggers/${hook.id}/trip`;
    const run = await rig.ask("POST", address, { data: { why: "deploy" } });
    assertEquals(run.body.status, "completed");
    assertEquals(seen, [{ reason: "deploy" }]);
    const missing = await rig.ask("POST", address, {});
    assertEquals(missing.body.status, "failed");
    const nested = await rig.ask("POST", address, { data: { why: {} } });
    assertEquals(nested.status, 400);
  });
});
