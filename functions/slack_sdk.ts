/**
 * The SDK's part in functions, defined here: its `mod.ts` would bring the
 * definitions of all of Slack's own functions into every bundle. The SDK gives
 * only types, from the file that all of its releases have.
 */
import type * as sdk from "deno-slack-sdk/mod.ts";
import { createApiClient } from "../slack/api_client.ts";

/** What `export` reads of a definition. */
interface Definition {
  callback_id: string;
  title: string;
  description?: string;
  source_file: string;
  input_parameters?: unknown;
  output_parameters?: unknown;
}

const NO_PARAMETERS = { properties: {}, required: [] };

/** What the manifest reads of a function. */
export const DefineFunction = ((definition: Definition) => ({
  type: "app",
  id: definition.callback_id,
  definition,
  // Parameters here have Slack's types alone, which need no registration.
  registerParameterTypes() {},
  export: () => ({
    title: definition.title,
    description: definition.description,
    source_file: definition.source_file,
    input_parameters: definition.input_parameters ?? NO_PARAMETERS,
    output_parameters: definition.output_parameters ?? NO_PARAMETERS,
  }),
})) as unknown as typeof sdk.DefineFunction;

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

/** The types of parameters in use. */
export const Schema = {
  types: {
    string: "string",
    boolean: "boolean",
    integer: "integer",
    array: "array",
  },
  slack: {
    types: {
      user_id: "slack#/types/user_id",
      usergroup_id: "slack#/types/usergroup_id",
      channel_id: "slack#/types/channel_id",
      date: "slack#/types/date",
      timestamp: "slack#/types/timestamp",
      oauth2: "slack#/types/credential/oauth2",
    },
  },
} as const;
