import { EXECUTION } from "./dispatch.ts";
import { PERSON } from "./loopback_api.ts";

/** What this needs of a parameter's definition in the manifest. */
export interface Parameter {
  type: unknown;
  enum?: unknown[];
  default?: unknown;
}

export interface FunctionDefinition {
  type?: string;
  title?: string;
  source_file?: string;
  input_parameters?: {
    properties: Record<string, Parameter>;
    required: string[];
  };
}

const SAMPLES: Record<string, unknown> = {
  // Where text names something, it is what an earlier step left.
  string: EXECUTION,
  boolean: false,
  integer: 1,
  number: 1,
  array: ["on_call"],
  "slack#/types/channel_id": "C0123456789",
  "slack#/types/user_id": PERSON,
  "slack#/types/timestamp": 1_772_438_400,
  "slack#/types/interactivity": {
    interactivity_pointer: "1.2.abc",
    interactor: { id: PERSON, secret: "sample" },
  },
};

/** Inputs whose text is none of an execution's. */
const NAMED: Record<string, unknown> = { handoffs: "none" };

/** A value for every input that a function cannot do without. */
export function sampleInputs(
  definition: FunctionDefinition,
): Record<string, unknown> {
  const { properties = {}, required = [] } = definition.input_parameters ?? {};
  return Object.fromEntries(
    required.map((name) => [name, sample(name, properties[name]!)]),
  );
}

function sample(name: string, parameter: Parameter): unknown {
  const value = NAMED[name] ?? parameter.default ?? parameter.enum?.[0] ??
    SAMPLES[String(parameter.type)];
  if (value !== undefined) return value;
  throw new Error(`There is no sample for input ${name}: ${parameter.type}`);
}
