import { titleOf } from "../../triggers/link_triggers.ts";
import { assert, assertEquals } from "@std/assert";
import { shiftlight } from "../../packages/slack-box/shiftlight.ts";
import { parseScenario } from "../../packages/slack-box/scenario.ts";
import {
  createWorkspace,
  type Workspace,
} from "../../packages/slack-box/workspace.ts";
import { NOW } from "../slack/local_slack.ts";
import { optedIn, schedule } from "./step_bench.ts";

const LUNCH = { text: "Lunch", emoji: ":sandwich:", expiration: 0 };

function openWorkspace(): Workspace {
  const ann = optedIn("ann", { status: LUNCH }, { on_own_status: "replace" });
  const scenario = parseScenario({
    now: new Date((NOW - 60) * 1000).toISOString(),
    people: [ann],
    schedules: [schedule("pto", ["ann"], -300, 3600)],
  }, shiftlight);
  return createWorkspace({ app: shiftlight, scenario });
}

async function control(
  workspace: Workspace,
  method: string,
  path: string,
  body?: unknown,
) {
  const init = body === undefined ? {} : { body: JSON.stringify(body) };
  const url = `http://local/control/${path}`;
  const response = await workspace.handle(
    new Request(url, { method, ...init }),
  );
  const answer = await response.json();
  assert(response.ok, JSON.stringify(answer));
  return answer;
}

async function trip(workspace: Workspace, name: string) {
  const triggers = await control(workspace, "GET", "triggers");
  const { id } = triggers.find((each: { name: string }) =>
    titleOf(each) === name
  );
  return await control(workspace, "POST", `triggers/${id}/trip`, {
    user: "UANN",
  });
}

function statusOf(workspace: Workspace): string {
  return workspace.state.people.get("UANN")!.status.text;
}

/** Kills the first execution after its n-th call, for every n until none dies. */
async function afterEveryCall(
  work: (workspace: Workspace) => Promise<{ status: string }>,
  check: (workspace: Workspace) => Promise<void>,
  prepare: (workspace: Workspace) => Promise<void> = async () => {},
): Promise<number> {
  for (let calls = 1;; calls++) {
    const workspace = openWorkspace();
    await prepare(workspace);
    await control(workspace, "POST", "kill", { after_calls: calls });
    const { status } = await work(workspace);
    await check(workspace);
    workspace.close();
    if (status === "completed") return calls - 1;
  }
}

async function endAndCheck(workspace: Workspace): Promise<void> {
  await workspace.advance((NOW + 3600 + 1800) * 1000);
  const ann = workspace.state.people.get("UANN")!;
  assertEquals(ann.status, LUNCH);
  assertEquals([
    ann.snooze_until * 1000 > workspace.clock.now(),
    ann.manual_away,
  ], [
    false,
    false,
  ]);
  assertEquals(workspace.state.datastores.get("claims")!.items.size, 0);
}

Deno.test("a run killed after any call loses no prior: the status is set, and restored", async () => {
  const deaths = await afterEveryCall(
    (workspace) => trip(workspace, "Sync now"),
    async (workspace) => {
      await workspace.advance((NOW + 1800) * 1000);
      assert(statusOf(workspace).startsWith("On leave"), statusOf(workspace));
      await endAndCheck(workspace);
    },
  );
  assert(deaths > 20, `only ${deaths} calls`);
});

Deno.test("an opt-out killed after any call is finished by the next runs", async () => {
  const deaths = await afterEveryCall(
    (workspace) => trip(workspace, "Opt out"),
    async (workspace) => {
      const { items } = workspace.state.datastores.get("consents")!;
      const buried = items.get("UANN")?.withdrawn_at !== undefined;
      const gone = !items.has("UANN");
      if (buried || gone) {
        await workspace.advance((NOW + 2700) * 1000);
        assertEquals(statusOf(workspace), LUNCH.text);
        assertEquals(items.size, 0);
      }
      await endAndCheck(workspace);
    },
    async (workspace) => {
      await trip(workspace, "Sync now");
    },
  );
  assert(deaths > 10, `only ${deaths} calls`);
});

Deno.test("an opt-out between shifts killed after any call deletes the record in the end", async () => {
  await afterEveryCall(
    (workspace) => trip(workspace, "Opt out"),
    async (workspace) => {
      const { items } = workspace.state.datastores.get("consents")!;
      const item = items.get("UANN");
      const asked = !item || item.withdrawn_at !== undefined;
      await workspace.advance((NOW + 2 * 3600) * 1000);
      if (asked) assertEquals(items.size, 0);
      assertEquals(statusOf(workspace), LUNCH.text);
    },
    async (workspace) => {
      await control(workspace, "PUT", "schedules", []);
    },
  );
});
