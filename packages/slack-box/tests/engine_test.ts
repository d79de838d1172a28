import { assert, assertEquals } from "@std/assert";
import type { ParameterDefinition, WorkflowStep } from "../app.ts";
import type { FixtureContext } from "./fixture/app.ts";
import { SHIFTLIGHT_HOOKS, shiftlightScenario } from "./fixture/shiftlight.ts";
import { surveyApp } from "./fixture/survey_app.ts";
import { withWorkspace } from "./fixture/workspace.ts";

const TEXT = { type: "string" };
const INTERACTIVITY = { type: "slack#/types/interactivity" };

/** The outcome of running one function with these inputs. */
async function runWith(
  declared: Record<string, ParameterDefinition>,
  required: string[],
  inputs: Record<string, unknown>,
): Promise<string> {
  const fixture = {
    functions: { one: { inputs: declared, required, handler: echo } },
    steps: [{ id: "0", function_id: "#/functions/one", inputs }],
  };
  let outcome = "";
  await withWorkspace(fixture, {}, async (rig) => {
    const [step] = (await rig.go()).steps;
    outcome = step!.error ?? "completed";
  });
  return outcome;
}

const echo = () => ({ outputs: {} });

Deno.test("a step's inputs are checked before its function runs", async () => {
  assertEquals(
    await runWith({ a: TEXT }, ["a"], {}),
    "parameter_validation_failed: a: required and missing",
  );
  assertEquals(
    await runWith({ a: TEXT }, [], { a: 4 }),
    "parameter_validation_failed: a: expected string, got 4",
  );
  assertEquals(
    await runWith({ a: TEXT }, [], { b: "x" }),
    "parameter_validation_failed: b: not declared",
  );
  assertEquals(await runWith({ a: TEXT }, [], {}), "completed");
});

Deno.test("undeclared outputs fail the step", async () => {
  const handler = () => ({ outputs: { surprise: 1 } });
  await withWorkspace({ functions: { one: { handler } } }, {}, async (rig) => {
    assertEquals((await rig.go()).steps, [{
      function: "one",
      error: "parameter_validation_failed: output surprise: not declared",
    }]);
  });
});

Deno.test("a form's answers, its person and account reach the function", async () => {
  const seen: Record<string, unknown>[] = [];
  const app = surveyApp(({ inputs }) => {
    seen.push(inputs);
    return { outputs: { count: (inputs.states as string[]).length } };
  });
  await withWorkspace({ functions: {} }, { app }, async (rig) => {
    const { state } = rig.workspace;
    const before = state.externalTokens.size;
    const run = await rig.go("UBOB", { states: ["on_call", "pto"] });
    assertEquals(run.steps.map((step) => [step.function, step.error]), [
      ["open_form", undefined],
      ["record", undefined],
      ["send_dm", undefined],
    ]);
    const { states, who, interactivity, account } = seen[0] as {
      states: string[];
      who: { id: string };
      interactivity: { interactor: { id: string } };
      account: string;
    };
    assertEquals(states, ["on_call", "pto"]);
    assertEquals(who.id, "UBOB");
    assertEquals(interactivity.interactor.id, "UBOB");
    const external = state.externalTokens.get(account)!;
    assertEquals(external.person, "UBOB");
    assertEquals(state.tokens.get(external.token)!.owner, "UBOB");
    assertEquals(state.externalTokens.size, before + 1);
    const messages = await rig.ask("GET", "/control/messages");
    assertEquals(messages.body, [{
      at: "2026-03-02T08:00:00Z",
      channel: "UBOB",
      text: "Recorded 2.",
      ts: messages.body[0].ts,
      user: state.botUserId,
      notifies: [],
    }]);
  });
});

Deno.test("a revoked account is reconnected under the same id", async () => {
  const accounts: string[] = [];
  const app = surveyApp(({ inputs }) => {
    accounts.push(inputs.account as string);
    return { outputs: { count: 0 } };
  });
  await withWorkspace({ functions: {} }, { app }, async ({ go, workspace }) => {
    const { tokens, externalTokens } = workspace.state;
    await go("UALICE");
    const first = externalTokens.get(accounts[0]!)!.token;
    await go("UALICE");
    assertEquals(externalTokens.get(accounts[1]!)!.token, first);
    tokens.get(first)!.revoked = true;
    await go("UALICE");
    assertEquals(accounts[2], accounts[0]);
    const anew = externalTokens.get(accounts[2]!)!.token;
    assert(anew !== first);
    assert(!tokens.get(anew)!.revoked);
  });
});

Deno.test("an unknown function and an impossible message fail the step", async () => {
  const steps: Array<[WorkflowStep, string]> = [
    [
      { id: "0", function_id: "#/functions/gone", inputs: {} },
      "#/functions/gone is not in the manifest",
    ],
    [
      { id: "0", function_id: "slack#/functions/archive_channel", inputs: {} },
      "slack#/functions/archive_channel is not imitated",
    ],
    [
      {
        id: "0",
        function_id: "slack#/functions/send_dm",
        inputs: { user_id: "UNOBODY", message: "hi" },
      },
      "parameter_validation_failed: no person UNOBODY",
    ],
    [
      {
        id: "0",
        function_id: "slack#/functions/send_message",
        inputs: { message: "hi" },
      },
      "parameter_validation_failed: channel_id: required and missing",
    ],
  ];
  for (const [step, error] of steps) {
    await withWorkspace({ functions: {}, steps: [step] }, {}, async (rig) => {
      const run = await rig.go();
      assertEquals(run.status, "failed");
      assert(run.steps[0]!.error!.startsWith(error), run.steps[0]!.error);
    });
  }
});

Deno.test("an interactive workflow fails without a person who acts", async () => {
  const fixture = {
    functions: { one: { handler: echo } },
    inputs: { interactivity: INTERACTIVITY },
    required: ["interactivity"],
    triggers: [{
      type: "scheduled",
      name: "Hourly",
      workflow: "#/workflows/work",
      inputs: { interactivity: { value: "{{data.interactivity}}" } },
      schedule: {
        start_time: "2026-03-02T08:30:00Z",
        frequency: { type: "once" },
      },
    }],
  };
  await withWorkspace(fixture, {}, async (rig) => {
    const { body } = await rig.ask("POST", "/control/clock", {
      advance_seconds: 3600,
    });
    assertEquals(body.runs[0].status, "failed");
    assertEquals(
      body.runs[0].steps[0].error,
      "parameter_validation_failed: workflow input interactivity: required and missing",
    );
  });
});

Deno.test("the environment points at the workspace, and tells its roster", async () => {
  let env: Record<string, string> = {};
  let id = "";
  const handler = (context: FixtureContext) => {
    env = context.env;
    id = context.event.function_execution_id;
    return { outputs: {} };
  };
  const fixture = { functions: { one: { handler } }, hooks: SHIFTLIGHT_HOOKS };
  const options = { scenario: shiftlightScenario() };
  await withWorkspace(fixture, options, async (rig) => {
    await rig.go();
    assert(env.SLACK_API_URL!.endsWith(`.slack-box.local/x/${id}/api/`));
    assert(env.PAGERDUTY_API_URL!.endsWith(`/x/${id}/pagerduty`));
    const { tokens } = rig.workspace.state;
    assertEquals(tokens.get(env.USER_TOKEN_UBOB!)!.source, "env");
    assertEquals(env.USER_TOKEN_UALICE, undefined);
    assertEquals(tokens.get(env.ADMIN_TOKENS!)!.owner, "UOPS");
    assertEquals(JSON.parse(env.SHIFTLIGHT_CONFIG!), {
      sources: [{
        type: "pagerduty",
        id: "PSCHED1",
        state: "on_call",
        schedules: ["PSCHED1"],
        region: "us",
        token: "PAGERDUTY_TOKEN",
      }],
      report_channel: "CREPORTS",
      operators: ["UOPS"],
      people: {},
      companion_app: { client_id: "1111111111.2222222222" },
      mode: "enforce",
      limits: { function_seconds: 60, rates: "none" },
    });
    await rig.ask("PUT", "/control/schedules", [
      { id: "P2", name: "Leave", state: "pto", shifts: [] },
    ]);
    await rig.go();
    const { sources } = JSON.parse(env.SHIFTLIGHT_CONFIG!);
    assertEquals(sources.length, 1);
    assertEquals([sources[0].id, sources[0].state], ["P2", "pto"]);
  });
});

Deno.test("extra settings are asked for at each execution", async () => {
  const modes: unknown[] = [];
  const handler = ({ env }: FixtureContext) => {
    const { mode, report_channel } = JSON.parse(env.SHIFTLIGHT_CONFIG!);
    modes.push([mode, report_channel]);
    return { outputs: {} };
  };
  const extra: Record<string, unknown> = { mode: "preview" };
  await withWorkspace(
    { functions: { one: { handler } }, hooks: SHIFTLIGHT_HOOKS },
    { extraConfig: () => extra, scenario: shiftlightScenario() },
    async ({ go }) => {
      await go();
      delete extra.mode;
      await go();
      assertEquals(modes, [["preview", "CREPORTS"], ["enforce", "CREPORTS"]]);
    },
  );
});

Deno.test("a scheduled run connects no account", async () => {
  const fixture = {
    functions: {
      one: {
        inputs: { account: { type: "slack#/types/credential/oauth2" } },
        handler: echo,
      },
    },
    steps: [{
      id: "0",
      function_id: "#/functions/one",
      inputs: { account: { credential_source: "END_USER" } },
    }],
    triggers: [{
      type: "scheduled",
      name: "Once",
      workflow: "#/workflows/work",
      schedule: { start_time: "2026-03-02T08:30:00Z" },
    }],
  };
  await withWorkspace(fixture, {}, async ({ ask, workspace }) => {
    const before = workspace.state.externalTokens.size;
    const { body } = await ask("POST", "/control/clock", {
      advance_seconds: 3600,
    });
    assertEquals(
      body.runs[0].steps[0].error,
      "account: END_USER credentials need a link trigger, not scheduled",
    );
    assertEquals(workspace.state.externalTokens.size, before);
  });
});
