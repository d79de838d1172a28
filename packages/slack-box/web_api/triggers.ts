import { createHash } from "node:crypto";
import type { TriggerRecord, WorkspaceState } from "../state.ts";
import { pageOf, readLimitOrNone } from "./arguments.ts";
import { asRead } from "../lagging_map.ts";
import { handleOf } from "./user_object.ts";
import type { ApiMethod, Call } from "./method.ts";
import { invalidArguments } from "./refusal.ts";
import { triggerOf } from "./trigger_access.ts";
import { readTriggerDefinition, triggerRecord } from "./trigger_rules.ts";

const LARGEST_PAGE = 1000;

/**
 * Slack documents no tier of these four; 3 is that of its other
 * `workflows.triggers.*` methods.
 */
export const TRIGGER_METHODS: readonly ApiMethod[] = [
  {
    name: "workflows.triggers.create",
    tier: 3,
    tokens: "bot",
    scope: "triggers:write",
    errors: ["invalid_trigger_inputs"],
    perform(call) {
      const id = `Ft${String(++call.state.sequence).padStart(9, "0")}`;
      const record = readTrigger(call, id, call.nowSeconds);
      call.state.triggers.set(id, record);
      return { trigger: triggerObject(call.state, record, call.nowSeconds) };
    },
  },
  {
    name: "workflows.triggers.update",
    tier: 3,
    tokens: "bot",
    scope: "triggers:write",
    errors: ["invalid_trigger_inputs", "trigger_not_found"],
    perform(call) {
      const { id, type, createdAtSeconds, access } = triggerOf(
        call,
      );
      // Slack, workflows.triggers.update: replaces the whole payload.
      const record = readTrigger(call, id, createdAtSeconds);
      if (record.type !== type) {
        throw invalidArguments("the type of a trigger cannot change");
      }
      // Who may run it is not part of the payload.
      if (access !== undefined) record.access = access;
      call.state.triggers.set(id, record);
      return { trigger: triggerObject(call.state, record, call.nowSeconds) };
    },
  },
  {
    name: "workflows.triggers.delete",
    tier: 3,
    tokens: "bot",
    scope: "triggers:write",
    errors: ["trigger_not_found"],
    perform(call) {
      call.state.triggers.delete(triggerOf(call).id);
      return {};
    },
  },
  {
    name: "workflows.triggers.list",
    tier: 3,
    tokens: "bot",
    scope: "triggers:read",
    errors: [],
    perform: listTriggers,
  },
];

/** The trigger that a call defines. */
function readTrigger(
  { args, state, nowMs }: Call,
  id: string,
  createdAtSeconds: number,
): TriggerRecord {
  return triggerRecord(
    readTriggerDefinition(args, state, nowMs),
    id,
    createdAtSeconds,
  );
}

function listTriggers(call: Call): Record<string, unknown> {
  const { state, args, nowMs, nowSeconds } = call;
  const seen = asRead(state.triggers, state.triggerListLagMs, nowMs);
  const { ids, response_metadata } = pageOf(
    args,
    "trigger",
    [...seen.keys()],
    readLimitOrNone(args, LARGEST_PAGE, LARGEST_PAGE),
    () => invalidArguments("invalid cursor"),
  );
  const triggers = ids.map((id) =>
    triggerObject(state, seen.get(id)!, nowSeconds)
  );
  return { triggers, response_metadata };
}

/** A trigger in the shape of Slack's answers ("workflows.triggers"). */
function triggerObject(
  state: WorkspaceState,
  record: TriggerRecord,
  nowSeconds: number,
): Record<string, unknown> {
  const { description, event } = record.definition;
  return {
    id: record.id,
    type: record.type,
    workflow: workflowObject(state, record),
    inputs: structuredClone(record.inputs),
    outputs: {},
    available_data: {},
    date_created: record.createdAtSeconds,
    date_updated: nowSeconds,
    name: record.name,
    description: description ?? "",
    ...(record.schedule === null
      ? {}
      : { schedule: structuredClone(record.schedule) }),
    ...(event === undefined ? {} : { event_type: eventType(event) }),
    ...address(state, record),
  };
}

function workflowObject(
  state: WorkspaceState,
  record: TriggerRecord,
): Record<string, unknown> {
  const callback_id = record.workflow.replace("#/workflows/", "");
  return {
    id: `Fn${callback_id}`,
    workflow_id: `Wf${callback_id}`,
    callback_id,
    title: callback_id,
    description: "",
    type: "workflow",
    input_parameters: [],
    output_parameters: [],
    app_id: state.appId,
    app: { id: state.appId, name: handleOf(state), icons: {} },
    date_created: 0,
    date_updated: 0,
    date_deleted: 0,
  };
}

function eventType(event: unknown): string {
  return String((event as Record<string, unknown>).event_type ?? "");
}

/** The address of a link trigger or a webhook trigger. */
function address(
  state: WorkspaceState,
  record: TriggerRecord,
): Record<string, string> {
  if (record.type === "shortcut") {
    return { shortcut_url: linkAddress(state, record) };
  }
  if (record.type === "webhook") {
    const path = webhookPath(state, record);
    return { webhook_url: `https://hooks.slack.com${path}` };
  }
  return {};
}

/** Where a link trigger is clicked: a workflow button names it. */
export function linkAddress(
  state: WorkspaceState,
  record: TriggerRecord,
): string {
  const secret = secretPart(state, record);
  return `https://slack.com/shortcuts/${record.id}/${secret}`;
}

/** `/triggers/TLOCAL/12/…`: where a webhook is called. Its last part is its secret. */
export function webhookPath(
  state: WorkspaceState,
  record: TriggerRecord,
): string {
  const number = Number(record.id.slice("Ft".length)) || 0;
  return `/triggers/${state.teamId}/${number}/${secretPart(state, record)}`;
}

/** The part of a link that is hard to guess: 32 hexadecimal digits, stable. */
function secretPart(state: WorkspaceState, record: TriggerRecord): string {
  return createHash("sha256").update(`${state.appId}/${record.id}`)
    .digest("hex").slice(0, 32);
}
