import type { ApiMethod, Call } from "./method.ts";
import { Refusal } from "./refusal.ts";

export const FUNCTION_COMPLETION_METHODS: readonly ApiMethod[] = [
  {
    name: "functions.completeSuccess",
    tier: 3,
    tokens: "bot",
    scope: null,
    errors: ["function_execution_not_found"],
    perform(call) {
      requireOwnExecution(call);
      call.args.requiredObject("outputs");
      return {};
    },
  },
  {
    name: "functions.completeError",
    tier: 3,
    tokens: "bot",
    scope: null,
    errors: ["function_execution_not_found"],
    perform(call) {
      requireOwnExecution(call);
      call.args.requiredText("error");
      return {};
    },
  },
];

/** A function's token belongs to one execution and completes only that one. */
function requireOwnExecution(call: Call): void {
  const id = call.args.requiredText("function_execution_id");
  if (call.token.execution !== id) {
    throw new Refusal("function_execution_not_found");
  }
}
