import { assertEquals, assertStringIncludes, assertThrows } from "@std/assert";
import { nextOccurrence } from "../engine/scheduler.ts";
import { formatInstant } from "../time.ts";
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

Deno.test("a schedule with a zone keeps the time of its clocks", () => {
  // Berlin's clocks go forward on the 29th of March 2026, and back on the 25th
  // of October.
  const timezone = "Europe/Berlin";
  const noon = { start_time: "2026-03-27T12:00:00+01:00", timezone };
  const on_days = ["Friday", "Monday"];
  assertEquals(
    firings({ ...noon, frequency: { type: "weekly", on_days } }, 3),
    ["2026-03-27T11:00", "2026-03-30T10:00", "2026-04-03T10:00"],
  );
  assertEquals(
    firings({ ...noon, frequency: { type: "monthly" } }, 2),
    ["2026-03-27T11:00", "2026-04-27T10:00"],
  );
  const daily = { type: "daily" };
  assertEquals(
    firings({
      start_time: "2026-03-28T02:30:00+01:00",
      timezone,
      frequency: daily,
    }, 3),
    ["2026-03-28T01:30", "2026-03-29T01:30", "2026-03-30T00:30"],
  );
  assertEquals(
    firings({
      start_time: "2026-10-24T02:30:00+02:00",
      timezone,
      frequency: daily,
    }, 3),
    ["2026-10-24T00:30", "2026-10-25T00:30", "2026-10-26T01:30"],
  );
  // There it is Saturday, 11:30 by UTC.
  assertEquals(
    firings({
      start_time: "2026-01-30T11:30:00Z",
      timezone: "Pacific/Auckland",
      frequency: { type: "weekly", on_days: ["Saturday"] },
    }, 2),
    ["2026-01-30T11:30", "2026-02-06T11:30"],
  );
  assertEquals(
    firings({
      start_time: "2026-03-29T00:30:00Z",
      timezone,
      frequency: { type: "hourly" },
    }, 3),
    ["2026-03-29T00:30", "2026-03-29T01:30", "2026-03-29T02:30"],
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

Deno.test("a moved clock fires every schedule that falls due", async () => {
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

/** Runs `script` as the function of a link trigger, once for each click. */
function clicks(
  script: (context: FixtureContext, runs: number) => Promise<void>,
) {
  let runs = 0;
  const handler = async (context: FixtureContext) => {
    await script(context, ++runs);
    return { outputs: {} };
  };
  return { functions: { work: { handler } } };
}

function later(minutes: number, name = "Later") {
  const start_time = formatInstant(START_MS + minutes * 60_000);
  return {
    type: "scheduled",
    name,
    workflow: "#/workflows/work",
    inputs: {},
    schedule: { start_time, frequency: { type: "once" } },
  };
}

Deno.test("a once trigger runs its workflow once and is listed until deleted", async () => {
  let id = "";
  const listed = async (context: FixtureContext) => {
    const answer = await callSlack(context, "workflows.triggers.list");
    return (answer.triggers as { id: string }[]).map((one) => one.id);
  };
  const seen: boolean[] = [];
  const fixture = clicks(async (context, runs) => {
    if (runs === 1) {
      const method = "workflows.triggers.create";
      const answer = await callSlack(context, method, later(5));
      id = (answer.trigger as { id: string }).id;
    }
    if (runs === 3) {
      const method = "workflows.triggers.delete";
      await callSlack(context, method, { trigger_id: id });
    }
    seen.push((await listed(context)).includes(id));
  });
  await withWorkspace(fixture, {}, async (rig) => {
    await rig.go();
    const day = { advance_seconds: 86_400 };
    const { runs } = (await rig.ask("POST", "/control/clock", day)).body;
    assertEquals(
      runs.map((run: Record<string, unknown>) => [
        run.at,
        run.workflow,
        run.trigger_id,
        run.status,
      ]),
      [["2026-03-02T08:05:00Z", "work", id, "completed"]],
    );
    const control = async () =>
      (await rig.ask("GET", "/control/triggers")).body
        .map(({ name }: { name: string }) => name);
    assertEquals(await control(), ["Go", "Later"]);
    await rig.go();
    assertEquals(await control(), ["Go"]);
    assertEquals(seen, [true, true, false]);
    const { body } = await rig.ask("POST", "/control/clock", day);
    assertEquals(body.runs, []);
  });
});

Deno.test("a once trigger that is updated fires at its new time alone", async () => {
  const fixture = clicks(async (context, runs) => {
    if (runs > 1) return;
    const { trigger } = await callSlack(
      context,
      "workflows.triggers.create",
      later(5),
    );
    const { id: trigger_id } = trigger as { id: string };
    await callSlack(context, "workflows.triggers.update", {
      ...later(9),
      trigger_id,
    });
  });
  await withWorkspace(fixture, {}, async (rig) => {
    await rig.go();
    const hour = { advance_seconds: 3_600 };
    const { runs } = (await rig.ask("POST", "/control/clock", hour)).body;
    assertEquals(
      runs.map(({ at }: { at: string }) => at),
      ["2026-03-02T08:09:00Z"],
    );
  });
});

Deno.test("several once triggers of one moment all fire then", async () => {
  const fixture = clicks(async (context, runs) => {
    if (runs > 1) return await context.clock.sleep(1_000);
    const create = (name: string) =>
      callSlack(context, "workflows.triggers.create", later(5, name));
    await Promise.all([create("one"), create("two")]);
  });
  await withWorkspace(fixture, {}, async (rig) => {
    await rig.go();
    const hour = { advance_seconds: 3_600 };
    const { runs } = (await rig.ask("POST", "/control/clock", hour)).body;
    assertEquals(
      runs.map(({ at, status }: Record<string, unknown>) => [at, status]),
      Array(2).fill(["2026-03-02T08:05:00Z", "completed"]),
    );
  });
});

Deno.test("quick trigger calls can be made to fail with token_revoked", async () => {
  const errors: unknown[] = [];
  const fixture = clicks(async (context) => {
    for (let minutes = 5; minutes < 8; minutes++) {
      const method = "workflows.triggers.create";
      const answer = await callSlack(context, method, later(minutes));
      errors.push(answer.error);
    }
    // The token is fine, although Slack says otherwise.
    errors.push((await callSlack(context, "auth.test")).error);
  });
  await withWorkspace(fixture, {}, async (rig) => {
    await rig.ask("POST", "/control/faults", {
      method: "workflows.triggers.create",
      error: "token_revoked",
      times: 2,
    });
    await rig.go();
    assertEquals(errors, [
      "token_revoked",
      "token_revoked",
      undefined,
      undefined,
    ]);
    const names = (await rig.ask("GET", "/control/triggers")).body
      .map(({ name }: { name: string }) => name);
    assertEquals(names, ["Go", "Later"]);
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

Deno.test("a trip with an instant comes when the clock gets there, while other work is under way", async () => {
  const begun: string[] = [];
  const fixture = {
    functions: {
      work: {
        handler: async ({ clock }: FixtureContext) => {
          begun.push(new Date(clock.now()).toISOString());
          await clock.sleep(20_000);
          return { outputs: {} };
        },
      },
    },
    triggers: [{
      type: "shortcut",
      name: "Go",
      workflow: "#/workflows/work",
    }],
  };
  await withWorkspace(fixture, {}, async (rig) => {
    const [go] = (await rig.ask("GET", "/control/triggers")).body;
    const trip = (body: unknown) =>
      rig.ask("POST", `/control/triggers/${go.id}/trip`, body);
    const instant = (seconds: number) =>
      new Date(rig.workspace.clock.now() + seconds * 1000).toISOString();
    const [first, second] = [instant(30), instant(40)];
    for (const at of [first, second]) {
      const { status, body } = await trip({ user: "UALICE", at });
      const scheduled = at.replace(".000Z", "Z");
      assertEquals([status, body], [200, { scheduled }]);
    }
    assertEquals(begun, []);
    const { body } = await rig.ask("POST", "/control/clock", { to: second });
    const runs: { status: string }[] = body.runs;
    assertEquals(runs.map(({ status }) => status), ["completed", "completed"]);
    // The second one began ten seconds before the first was over.
    assertEquals(begun, [first, second]);
    const wrong: [unknown, string][] = [
      [{ user: "UALICE", at: first }, "is past"],
      [{ user: "UALICE", at: "soon" }, "not an ISO 8601 instant"],
      [{ user: "UALICE", at: 12 }, "expected a text"],
      [{ user: "UALICE", at: instant(9), form: { no: 1 } }, "form"],
      [{ user: "UNOBODY", at: instant(9) }, "no person UNOBODY"],
    ];
    for (const [asked, why] of wrong) {
      const { status, body } = await trip(asked);
      assertEquals(status, 400, JSON.stringify(asked));
      assertStringIncludes(body.error, why);
    }
  });
});
