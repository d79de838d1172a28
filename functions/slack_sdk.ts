/**
 * What functions use of the SDK, imported from single files. Its `mod.ts` would
 * bring the definitions of all of Slack's own functions into every bundle.
 */
import { DefineFunction as defineFunction } from "deno-slack-sdk/functions/definitions/slack-function.ts";
import type * as sdk from "deno-slack-sdk/mod.ts";
import types from "deno-slack-sdk/schema/schema_types.ts";
import { SlackPrimitiveTypes } from "deno-slack-sdk/schema/slack/types/mod.ts";
import { createApiClient } from "../slack/api_client.ts";

// The types come from `mod.ts`: in development the single files are JavaScript,
// whose types would be guesses.

export const DefineFunction = defineFunction as typeof sdk.DefineFunction;

/** As much of a function's context as its client is made from. */
interface Context {
  token: string;
  env?: Record<string, string>;
}

/**
 * What the SDK's own does for a function without views or block actions: it
 * gives the handler a client. Left out are the routers for those, and all of the
 * client but `apiCall`.
 */
export const SlackFunction =
  ((_definition: unknown, handler: (context: unknown) => unknown) =>
  (context: Context) => {
    const client = createApiClient(context.token, context.env?.SLACK_API_URL);
    return handler({ ...context, client });
  }) as unknown as typeof sdk.SlackFunction;

/** Types of parameters; of Slack's own types, those that are only a name. */
export const Schema = { types, slack: { types: SlackPrimitiveTypes } } as {
  readonly types: typeof sdk.Schema.types;
  readonly slack: {
    readonly types: Pick<
      typeof sdk.Schema.slack.types,
      keyof typeof SlackPrimitiveTypes
    >;
  };
};
