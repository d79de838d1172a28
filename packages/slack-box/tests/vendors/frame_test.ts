import { assert, assertEquals, assertStringIncludes } from "@std/assert";
import type { ExecutionClock } from "../../execution_clock.ts";
import { callSlack, type FixtureContext } from "../fixture/app.ts";
import { SHIFTLIGHT_HOOKS, shiftlightScenario } from "../fixture/shiftlight.ts";
import { ECHOES } from "../fixture/echo_vendor.ts";
import {
  type Rig,
  SCENARIO,
  START_MS,
  withWorkspace,
} from "../fixture/workspace.ts";

const SCHEDULES = [
  ...SCENARIO.schedules,
  { id: "GRAF1", name: "Grafana's", vendor: "grafana", shifts: [] },
  {
    id: "ICAL1",
    name: "A calendar",
    vendor: "ical",
    state: "pto",
    raw: "BEGIN:VCALENDAR",
    shifts: [],
  },
];

type Script = (context: FixtureContext) => Promise<unknown>;

/** A workspace with the echoing vendors, whose function does `script`. */
function withVendors(
  script: Script,
  test: (rig: Rig) => Promise<void>,
): Promise<void> {
  const handler = async (context: FixtureContext) => {
    await script(context);
    return { outputs: {} };
  };
  return withWorkspace(
    { functions: { work: { handler } }, hooks: SHIFTLIGHT_HOOKS },
    {
      vendors: ECHOES,
      scenario: shiftlightScenario({ schedules: SCHEDULES }),
    },
    test,
  );
}

const nothing: Script = () => Promise.resolve();

/** A request from outside, its answer as it is. */
function send({ workspace }: Rig, path: string, authorization?: string) {
  const headers = authorization ? { authorization } : {};
  return workspace.handle(new Request(`http://local${path}`, { headers }));
}

const GRAFANA_TOKEN = "grafana-local-token";

Deno.test("each vendor answers below its own name, with its own schedules", () =>
  withVendors(nothing, async (rig) => {
    const echoed = await send(rig, "/grafana/a%20b/c?since=1", GRAFANA_TOKEN);
    assertEquals(await echoed.json(), {
      name: "grafana",
      asked: { method: "GET", path: "/a%20b/c", since: "1" },
      schedules: ["GRAF1"],
    });
    const document = await send(rig, "/ical/document");
    assertEquals(document.headers.get("content-type"), "text/x");
    assertEquals(await document.text(), "BEGIN:VCALENDAR");
    const token = "Token token=pagerduty-local-token";
    const { schedules } = await (await send(rig, "/pagerduty/schedules", token))
      .json();
    assertEquals(schedules.map(({ id }: { id: string }) => id), ["PSCHED1"]);
    const { users } = await (await send(rig, "/pagerduty/users", token)).json();
    assertEquals(users.length, 1);
  }));

Deno.test("an address is a vendor's when all of its first part is its name", () =>
  withVendors(nothing, async (rig) => {
    for (const path of ["/grafanas/x", "/opsgenie/v2", "/toString/x", "/Jsm"]) {
      const response = await send(rig, path);
      assertEquals(response.status, 404, path);
      const { error } = await response.json();
      assertStringIncludes(
        error,
        "try /api, /pagerduty, ",
      );
      assertStringIncludes(
        error,
        "/pagerduty, /grafana, /jsm, /ical or /control",
      );
    }
    // A vendor's name further on is part of a path.
    const slack = await send(rig, "/api/pagerduty/oncalls");
    assertEquals((await slack.json()).error, "unknown_method");
    const inside = await send(rig, "/grafana/api/auth.test", GRAFANA_TOKEN);
    assertEquals((await inside.json()).asked.path, "/api/auth.test");
  }));

Deno.test("a function finds each vendor where its settings say", async () => {
  const seen: Record<string, unknown> = {};
  let env: Record<string, string> = {};
  await withVendors(async (context) => {
    env = context.env;
    const headers = { authorization: env.GRAFANA_ONCALL_TOKEN! };
    const at = `${env.GRAFANA_API_URL}/oncall/api?since=2`;
    seen.plain = await (await fetch(at, { headers })).json();
    const request = new Request(at, { headers });
    seen.request = await (await fetch(request)).json();
    seen.slack = await callSlack(context, "grafana/x");
  }, async (rig) => {
    await rig.go();
    const { by_method } = (await rig.ask("GET", "/control/requests")).body;
    assertEquals(by_method, { grafana: 2, "grafana/x": 1 });
  });
  const answer = {
    name: "grafana",
    asked: { method: "GET", path: "/oncall/api", since: "2" },
    schedules: ["GRAF1"],
  };
  assertEquals(seen.plain, answer);
  assertEquals(seen.request, answer);
  assertEquals((seen.slack as { error: string }).error, "unknown_method");
  assertEquals(env.JSM_API_TOKEN, "bot@example.com:jsm-local-token");
  assertEquals(env.PAGERDUTY_TOKEN, "pagerduty-local-token");
  const root = env.SLACK_API_URL!.replace(/api\/$/, "");
  assertEquals(env.JSM_API_URL, `${root}jsm`);
  assertEquals(env.ICAL_API_URL, `${root}ical`);
  assertEquals(env.PAGERDUTY_API_URL, `${root}pagerduty`);
  const settings = Object.keys(env).filter((name) =>
    /ICAL|undef|null/.test(name)
  );
  assertEquals(settings, ["ICAL_API_URL"]);
  // The configuration names each schedule as a source of its vendor.
  assertEquals(JSON.parse(env.SHIFTLIGHT_CONFIG!).sources, [
    {
      type: "pagerduty",
      id: "PSCHED1",
      state: "on_call",
      schedules: ["PSCHED1"],
      region: "us",
      token: "PAGERDUTY_TOKEN",
    },
    {
      type: "grafana",
      id: "GRAF1",
      state: "on_call",
      url: "https://grafana.example.com/oncall",
      schedules: ["GRAF1"],
    },
    {
      type: "ical",
      id: "ICAL1",
      state: "pto",
      url: "https://calendars.example.com/ICAL1.ics",
    },
  ]);
});

Deno.test("requests are logged by the vendor's name, refused ones in its words", () =>
  withVendors(nothing, async (rig) => {
    await send(rig, "/grafana/x");
    await send(rig, "/ical/document");
    await send(rig, "/pagerduty/oncalls");
    const { log } = (await rig.ask("GET", "/control/requests")).body;
    assertEquals(
      log.map((
        { method, ok, error }: { method: string; ok: boolean; error?: string },
      ) => [method, ok, error]),
      [
        ["grafana", false, "not you"],
        ["ical", true, undefined],
        ["pagerduty", false, "Unauthorized: invalid credentials"],
      ],
    );
  }));

Deno.test("a kill counts the calls to any vendor", async () => {
  const seen: string[] = [];
  await withVendors(async ({ env }) => {
    for (const name of ["GRAFANA", "ICAL", "PAGERDUTY"]) {
      await fetch(`${env[`${name}_API_URL`]}/x`);
      seen.push(name);
    }
  }, async (rig) => {
    await rig.ask("POST", "/control/kill", { after_calls: 2 });
    assertEquals((await rig.go()).steps[0]!.error, "work ran over 60 s");
    const { by_method } = (await rig.ask("GET", "/control/requests")).body;
    assertEquals(by_method, { grafana: 1, ical: 1 });
  });
  assertEquals(seen, ["GRAFANA"]);
});

/** What a function gets from a vendor's root, fault by fault. */
async function underFaults(
  faults: Record<string, unknown>[],
  name: string,
): Promise<unknown[]> {
  const seen: unknown[] = [];
  await withVendors(async ({ env }) => {
    for (const _ of faults) {
      try {
        const response = await fetch(`${env[`${name}_API_URL`]}/x`);
        const wait = response.headers.get("x-wait");
        seen.push([response.status, wait, await response.text()]);
      } catch (error) {
        seen.push((error as Error).message);
      }
    }
  }, async (rig) => {
    for (const fault of faults) {
      const method = name.toLowerCase();
      const answer = await rig.ask("POST", "/control/faults", {
        method,
        ...fault,
      });
      assertEquals(answer.status, 200, answer.body.error);
    }
    await rig.go();
    const { log } = (await rig.ask("GET", "/control/requests")).body;
    seen.push(log.map(({ error }: { error?: string }) => error));
  });
  return seen;
}

Deno.test("a vendor's faults use its own messages", async () => {
  assertEquals(
    await underFaults([
      { status: 429, retry_after: 7 },
      { status: 404 },
      { error: "out of order" },
      { cut: "before" },
      { body: "<html>Log in</html>" },
      { body: "" },
    ], "GRAFANA"),
    [
      [429, "7", `{"message":"echo 429"}`],
      [404, "undefined", `{"message":"echo 404"}`],
      [500, "undefined", `{"message":"out of order"}`],
      "connection closed before message completed",
      [200, null, "<html>Log in</html>"],
      [200, null, ""],
      [
        "echo 429",
        "echo 404",
        "out of order",
        "connection_cut",
        "malformed_body",
        "malformed_body",
      ],
    ],
  );
});

Deno.test("a call that hangs is ended by its caller's deadline", async () => {
  let ended = "";
  let tookMs = 0;
  let executionClock: ExecutionClock | null = null;
  let waits: boolean | null = null;
  await withVendors(async ({ env, clock }) => {
    executionClock = clock as ExecutionClock;
    const signal = clock.deadline(7_000);
    await fetch(`${env.GRAFANA_API_URL}/x`, { signal }).catch((error) => {
      ended = error.name;
      tookMs = clock.now() - START_MS;
    });
    // The next call is answered.
    const next = await fetch(`${env.GRAFANA_API_URL}/x`);
    assertEquals(next.status, 403);
    await next.body?.cancel();
  }, async (rig) => {
    const hang = { method: "grafana", hang: true };
    await rig.ask("POST", "/control/faults", hang);
    // Otherwise the clock would stand until the machine's own patience ends.
    rig.workspace.at(START_MS + 5_000, () => {
      waits = executionClock!.waiting;
    });
    assertEquals((await rig.go()).status, "completed");
    assertEquals(waits, true);
    const { log } = (await rig.ask("GET", "/control/requests")).body;
    assertEquals(log[0].error, "no_answer");
  });
  assertEquals([ended, tookMs], ["TimeoutError", 7_000]);
});

Deno.test("a call that hangs without a deadline lasts as long as its function", () =>
  withVendors(async ({ env }) => {
    await fetch(`${env.GRAFANA_API_URL}/x`);
  }, async (rig) => {
    const hang = { method: "grafana", hang: true };
    await rig.ask("POST", "/control/faults", hang);
    const run = await rig.go();
    assertEquals(run.steps[0]!.error, "work ran over 60 s");
    assertEquals(rig.workspace.clock.now(), START_MS + 60_000);
  }));

Deno.test("a caller from outside can abort a call that hangs", () =>
  withVendors(nothing, async (rig) => {
    const hang = { method: "ical", hang: true, times: 2 };
    await rig.ask("POST", "/control/faults", hang);
    const caller = new AbortController();
    const url = "http://local/ical/document";
    const call = (signal: AbortSignal) =>
      rig.workspace.handle(new Request(url, { signal }))
        .then(() => "answered", () => "ended");
    const pending = call(caller.signal);
    caller.abort();
    assertEquals(await pending, "ended");
    assertEquals(await call(AbortSignal.abort()), "ended");
    assertEquals((await send(rig, "/ical/document")).status, 200);
  }));

Deno.test("ways to fail that a vendor lacks are refused", () =>
  withVendors(nothing, async ({ ask }) => {
    const refused: [Record<string, unknown>, string][] = [
      [{ method: "auth.test", body: "x" }, "body: only a roster vendor's"],
      [{ method: "grafana" }, "one of error, status, cut, hang and body"],
      [{ method: "grafana", body: "x", hang: true }, "one of error"],
      [{ method: "grafana", body: 5 }, "body: expected a text, got 5"],
      [{ method: "grafana", hang: false }, "hang: expected true, got false"],
      [{ method: "grafana", hang: true, retry_after: 1 }, "retry_after"],
      [{ method: "grafana", hang: true, user: "UALICE" }, "user: the roster"],
      [{ method: "grafana", hang: true, path: "users" }, "path: expected"],
      [{ method: "auth.test", error: "x", path: "/a" }, "path: only a roster"],
      [{ method: "opsgenie", hang: true }, "method: opsgenie is neither"],
      [{ method: "toString", hang: true }, "method: toString is neither"],
    ];
    for (const [fault, problem] of refused) {
      const { status, body } = await ask("POST", "/control/faults", fault);
      assertEquals(status, 400, problem);
      assertStringIncludes(body.error, problem);
    }
  }));

Deno.test("a fault of a path meets only the calls below it", () =>
  withVendors(nothing, async (rig) => {
    const path = "/oncall/api/v1/users";
    const fault = { method: "grafana", path, status: 403, times: 2 };
    const added = await rig.ask("POST", "/control/faults", fault);
    assertEquals(added.status, 200, added.body.error);
    const statusOf = async (below: string) =>
      (await send(rig, `/grafana${below}`, GRAFANA_TOKEN)).status;
    assertEquals(await statusOf("/oncall/api/v1/schedules/"), 200);
    assertEquals(await statusOf(`${path}/`), 403);
    assertEquals(await statusOf("/oncall/api/v1/schedules/"), 200);
    assertEquals(await statusOf(`${path}/U1`), 403);
    assertEquals(await statusOf(`${path}/`), 200);
  }));

Deno.test("schedules of any vendor are put, and served at once", () =>
  withVendors(nothing, async (rig) => {
    const put = await rig.ask("PUT", "/control/schedules", [
      { id: "G2", name: "New", vendor: "grafana", shifts: [] },
    ]);
    assertEquals(put.status, 200);
    const echoed = await send(rig, "/grafana/x", GRAFANA_TOKEN);
    assertEquals((await echoed.json()).schedules, ["G2"]);
    const unknown = await rig.ask("PUT", "/control/schedules", [
      { id: "G2", name: "New", vendor: "splunk", shifts: [] },
    ]);
    assertEquals(unknown.status, 400);
    assert(
      unknown.body.error.startsWith('[0].vendor: unknown vendor "spl'),
      unknown.body.error,
    );
  }));
