import { assert, assertEquals, assertStringIncludes } from "@std/assert";
import { FORM_APP } from "./fixture/form_app.ts";
import { type Rig, withWorkspace } from "./fixture/workspace.ts";

function control(test: (rig: Rig) => Promise<void>): () => Promise<void> {
  return () => withWorkspace(FORM_APP, {}, test);
}

Deno.test(
  "a wrong control request is refused, and the error says why",
  control(async ({ ask }) => {
    const { body: triggers } = await ask("GET", "/control/triggers");
    const [link, hook, once] = triggers.map((one: { id: string }) =>
      `/control/triggers/${one.id}/trip`
    );
    const user = "UALICE";
    const refused: Array<[string, string, unknown, string]> = [
      ["POST", "/control/clock", {}, "either to or advance_seconds"],
      ["POST", "/control/clock", "{", "not JSON"],
      ["POST", "/control/clock", [], "expected a JSON object, got a list"],
      ["POST", "/control/clock", { advance_seconds: -1 }, "advance_seconds"],
      ["POST", "/control/clock", { advance_seconds: "9" }, "advance_seconds"],
      ["POST", "/control/clock", { advance_seconds: 1e300 }, "calendar"],
      ["POST", "/control/clock", { to: "tomorrow" }, "to: not an ISO 8601"],
      ["POST", "/control/clock", { to: 1772438400 }, "to: not an ISO 8601"],
      ["POST", "/control/clock", { to: "2026-02-30T00:00:00Z" }, "to: not"],
      ["POST", "/control/clock", { to: "2026-03-03T00:00:00" }, "to: not"],
      ["POST", "/control/clock", {
        to: "2026-03-03T00:00:00Z",
        advance_seconds: 1,
      }, "either"],
      ["POST", "/control/clock", { until: 1 }, "unknown field until"],
      ["POST", "/control/triggers/FtNONE/trip", { user }, "no trigger FtNONE"],
      ["POST", link, {}, "user: required"],
      ["POST", link, { user: 5 }, "user: expected a text"],
      ["POST", link, { user: "UNOBODY" }, "no person UNOBODY"],
      ["POST", link, { user, who: "UBOB" }, "unknown field who"],
      ["POST", link, { user, form: [] }, "form: expected an object"],
      ["POST", link, { user, form: { user: "UBOB" } }, "form.user: no such"],
      ["POST", link, { user, form: { states: ["x"] } }, "form.states[0]"],
      ["POST", link, { user, form: { states: "pto" } }, "form.states"],
      ["POST", link, { user, form: { policy: "no" } }, "form.policy"],
      ["POST", link, { user, form: { dnd: 1 } }, "form.dnd: expected boolean"],
      ["POST", link, { user, data: {} }, "data: this kind"],
      ["POST", hook, { user }, "user: this kind"],
      ["POST", hook, { form: {} }, "form: this kind"],
      ["POST", hook, { data: { a: [1] } }, "data.a: parameter_validation"],
      ["POST", once, { user }, "only link and webhook"],
      ["GET", "/control/datastores/none", undefined, "no datastore none"],
      ["PUT", "/control/schedules", {}, "schedules: expected a list"],
      ["PUT", "/control/schedules", [{ id: "P" }], "[0].name: required"],
      ["POST", "/control/kill", {}, "after_calls: required"],
      ["POST", "/control/kill", { after_calls: 0 }, "after_calls"],
      ["POST", "/control/kill", { after_calls: 1.5 }, "after_calls"],
      ["POST", "/control/faults", { error: "x" }, "method: required"],
      ["POST", "/control/faults", { method: "users.dance" }, "users.dance"],
      ["POST", "/control/faults", { method: "auth.test" }, "one of error"],
    ];
    const failing = { method: "auth.test", error: "fatal_error" };
    const cut = { method: "auth.test", cut: "before" };
    for (
      const [fault, problem] of [
        [{ ...failing, cut: "before" }, "one of error, status, cut and hang"],
        [{ method: "pagerduty" }, "one of error, status, cut, hang and body"],
        [{ ...failing, skip: -1 }, "skip"],
        [{ method: "auth.test", body: "" }, "body: only a roster vendor's"],
        [{ method: "auth.test", hang: 1 }, "hang: expected true, got 1"],
        [{ method: "auth.test", hang: true, retry_after: 1 }, "retry_after"],
        [{ ...failing, times: 0 }, "times"],
        [{ ...failing, user: "UNOBODY" }, "no person UNOBODY"],
        [{ ...failing, retry_after: -1 }, "retry_after"],
        [{ ...failing, after: 1 }, "unknown field after"],
        [{ ...cut, cut: "between" }, "cut: expected before or after"],
        [{ ...cut, retry_after: 3 }, "retry_after"],
        [{ method: "auth.test", status: 999 }, "status: 999"],
        [{ method: "auth.test", status: "500" }, "status"],
        [{ method: "pagerduty", status: 500, user }, "user: the roster"],
      ] as const
    ) {
      refused.push(["POST", "/control/faults", fault, problem]);
    }
    for (const [method, path, body, problem] of refused) {
      const answer = await ask(method, path, body);
      const what = `${method} ${path} ${JSON.stringify(body)}`;
      assertEquals(answer.status, 400, what);
      assertStringIncludes(answer.body.error, problem);
    }
    // Refused requests have done nothing.
    assertEquals((await ask("GET", "/control/clock")).body.unix, 1772438400);
    assertEquals((await ask("GET", "/control/requests")).body.total, 0);
  }),
);

Deno.test(
  "an unknown address is answered 404",
  control(async ({ ask }) => {
    for (
      const [method, path] of [
        ["GET", "/"],
        ["GET", "/control/nothing"],
        ["PUT", "/control/clock"],
        ["GET", "/x/Fx1/api/auth.test"],
      ] as const
    ) {
      const answer = await ask(method, path);
      assertEquals(answer.status, 404, path);
      assert(answer.body.error.includes(path), answer.body.error);
    }
  }),
);
