import { assertEquals } from "@std/assert";
import { FORM_APP } from "./fixture/form_app.ts";
import { SHIFTLIGHT_HOOKS, shiftlightScenario } from "./fixture/shiftlight.ts";
import { type Rig, withWorkspace } from "./fixture/workspace.ts";

function control(test: (rig: Rig) => Promise<void>): () => Promise<void> {
  return () =>
    withWorkspace(
      { ...FORM_APP, hooks: SHIFTLIGHT_HOOKS },
      { scenario: shiftlightScenario() },
      test,
    );
}

Deno.test(
  "the clock is read and moved",
  control(async ({ ask }) => {
    assertEquals((await ask("GET", "/control/clock")).body, {
      now: "2026-03-02T08:00:00Z",
      unix: 1772438400,
    });
    const moved = await ask("POST", "/control/clock", {
      advance_seconds: 90.5,
    });
    assertEquals(moved.body, { now: "2026-03-02T08:01:30.500Z", runs: [] });
    const back = await ask("POST", "/control/clock", {
      to: "2026-03-02T07:00:00Z",
    });
    assertEquals(back, {
      status: 200,
      body: { now: "2026-03-02T08:01:30.500Z", runs: [] },
    });
    const on = await ask("POST", "/control/clock", {
      to: "2026-03-02T10:30:00+01:00",
    });
    assertEquals(on.body.now, "2026-03-02T09:30:00Z");
  }),
);

Deno.test(
  "people are listed as the contract says",
  control(async ({ ask }) => {
    const { body } = await ask("GET", "/control/people");
    assertEquals(body[0], {
      id: "UALICE",
      name: "alice",
      email: "alice@example.com",
      role: "member",
      token: body[0].token,
      status: { text: "", emoji: "", expiration: 0 },
      dnd: { snooze_enabled: false, snooze_until: 0 },
      presence: { manual_away: false },
      opted_in: true,
    });
    assertEquals(body[2].opted_in, false);
    assertEquals(body[2].role, "owner");
  }),
);

Deno.test(
  "a person's own client writes at once, at the standing clock",
  control(async ({ ask }) => {
    const [alice] = (await ask("GET", "/control/people")).body;
    const set = await ask("POST", "/api/users.profile.set", {
      token: alice.token,
      profile: {
        status_text: "R&D",
        status_emoji: ":tea:",
        status_expiration: 1772438460,
      },
    });
    assertEquals(set.body.profile.status_text, "R&amp;D");
    const [after] = (await ask("GET", "/control/people")).body;
    assertEquals(after.status, {
      text: "R&D",
      emoji: ":tea:",
      expiration: 1772438460,
    });
    const clock = await ask("GET", "/control/clock");
    assertEquals(clock.body.unix, 1772438400);
    await ask("POST", "/control/clock", { advance_seconds: 60 });
    const [later] = (await ask("GET", "/control/people")).body;
    assertEquals(later.status, { text: "", emoji: "", expiration: 0 });
  }),
);

Deno.test(
  "consents of the scenario become records",
  control(async ({ ask, workspace }) => {
    const { body } = await ask("GET", "/control/datastores/consents");
    const answers = {
      schema_version: 2,
      on_own_status: "defer",
      after_manual_change: "yield",
      dnd: false,
      presence: false,
      recorded_at: 1772438400,
    };
    const [external] = workspace.state.externalTokens.keys();
    assertEquals(body, [
      {
        person: "UALICE",
        states: ["on_call"],
        external_token_id: external,
        ...answers,
      },
      { person: "UBOB", states: ["pto"], ...answers },
    ]);
  }),
);

Deno.test(
  "an item is gone 48 hours after its time to live",
  control(async ({ ask, workspace }) => {
    const consents = workspace.state.datastores.get("consents")!;
    consents.time_to_live_attribute = "expires_at";
    consents.items.set("UBOB", { person: "UBOB", expires_at: 1772438400 });
    const kept = async (advance_seconds: number) => {
      await ask("POST", "/control/clock", { advance_seconds });
      const { body } = await ask("GET", "/control/datastores/consents");
      return body.length;
    };
    assertEquals(await kept(48 * 3600 - 1), 2);
    assertEquals(await kept(1), 1);
  }),
);

Deno.test(
  "requests are counted until DELETE starts the count again",
  control(async ({ ask, go }) => {
    await go();
    const before = await ask("GET", "/control/requests");
    assertEquals(before.body, {
      total: 1,
      by_method: { "auth.test": 1 },
      log: [{
        at: "2026-03-02T08:00:00.040Z",
        method: "auth.test",
        token_owner: "UFIXTUREBOT",
        ok: true,
      }],
    });
    await ask("DELETE", "/control/requests");
    await ask("POST", "/api/auth.test", { token: "nonsense" });
    await ask("GET", "/pagerduty/oncalls");
    const after = await ask("GET", "/control/requests");
    assertEquals(after.body.by_method, { "auth.test": 1, pagerduty: 1 });
    assertEquals(after.body.log[0].error, "invalid_auth");
    assertEquals(after.body.log[0].token_owner, null);
    assertEquals(after.body.log[1].ok, false);
  }),
);

Deno.test(
  "a form takes its defaults, and an empty list passes",
  control(async ({ go }) => {
    const filled = async (form?: unknown) =>
      (await go("UALICE", form)).steps[0]!.outputs.fields;
    assertEquals(await filled(), { states: ["on_call"], dnd: false });
    assertEquals(await filled({ states: [], dnd: true, policy: "skip" }), {
      states: [],
      dnd: true,
      policy: "skip",
    });
  }),
);

Deno.test(
  "schedules are replaced as a whole",
  control(async (rig) => {
    const put = await rig.ask("PUT", "/control/schedules", [
      { id: "PNEW", name: "New", shifts: [] },
    ]);
    assertEquals(put.status, 200);
    const { body } = await pagerDuty(rig, "/pagerduty/schedules");
    assertEquals(
      body.schedules.map((one: { id: string }) => one.id),
      ["PNEW"],
    );
  }),
);

async function pagerDuty(rig: Rig, path: string) {
  const response = await rig.workspace.handle(
    new Request(`http://local${path}`, {
      headers: { authorization: "Token token=pagerduty-local-token" },
    }),
  );
  return { status: response.status, body: await response.json() };
}
