import { createHash } from "node:crypto";
import type { TriggerRecord, WorkspaceState } from "../state.ts";

/** A trigger in the shape Slack answers it ("workflows.triggers", responses). */
export function triggerObject(
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
    date_created: record.created_at,
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
    app_id: state.app_id,
    app: { id: state.app_id, name: "shiftlight", icons: {} },
    date_created: 0,
    date_updated: 0,
    date_deleted: 0,
  };
}

function eventType(event: unknown): string {
  return String((event as Record<string, unknown>).event_type ?? "");
}

/** Where a person or a sender finds a trigger that has an address. */
function address(
  state: WorkspaceState,
  record: TriggerRecord,
): Record<string, string> {
  if (record.type === "shortcut") {
    const path = `${record.id}/${secretPart(state, record)}`;
    return { shortcut_url: `https://slack.com/shortcuts/${path}` };
  }
  if (record.type === "webhook") {
    const path = `${state.team_id}/${record.id}`;
    return { webhook_url: `https://hooks.slack.com/triggers/${path}` };
  }
  return {};
}

/** What makes a link hard to guess: 32 hexadecimal digits, the same each time. */
function secretPart(state: WorkspaceState, record: TriggerRecord): string {
  return createHash("sha256").update(`${state.app_id}/${record.id}`)
    .digest("hex").slice(0, 32);
}
