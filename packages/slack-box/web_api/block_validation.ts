import type { ApiMethod, Call } from "./method.ts";
import { isObject } from "./arguments.ts";
import { type BlockError, blockErrors, viewErrors } from "./block_checks.ts";
import { invalidArguments, Refusal } from "./refusal.ts";

const PAYLOADS = ["blocks", "message", "view"] as const;

type Payload = typeof PAYLOADS[number];

/** What Slack refuses in a payload; a pointer starts at the payload. */
const CHECKS: Readonly<Record<Payload, (value: unknown) => BlockError[]>> = {
  blocks: blockErrors,
  message: messageErrors,
  view: viewErrors,
};

/** Slack, blocks.validate: anybody may ask, without a token. */
export const BLOCK_VALIDATION_METHODS: readonly ApiMethod[] = [
  {
    name: "blocks.validate",
    tier: "hundreds",
    tokens: "none",
    scope: null,
    errors: PAYLOADS.map((payload) => `invalid_${payload}`),
    verbatim: true,
    perform: validate,
  },
];

function validate({ args }: Call): Record<string, unknown> {
  const [payload, ...more] = PAYLOADS.filter((name) => args.has(name));
  if (payload === undefined || more.length > 0) {
    throw invalidArguments("provide exactly one of blocks, view, or message");
  }
  const errors = CHECKS[payload](args.decoded(payload));
  if (errors.length === 0) return {};
  throw new Refusal(`invalid_${payload}`, {
    // The one code that Slack is known to answer; the constraint tells them apart.
    errors: errors.map((error) => ({ ...error, code: "failed_constraint" })),
  });
}

/** Slack takes the blocks and attachments of a message here, and not its text. */
function messageErrors(message: unknown): BlockError[] {
  if (!isObject(message)) return wrongPayload(message);
  const { blocks, attachments = [], ...others } = message;
  return [
    ...Object.keys(others).map(unknownField),
    ...(blocks === undefined ? [] : below("/blocks", blockErrors(blocks))),
    ...(Array.isArray(attachments) ? attachments : []).flatMap((each, index) =>
      isObject(each) && each.blocks !== undefined
        ? below(`/attachments/${index}/blocks`, blockErrors(each.blocks))
        : []
    ),
  ];
}

function below(at: string, errors: BlockError[]): BlockError[] {
  return errors.map((error) => ({ ...error, pointer: at + error.pointer }));
}

function unknownField(name: string): BlockError {
  return {
    pointer: `/${name}`,
    code: "unknown_property",
    message: `invalid additional property: ${name}`,
    constraint: {
      type: "properties",
      expected: ["blocks", "attachments"],
      got: name,
    },
  };
}

function wrongPayload(value: unknown): BlockError[] {
  const got = Array.isArray(value) ? "array" : typeof value;
  return [{
    pointer: "",
    code: "wrong_type",
    message: `must be of type object, got ${got}`,
    constraint: { type: "type", expected: ["object"], got },
  }];
}
