import { assertEquals, assertMatch, assertNotEquals } from "@std/assert";
import { parseScenario } from "../../scenario.ts";
import { initialState } from "../../initial_state.ts";
import { keyOf, Roster } from "../../vendors/roster.ts";
import { fixtureApp } from "../fixture/app.ts";
import { ECHOES } from "../fixture/echo_vendor.ts";
import { SCENARIO } from "../fixture/workspace.ts";

function schedule(id: string, vendor: string, ...emails: string[]) {
  const shifts = emails.map((email) => ({ email, start: null, end: null }));
  return { id, name: id, vendor, shifts };
}

Deno.test("each vendor has its own schedules, and the people on them", () => {
  const scenario = parseScenario(
    {
      ...SCENARIO,
      schedules: [
        schedule("P1", "pagerduty", "alice@example.com"),
        schedule("G1", "grafana", "bob@example.com", "who@elsewhere.com"),
        schedule("G2", "grafana", "bob@example.com"),
      ],
    },
    {},
    ECHOES,
  );
  const state = initialState(fixtureApp({ functions: {} }), scenario, "none");
  const roster = new Roster(scenario.schedules, state.people);
  const ids = (name: "pagerduty" | "grafana" | "jsm") =>
    roster.schedulesOf(name).map(({ id }) => id);
  assertEquals(ids("pagerduty"), ["P1"]);
  assertEquals(ids("grafana"), ["G1", "G2"]);
  assertEquals(ids("jsm"), []);
  assertEquals(
    roster.usersOf("grafana").map((
      { name, slackId: slack_id },
    ) => [name, slack_id]),
    [["bob", "UBOB"], ["who", null]],
  );
  const [alice] = roster.usersOf("pagerduty");
  assertEquals(alice!.timeZone, "Europe/London");
  // Kept from one version to the next: a vendor's ids are made of it.
  assertEquals(alice!.key, keyOf("alice@example.com"));
  assertMatch(alice!.key, /^[0-9A-Z]{9}$/);
  assertNotEquals(alice!.key, roster.userOf("bob@example.com").key);
});
