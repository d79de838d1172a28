import { assertEquals, assertMatch, assertNotEquals } from "@std/assert";
import type { WorkspaceState } from "../../state.ts";
import { type Body, BOT, call, NOW, NOW_MS, workspace } from "./workspace.ts";

const HOURLY = {
  type: "scheduled",
  name: "Sync at :15",
  workflow: "#/workflows/sync",
  inputs: { reason: { value: "on time" } },
  schedule: {
    start_time: "2026-03-02T09:15:00Z",
    timezone: "UTC",
    frequency: { type: "hourly", repeats_every: 1 },
  },
};

function create(state: WorkspaceState, args: Record<string, unknown>): Body {
  return call(state, BOT, "workflows.triggers.create", args);
}

Deno.test("a trigger is stored and answered as it was given", () => {
  const state = workspace();
  const { ok, trigger } = create(state, {
    ...HOURLY,
    inputs: JSON.stringify(HOURLY.inputs),
    schedule: JSON.stringify(HOURLY.schedule),
  });
  assertEquals(ok, true);
  assertMatch(trigger.id, /^Ft\w+$/);
  assertEquals(
    [trigger.type, trigger.name, trigger.workflow.callback_id],
    ["scheduled", "Sync at :15", "sync"],
  );
  assertEquals(trigger.schedule, HOURLY.schedule);
  assertEquals(trigger.date_created, NOW);
  assertEquals(state.triggers.get(trigger.id), {
    id: trigger.id,
    type: "scheduled",
    name: "Sync at :15",
    workflow: "#/workflows/sync",
    inputs: HOURLY.inputs,
    schedule: HOURLY.schedule,
    createdAtSeconds: NOW,
    definition: HOURLY,
  });
});

Deno.test("a stored trigger is a copy of what was given and answered", () => {
  const state = workspace();
  const given = structuredClone(HOURLY);
  const { trigger } = create(state, given);
  given.schedule.timezone = "changed";
  trigger.schedule.timezone = "changed";
  trigger.inputs.reason.value = "changed";
  const record = state.triggers.get(trigger.id)!;
  assertEquals(record.schedule, HOURLY.schedule);
  assertEquals(record.inputs, HOURLY.inputs);
  assertEquals(record.definition, HOURLY);
});

Deno.test("links and webhooks have an address, events a type", () => {
  const state = workspace();
  const { schedule: _, ...link } = { ...HOURLY, type: "shortcut" };
  const { id, shortcut_url } = create(state, link).trigger;
  assertMatch(
    shortcut_url,
    new RegExp(`^https://slack\\.com/shortcuts/${id}/[0-9a-f]{32}$`),
  );
  const again = create(state, link).trigger.shortcut_url;
  assertNotEquals(again.split("/").at(-1), shortcut_url.split("/").at(-1));
  const { triggers } = call(state, BOT, "workflows.triggers.list");
  assertEquals(triggers[0].shortcut_url, shortcut_url);
  assertEquals(triggers[0].workflow.callback_id, "sync");
  const webhook = { ...link, type: "webhook" };
  assertMatch(create(state, webhook).trigger.webhook_url, /^https:/);
  const event = { event_type: "slack#/events/user_joined_team" };
  const answer = create(state, { ...link, type: "event", event });
  assertEquals(answer.trigger.event_type, event.event_type);
});

Deno.test("a definition that Slack would refuse is refused", () => {
  const schedule = (change: Record<string, unknown>) => ({
    schedule: { ...HOURLY.schedule, ...change },
  });
  const frequency = (change: unknown) => schedule({ frequency: change });
  const now = new Date(NOW_MS).toISOString();
  const wrong: Record<string, unknown>[] = [
    { type: "timer" },
    { type: undefined },
    { name: "" },
    { workflow: "#/workflows/other" },
    { workflow: "sync" },
    { inputs: { reason: "plain" } },
    { inputs: { reason: { value: 1, customizable: true } } },
    { inputs: { reason: {} } },
    { schedule: undefined },
    { type: "event" },
    schedule({ start_time: now }),
    schedule({ start_time: "tomorrow" }),
    schedule({ start_time: "2026-03-02T09:15:00" }),
    schedule({ start_time: NOW + 60 }),
    schedule({ timezone: "Nowhere/At_All" }),
    schedule({ end_time: "2026-03-02T09:15:00Z" }),
    schedule({ occurrence_count: 0 }),
    frequency("hourly"),
    frequency({ type: "minutely" }),
    frequency({ type: "hourly", repeats_every: 0.25 }),
    frequency({ type: "once", repeats_every: 1 }),
    frequency({ type: "daily", on_days: ["Monday"] }),
    frequency({ type: "weekly", on_days: ["Someday"] }),
    frequency({ type: "weekly", on_days: ["Monday"], on_week_num: 1 }),
    frequency({ type: "weekly" }),
    frequency({ type: "weekly", on_days: [] }),
    frequency({ type: "hourly", on_day: ["Monday"] }),
    schedule({ start: "2026-03-02T09:15:00Z" }),
    {
      schedule: {
        start_time: HOURLY.schedule.start_time,
        end_time: "2026-03-03T09:15:00Z",
      },
    },
  ];
  const state = workspace();
  for (const change of wrong) {
    const { error } = create(state, { ...HOURLY, ...change });
    assertEquals([change, error], [change, "invalid_arguments"]);
  }
  assertEquals(state.triggers.size, 0);
  for (
    const right of [
      frequency({ type: "weekly", on_days: ["Monday", "Friday"] }),
      frequency({ type: "monthly", on_days: ["Monday"], on_week_num: -1 }),
      { schedule: { start_time: "2026-03-02T09:00:01Z" } },
      schedule({ end_time: "2026-03-03T09:15:00Z", occurrence_count: 2 }),
    ]
  ) {
    assertEquals(create(state, { ...HOURLY, ...right }).ok, true);
  }
});

Deno.test("an update takes the whole payload", () => {
  const state = workspace();
  const { trigger } = create(state, HOURLY);
  const update = (args: Record<string, unknown>) =>
    call(state, BOT, "workflows.triggers.update", {
      trigger_id: trigger.id,
      ...args,
    }, NOW_MS + 5000);
  assertEquals(update({ name: "Renamed" }).error, "invalid_arguments");
  assertEquals(
    update({ ...HOURLY, type: "webhook" }).error,
    "invalid_arguments",
  );
  const { inputs: _, ...bare } = HOURLY;
  const updated = update({ ...bare, name: "Renamed" }).trigger;
  assertEquals([updated.id, updated.name], [trigger.id, "Renamed"]);
  assertEquals(updated.inputs, {});
  assertEquals(updated.date_created, NOW);
  const none = update({ ...HOURLY, trigger_id: "Ft0" });
  assertEquals(none.error, "trigger_not_found");
});

Deno.test("a trigger is deleted once", () => {
  const state = workspace();
  const trigger_id = create(state, HOURLY).trigger.id;
  const remove = () =>
    call(state, BOT, "workflows.triggers.delete", { trigger_id });
  assertEquals(remove(), { ok: true });
  assertEquals(remove().error, "trigger_not_found");
});

Deno.test("triggers are listed, in pages if wanted", () => {
  const state = workspace();
  for (let n = 0; n < 5; n++) create(state, { ...HOURLY, name: `No ${n}` });
  const list = (args = {}) => call(state, BOT, "workflows.triggers.list", args);
  assertEquals(list().triggers.length, 5);
  const first = list({ limit: 3 });
  const cursor = first.response_metadata.next_cursor;
  const rest = list({ limit: 3, cursor });
  assertEquals(
    [...first.triggers, ...rest.triggers].map(({ name }) => name),
    ["No 0", "No 1", "No 2", "No 3", "No 4"],
  );
  assertEquals(rest.response_metadata.next_cursor, "");
  assertEquals(list({ cursor: "x" }).error, "invalid_arguments");
});

Deno.test("an event trigger needs a known event, its scope, its channels and its filter", () => {
  const state = workspace();
  state.botScopes = new Set([
    "app_mentions:read",
    "channels:history",
    "users:read",
  ]);
  const filter = {
    version: 1,
    root: { statement: "{{data.text}} CONTAINS a" },
  };
  const channel_ids = ["CPAY"];
  const make = (event_type: string, event: Record<string, unknown> = {}) =>
    create(state, {
      type: "event",
      name: "Event",
      workflow: "#/workflows/sync",
      event: { event_type: `slack#/events/${event_type}`, ...event },
    });
  assertEquals(make("app_mentioned", { channel_ids }).ok, true);
  assertEquals(make("app_mentioned", { all_resources: true }).ok, true);
  assertEquals(make("message_posted", { channel_ids, filter }).ok, true);
  assertEquals(make("user_joined_team").ok, true);
  const refused: [string, Record<string, unknown>, string][] = [
    ["no_such_event", {}, "invalid_arguments"],
    ["app_mentioned", {}, "invalid_arguments"],
    [
      "app_mentioned",
      { channel_ids, all_resources: true },
      "invalid_arguments",
    ],
    ["app_mentioned", { channel_ids: [] }, "invalid_arguments"],
    [
      "app_mentioned",
      { channel_ids: Array(21).fill("C") },
      "invalid_arguments",
    ],
    ["app_mentioned", { channel_ids, users: [] }, "invalid_arguments"],
    ["message_posted", { channel_ids }, "invalid_arguments"],
    ["message_posted", { channel_ids, filter: "a" }, "invalid_arguments"],
    ["reaction_added", { channel_ids }, "missing_scope"],
  ];
  for (const [type, event, error] of refused) {
    assertEquals([type, event, make(type, event).error], [type, event, error]);
  }
});

Deno.test("only links have customizable inputs", () => {
  const state = workspace();
  const inputs = { reason: { customizable: true } };
  assertEquals(create(state, { ...HOURLY, inputs }).error, "invalid_arguments");
  const { schedule: _, ...link } = { ...HOURLY, type: "shortcut", inputs };
  assertEquals(create(state, link).ok, true);
  assertEquals(create(state, { ...link, type: "webhook" }).ok, false);
  const reason = { type: "array", items: { type: "string" } };
  state.workflows = new Map([["#/workflows/sync", {
    properties: { reason },
    required: [],
  }]]);
  assertEquals(create(state, link).error, "invalid_trigger_inputs");
});

Deno.test("a trigger has the fields of its type and no others", () => {
  const { schedule, ...common } = HOURLY;
  const event = { event_type: "slack#/events/user_joined_team" };
  const filter = { version: 1, root: { statement: "{{data.a}} == 1" } };
  const own: Record<string, Record<string, unknown>> = {
    scheduled: { schedule },
    event: { event },
    webhook: { webhook: { filter } },
    shortcut: { shortcut: { button_text: "Go" } },
  };
  const state = workspace();
  for (const [type, fields] of Object.entries(own)) {
    const right = { ...common, type, description: "Why", ...fields };
    const { ok, trigger } = create(state, right);
    assertEquals([type, ok], [type, true]);
    const update = (args: Record<string, unknown>) =>
      call(state, BOT, "workflows.triggers.update", {
        trigger_id: trigger.id,
        ...args,
      });
    assertEquals(update(right).ok, true);
    const foreign = { ...Object.assign({}, ...Object.values(own)), x: 1 };
    for (const [other, value] of Object.entries(foreign)) {
      if (Object.hasOwn(fields, other)) continue;
      const wrong = { ...right, [other]: value };
      for (const answer of [create(state, wrong), update(wrong)]) {
        assertEquals([other, answer.error], [other, "invalid_arguments"]);
        const [message] = answer.response_metadata.messages;
        assertMatch(message, new RegExp(`json-pointer:/${other}\\]`));
      }
    }
  }
});

Deno.test("the parts of a link and of a webhook are checked", () => {
  const { schedule: _, ...common } = HOURLY;
  const wrong = [
    { type: "shortcut", shortcut: { text: "Go" } },
    { type: "shortcut", shortcut: { button_text: 1 } },
    { type: "webhook", webhook: { schema: {} } },
    { type: "webhook", webhook: { filter: { root: {} } } },
    { type: "webhook", webhook: { filter: "a" } },
  ];
  const state = workspace();
  for (const change of wrong) {
    const { error } = create(state, { ...common, ...change });
    assertEquals([change, error], [change, "invalid_arguments"]);
  }
});

Deno.test("a trigger passes the workflow its required inputs, and none that it does not have", () => {
  const state = workspace();
  const link = { type: "shortcut", name: "Page", workflow: "#/workflows/page" };
  const who = { value: "alice" };
  const refused: [unknown, string][] = [
    [undefined, "/inputs/who"],
    [{ note: { value: "x" } }, "/inputs/who"],
    [{ who, why: { value: "x" } }, "/inputs/why"],
    [{ who, why: { customizable: true } }, "/inputs/why"],
    [{ who, toString: { value: "x" } }, "/inputs/toString"],
  ];
  for (const [inputs, at] of refused) {
    const answer = create(state, { ...link, inputs });
    assertEquals([at, answer.error], [at, "invalid_trigger_inputs"]);
    const [message] = answer.response_metadata.messages;
    assertMatch(message, new RegExp(`json-pointer:${at}\\]`));
  }
  assertEquals(state.triggers.size, 0);
  for (
    const inputs of [
      { who },
      { who: { value: "{{data.user_id}}" }, note: { value: "" } },
      { who: { customizable: true } },
    ]
  ) {
    const { ok, trigger } = create(state, { ...link, inputs });
    assertEquals(ok, true);
    const { error } = call(state, BOT, "workflows.triggers.update", {
      ...link,
      trigger_id: trigger.id,
    });
    assertEquals(error, "invalid_trigger_inputs");
  }
});
