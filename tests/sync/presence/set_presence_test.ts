import { assert, assertEquals, assertStringIncludes } from "@std/assert";
import { at, onCall, person, scenario, schedule, shift } from "../day.ts";
import type { Item, Session } from "../session.ts";
import { useWorkflow, withBuilder } from "./builder.ts";

const ALLOWED = { workflow_presence: true };

function ann(consent: Record<string, unknown> | null = ALLOWED, more = {}) {
  return { ...person("ann", { consent }), ...more };
}

const ops = person("ops", { consent: null });

async function isAway(session: Session): Promise<boolean> {
  return (await session.person("UANN")).presence.manual_away;
}

async function entries(session: Session): Promise<Item[]> {
  const log = await session.items("audit_log");
  return log.filter(({ id }) => String(id).startsWith("own:"));
}

function datastoreCalls(calls: Record<string, number>): number {
  return Object.entries(calls)
    .filter(([method]) => method.startsWith("apps.datastore."))
    .reduce((sum, [, count]) => sum + count, 0);
}

Deno.test("a workflow looks at a person, sets them away, and tells a channel", async () => {
  await withBuilder(
    scenario([ann(), ops], [onCall("ops")]),
    async (session) => {
      await session.to(at("08:20"));
      const { run, seen, outcome, asThem } = await useWorkflow(
        session,
        "UANN",
        "away",
      );
      assertEquals(run.status, "completed");
      // Of others no step tells more than every member can see.
      assertEquals(run.steps[0]!.outputs, { presence: "active" });
      assertEquals([seen, outcome, asThem], ["active", "done", 2]);
      assertEquals(await isAway(session), true);
      assertEquals(await session.messages("CTEAM"), [
        "Before: active. They are set away. That lasts until it is taken back.",
      ]);
      const back = await useWorkflow(session, "UANN", "auto");
      assertEquals([back.seen, back.outcome], ["away", "done"]);
      assertEquals(await isAway(session), false);
    },
  );
});

/** The calls of a use, without the step before, the message after, and completion. */
function ofSetting(calls: Record<string, number>): Record<string, number> {
  const { "chat.postMessage": _, "users.getPresence": reads = 0, ...rest } =
    calls;
  const own = Object.entries(rest)
    .filter(([method]) => !method.startsWith("functions."));
  return { ...Object.fromEntries(own), "users.getPresence": reads - 1 };
}

Deno.test("setting a presence takes few calls, and one that is not allowed takes one", async () => {
  const people = [ann(), person("bob"), ops];
  await withBuilder(scenario(people, [onCall("ops")]), async (session) => {
    await session.to(at("08:20"));
    const auto = {
      "apps.datastore.get": 1,
      "apps.auth.external.get": 1,
      "users.getPresence": 1,
      "apps.datastore.put": 2,
      "users.setPresence": 1,
    };
    const away = await useWorkflow(session, "UANN", "away");
    assertEquals(ofSetting(away.calls), {
      ...auto,
      "apps.datastore.bulkGet": 2,
    });
    const back = await useWorkflow(session, "UANN", "auto");
    assertEquals(ofSetting(back.calls), auto);
    const refused = await useWorkflow(session, "UBOB", "away");
    assertEquals(ofSetting(refused.calls), {
      "apps.datastore.get": 1,
      "users.getPresence": 0,
    });
  });
});

Deno.test("it is on the audit log with who used the workflow, and in My history", async () => {
  await withBuilder(scenario([ann(), ops], []), async (session) => {
    await session.to(at("08:20"));
    await useWorkflow(session, "UANN", "away", "UOPS");
    const [entry, ...more] = await entries(session);
    assertEquals(more, []);
    const { person, by, part, action, before, after, outcome, path } = entry!;
    assertEquals([person, by, part, action], [
      ...["UANN", "UOPS", "presence", "workflow"],
    ]);
    assertEquals([before, after, outcome, path], [
      ...["false", "true", "done", "own"],
    ]);
    const told = await session.click("My history", "UANN");
    assertStringIncludes(told, "presence: active → away");
    assertStringIncludes(told, "a workflow set it, as you allow");
  });
});

Deno.test("opting out takes the values of such an entry off the log", async () => {
  await withBuilder(scenario([ann(), ops], []), async (session) => {
    await session.to(at("08:20"));
    await useWorkflow(session, "UANN", "away");
    await session.click("Opt out", "UANN");
    await session.bookedRun();
    const [entry] = await entries(session);
    assertEquals([entry!.before, entry!.after], ["", ""]);
    assertEquals(entry!.by, "UOPS");
  });
});

/** Who is refused, with the outcome and the datastore calls that it takes. */
const REFUSED: [string, ReturnType<typeof ann>, string, number][] = [
  ["never opted in", ann(null), "not_allowed", 1],
  ["not ticked", ann({}), "not_allowed", 1],
  ["ticked, then no", ann({ workflow_presence: false }), "not_allowed", 1],
  ["served by an admin", ann({ ...ALLOWED, path: "admin" }), "no_token", 3],
];

Deno.test("who does not let workflows, or has no token, keeps their presence", async () => {
  for (const [what, who, expected, datastore] of REFUSED) {
    const day = scenario([who, ops], [], { admin_tokens: ["UOPS"] });
    await withBuilder(day, async (session) => {
      await session.to(at("08:20"));
      const { run, outcome, asThem, calls } = await useWorkflow(
        session,
        "UANN",
        "away",
      );
      assertEquals([what, outcome, asThem], [what, expected, 0]);
      // The step before reads with the app's token; setting makes no further call.
      assertEquals([what, calls["users.getPresence"]], [what, 1]);
      assertEquals([what, datastoreCalls(calls)], [what, datastore]);
      assertEquals(calls["apps.auth.external.get"], undefined, what);
      assertEquals(run.status, "completed");
      assertEquals(await isAway(session), false);
      assertEquals(await entries(session), []);
    });
  }
});

Deno.test("nobody on call is set away, also if the shift is not shown or its roster is gone; auto is allowed", async () => {
  const silent = { states: ["pto"], ...ALLOWED };
  for (const consent of [{ ...ALLOWED }, silent]) {
    const day = scenario([ann(consent), ops], [onCall("ann")]);
    await withBuilder(day, async (session) => {
      await session.to(at("09:05"));
      for (const isGone of [false, true]) {
        if (isGone) {
          await session.fault({ method: "pagerduty", times: 99, status: 500 });
          await session.to(at("10:05"));
        }
        const { outcome, asThem, calls } = await useWorkflow(
          session,
          "UANN",
          "away",
        );
        assertEquals([outcome, asThem], ["on_call", 0]);
        assertEquals(calls["users.setPresence"], undefined);
        assertEquals(calls["apps.auth.external.get"], undefined);
      }
      assertEquals(await isAway(session), false);
      await session.asPerson("UANN", "users.setPresence", { presence: "away" });
      assertEquals(
        (await useWorkflow(session, "UANN", "auto")).outcome,
        "done",
      );
      assertEquals(await isAway(session), false);
      await session.clearFaults();
      await session.to(at("17:20"));
      const after = await useWorkflow(session, "UANN", "away");
      assertEquals(after.outcome, "done");
    });
  }
});

Deno.test("a deactivated person, a revoked connection and Slack's failures are outcomes, and the workflow goes on", async () => {
  const method = "users.setPresence";
  const cases: [string, (session: Session) => Promise<unknown>, string][] = [
    [
      "deactivated",
      (session) =>
        session.send("PUT", "/control/people/UANN", { deleted: true }),
      "failed",
    ],
    [
      "revoked",
      (session) =>
        session.fault({ method, user: "UANN", error: "token_revoked" }),
      "no_token",
    ],
    [
      "Slack is down",
      (session) => session.fault({ method, error: "internal_error" }),
      "failed",
    ],
    ["429", (session) => session.fault({ method, status: 429 }), "failed"],
    [
      "the answer is lost before",
      (session) => session.fault({ method, cut: "before" }),
      "failed",
    ],
    [
      "the log cannot be written",
      (session) =>
        session.fault({
          method: "apps.datastore.put",
          error: "datastore_error",
        }),
      "failed",
    ],
    [
      "the snapshot cannot be read",
      (session) =>
        session.fault({
          method: "apps.datastore.bulkGet",
          times: 9,
          error: "datastore_error",
        }),
      "failed",
    ],
  ];
  for (const [what, spoil, expected] of cases) {
    await withBuilder(scenario([ann(), ops], []), async (session) => {
      await session.to(at("08:20"));
      await spoil(session);
      const { run, outcome } = await useWorkflow(session, "UANN", "away");
      assertEquals([what, outcome, run.status], [what, expected, "completed"]);
      assertEquals(run.steps.length, 3, what);
      assertEquals([what, await isAway(session)], [what, false]);
      const logged = await entries(session);
      // Only a write of which Slack said nothing may have been done.
      const isUnknown = /Slack is down|answer is lost/.test(what);
      assertEquals([what, logged.map((each) => each.outcome)], [
        what,
        isUnknown ? ["unknown"] : [],
      ]);
    });
  }
});

Deno.test("a lost answer after the write is told as not known, and is on the log", async () => {
  await withBuilder(scenario([ann(), ops], []), async (session) => {
    await session.to(at("08:20"));
    await session.fault({ method: "users.setPresence", cut: "after" });
    const { outcome, run } = await useWorkflow(session, "UANN", "away");
    assertEquals(outcome, "failed");
    assertStringIncludes(
      String(run.steps[1]!.outputs!.message),
      "Slack did not say",
    );
    assertEquals(await isAway(session), true);
    const [entry] = await entries(session);
    assertEquals(entry!.outcome, "unknown");
  });
});

Deno.test("an expired token is renewed, and then it is done", async () => {
  const day = scenario([ann({ ...ALLOWED, rotated: true }), ops], []);
  await withBuilder(day, async (session) => {
    await session.to(at("08:20"));
    for (const method of ["users.getPresence", "users.setPresence"]) {
      await session.fault({
        method,
        user: "UANN",
        skip: method.includes("get") ? 1 : 0,
        error: "token_expired",
      });
      const { outcome } = await useWorkflow(session, "UANN", "away");
      assertEquals([method, outcome], [method, "done"]);
      await session.clearFaults();
    }
    assertEquals(await isAway(session), true);
  });
});

Deno.test("nobody can be made active, and neither an unread roster nor preview lets a workflow set away", async () => {
  await withBuilder(scenario([ann(), ops], []), async (session) => {
    // No run has read the rosters yet.
    assertEquals(
      (await useWorkflow(session, "UANN", "away")).outcome,
      "failed",
    );
    await session.to(at("08:20"));
    assertEquals(
      (await useWorkflow(session, "UANN", "active")).outcome,
      "failed",
    );
    assertEquals(await isAway(session), false);
  });
  const day = scenario([ann(), ops], [], { operators: ["UOPS"] });
  await withBuilder(day, async (session) => {
    await session.to(at("08:20"));
    await session.click("Switch mode", "UOPS", { mode: "preview" });
    const { outcome, asThem } = await useWorkflow(session, "UANN", "away");
    assertEquals([outcome, asThem], ["failed", 0]);
  });
});

Deno.test("a leave that shows somebody away yields to a workflow, and to themselves, until it ends", async () => {
  const acts: [string, (session: Session) => Promise<unknown>][] = [
    ["workflow", (session) => useWorkflow(session, "UANN", "auto")],
    ["link", (session) => session.click("Stop being set away", "UANN")],
  ];
  for (const [what, act] of acts) {
    const leave = schedule("pto", shift("ann", at("09:00"), at("17:00")));
    await withBuilder(scenario([ann(), ops], [leave]), async (session) => {
      await session.to(at("09:05"));
      assertEquals([what, await isAway(session)], [what, true]);
      await act(session);
      assertEquals([what, await isAway(session)], [what, false]);
      await session.countAnew();
      await session.to(at("12:05"));
      const longer = shift("ann", at("09:00"), at("18:00"));
      await session.roster([schedule("pto", longer)]);
      await session.click("Sync now", "UOPS");
      assert((await session.status("UANN")).text.startsWith("On leave"), what);
      await session.to(at("18:30"));
      assertEquals((await session.status("UANN")).text, "", what);
      // Neither set again during the leave, nor restored after it.
      const { by_method } = await session.requests();
      assertEquals([what, by_method["users.setPresence"]], [what, undefined]);
      assertEquals(await session.items("claims"), [], what);
    });
  }
});

Deno.test("who is opting out allows nothing any more, and a consent that cannot be read is never a yes", async () => {
  const cases: [string, Item, string][] = [
    ["leaving", { withdrawn_at: 1772438400 }, "not_allowed"],
    ["unreadable", { workflow_presence: "yes" }, "failed"],
    ["newer", { schema_version: 3 }, "failed"],
  ];
  for (const [what, changes, expected] of cases) {
    await withBuilder(scenario([ann(), ops], []), async (session) => {
      await session.to(at("08:20"));
      const { items } = session.workspace.state.datastores.get("consents")!;
      items.set("UANN", { ...items.get("UANN"), ...changes });
      const { outcome, asThem } = await useWorkflow(session, "UANN", "away");
      assertEquals([what, outcome, asThem], [what, expected, 0]);
      assertEquals(await isAway(session), false);
    });
  }
});
