import type { ParameterSet } from "../app.ts";
import { problemWithFilter } from "../engine/trigger_filter.ts";
import type { TriggerRecord, WorkspaceState } from "../state.ts";
import { type ArgumentReader, isObject } from "./arguments.ts";
import { checkEvent } from "./event_rules.ts";
import { invalidArguments, Refusal } from "./refusal.ts";
import { checkSchedule } from "./schedule_rules.ts";

/** Fields of every trigger; an update names the trigger by `trigger_id`. */
const EVERY_FIELD = [
  "trigger_id",
  "type",
  "name",
  "description",
  "workflow",
  "inputs",
];

/** Slack, "Triggers": the types, and the field that each has besides. */
const OWN_FIELD: Readonly<Record<string, string>> = {
  event: "event",
  scheduled: "schedule",
  shortcut: "shortcut",
  webhook: "webhook",
};

/** A trigger as a call defines it, checked. */
export interface CheckedTrigger {
  type: string;
  name: string;
  workflow: string;
  inputs: TriggerRecord["inputs"];
  description?: string;
  schedule?: Record<string, unknown>;
  event?: Record<string, unknown>;
  shortcut?: Record<string, unknown>;
  webhook?: Record<string, unknown>;
}

/**
 * Reads a trigger as Slack does.
 *
 * @param nowMs The time of the call, in Unix milliseconds.
 * @throws {Refusal} where Slack would refuse it.
 */
export function readTriggerDefinition(
  args: ArgumentReader,
  state: WorkspaceState,
  nowMs: number,
): CheckedTrigger {
  const type = readType(args);
  const name = args.requiredText("name");
  const workflow = args.requiredText("workflow");
  const declared = state.workflows.get(workflow);
  if (declared === undefined) {
    throw invalidArguments(`unknown workflow ${workflow}`);
  }
  const inputs = readInputs(args.object("inputs") ?? {}, type);
  checkInputs(inputs, declared);
  const definition: CheckedTrigger = { type, name, workflow, inputs };
  const description = args.text("description");
  if (description !== undefined) definition.description = description;
  if (type === "scheduled") {
    definition.schedule = args.requiredObject("schedule");
    checkSchedule(definition.schedule, nowMs);
  }
  if (type === "event") {
    definition.event = args.requiredObject("event");
    checkEvent(definition.event, state);
  }
  if (type === "shortcut") {
    const shortcut = args.object("shortcut");
    checkShortcut(shortcut ?? {});
    if (shortcut !== undefined) definition.shortcut = shortcut;
  }
  if (type === "webhook") {
    definition.webhook = args.object("webhook") ?? {};
    checkWebhook(definition.webhook);
  }
  return definition;
}

/** A trigger as the workspace stores it: a copy of its definition. */
export function triggerRecord(
  definition: CheckedTrigger,
  id: string,
  createdAtSeconds: number,
): TriggerRecord {
  const { type, name, workflow, inputs, schedule = null } = structuredClone(
    definition,
  );
  return {
    id,
    type,
    name,
    workflow,
    inputs,
    schedule,
    createdAtSeconds,
    definition: { ...structuredClone(definition) },
  };
}

/** The type; refuses fields that a trigger of this type does not have. */
function readType(args: ArgumentReader): string {
  const type = args.requiredText("type");
  if (!Object.hasOwn(OWN_FIELD, type)) {
    const types = Object.keys(OWN_FIELD).join(", ");
    throw invalidArguments(`type must be one of ${types}`);
  }
  refuseOthers(args.names(), [...EVERY_FIELD, OWN_FIELD[type]!], "");
  return type;
}

function refuseOthers(
  names: readonly string[],
  known: readonly string[],
  at: string,
): void {
  const other = names.find((name) => !known.includes(name));
  if (other === undefined) return;
  throw invalidArguments(`is unknown [json-pointer:${at}/${other}]`);
}

/** Slack's client: a link has the text of its button, or nothing, of its own. */
function checkShortcut(shortcut: Record<string, unknown>): void {
  refuseOthers(Object.keys(shortcut), ["button_text"], "/shortcut");
  const { button_text = "" } = shortcut;
  if (typeof button_text === "string") return;
  const at = "/shortcut/button_text";
  throw invalidArguments(`must be a string [json-pointer:${at}]`);
}

/** Slack, "Webhook triggers": `webhook` holds a filter, or nothing. */
function checkWebhook(webhook: Record<string, unknown>): void {
  refuseOthers(Object.keys(webhook), ["filter"], "/webhook");
  if (webhook.filter === undefined) return;
  const problem = problemWithFilter(webhook.filter);
  if (problem === null) return;
  const at = `/webhook/filter${problem.at}`;
  throw invalidArguments(`${problem.why} [json-pointer:${at}]`);
}

/** Slack, "Triggers": an input has a `value` or is `customizable`, not both. */
function readInputs(
  given: Record<string, unknown>,
  type: string,
): TriggerRecord["inputs"] {
  const inputs: TriggerRecord["inputs"] = {};
  for (const [name, input] of Object.entries(given)) {
    const one = isObject(input) ? Object.keys(input) : [];
    if (isObject(input) && one.length === 1 && one[0] === "value") {
      inputs[name] = { value: structuredClone(input.value) };
    } else if (
      isObject(input) && one.length === 1 && input.customizable === true
    ) {
      if (type !== "shortcut") {
        throw invalidArguments(
          `only links have customizable inputs [json-pointer:/inputs/${name}]`,
        );
      }
      inputs[name] = { customizable: true };
    } else {
      throw invalidArguments(
        `must have a value or be customizable [json-pointer:/inputs/${name}]`,
      );
    }
  }
  return inputs;
}

/** Slack, "Link triggers": types of customizable inputs. */
const CUSTOMIZABLE_TYPES = [
  "string",
  "slack#/types/channel_id",
  "slack#/types/user_id",
];

/**
 * Slack's CLI, errors: `invalid_trigger_inputs`, "Required inputs for the
 * referenced function/workflow are not passed". That an input which the workflow
 * does not have gets the same error is not documented.
 */
function checkInputs(
  inputs: TriggerRecord["inputs"],
  { properties, required }: ParameterSet,
): void {
  for (const name of required) {
    if (Object.hasOwn(inputs, name)) continue;
    throw wrongInput(name, "is required by the workflow");
  }
  for (const [name, input] of Object.entries(inputs)) {
    if (!Object.hasOwn(properties, name)) {
      throw wrongInput(name, "is no input of the workflow");
    }
    const { type } = properties[name]!;
    if ("value" in input || CUSTOMIZABLE_TYPES.includes(type)) continue;
    throw wrongInput(name, `is ${type}, which people cannot customize`);
  }
}

function wrongInput(name: string, why: string): Refusal {
  const message = `[ERROR] ${why} [json-pointer:/inputs/${name}]`;
  return new Refusal("invalid_trigger_inputs", {
    response_metadata: { messages: [message] },
  });
}
