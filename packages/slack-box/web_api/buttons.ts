import type { TriggerRecord, WorkspaceState } from "../state.ts";
import { isObject } from "./arguments.ts";
import { linkAddress } from "./triggers.ts";

/** A button of a message. */
export interface Button {
  /** Where it stands within the blocks: `/2/elements/0`. */
  pointer: string;
  label: string;
  /** Empty where a plain button has none. */
  actionId: string;
  blockId: string;
  /** The link that a workflow button starts; `null` for a plain button. */
  url: string | null;
  /** What a workflow button gives to customizable inputs. */
  inputs: Record<string, string>;
}

/** All buttons within blocks, in their order. */
export function buttonsOf(blocks: unknown): Button[] {
  if (!Array.isArray(blocks)) return [];
  return blocks.flatMap((block, index) =>
    buttonsWithin(block, `/${index}`, String(block?.block_id ?? ""))
  );
}

function buttonsWithin(
  value: unknown,
  pointer: string,
  blockId: string,
): Button[] {
  if (!isObject(value) && !Array.isArray(value)) return [];
  if (isObject(value) && /^(workflow_)?button$/.test(String(value.type))) {
    return [readButton(value, pointer, blockId)];
  }
  return Object.entries(value).flatMap(([key, inner]) =>
    buttonsWithin(inner, `${pointer}/${key}`, blockId)
  );
}

function readButton(
  { type, text, action_id, workflow }: Record<string, unknown>,
  pointer: string,
  blockId: string,
): Button {
  const trigger = isObject(workflow) && isObject(workflow.trigger)
    ? workflow.trigger
    : {};
  const parameters = Array.isArray(trigger.customizable_input_parameters)
    ? trigger.customizable_input_parameters
    : [];
  return {
    pointer,
    label: isObject(text) ? String(text.text) : "",
    actionId: String(action_id ?? ""),
    blockId,
    url: type === "workflow_button" ? String(trigger.url) : null,
    inputs: Object.fromEntries(
      parameters.map(({ name, value }) => [String(name), String(value)]),
    ),
  };
}

/** The link trigger with this address, or `undefined`. */
export function linkAt(
  state: WorkspaceState,
  url: string,
): TriggerRecord | undefined {
  return [...state.triggers.values()].find((trigger) =>
    trigger.type === "shortcut" && linkAddress(state, trigger) === url
  );
}

/** The names of these inputs that a link does not let people customize. */
export function fixedInputs(
  { inputs }: TriggerRecord,
  given: Readonly<Record<string, unknown>>,
): string[] {
  return Object.keys(given).filter((name) =>
    !Object.hasOwn(inputs, name) || !("customizable" in inputs[name]!)
  );
}

/**
 * What Slack refuses in workflow buttons: the link must exist, and the inputs
 * must be customizable there.
 */
export function buttonProblems(
  state: WorkspaceState,
  blocks: unknown,
): { pointer: string; message: string }[] {
  return buttonsOf(blocks).flatMap(({ pointer, url, inputs }) => {
    if (url === null) return [];
    const at = `${pointer}/workflow/trigger`;
    const link = linkAt(state, url);
    if (link === undefined) {
      return [{ pointer: `${at}/url`, message: "is no link trigger" }];
    }
    return fixedInputs(link, inputs).map((name) => ({
      pointer: `${at}/customizable_input_parameters`,
      message: `${name} is not customizable in the link trigger`,
    }));
  });
}
