/**
 * What functions need of the SDK, from files of its own that lead to little
 * else: by way of its `mod.ts` every bundle would carry the definitions of all
 * of Slack's own functions.
 */
import { BaseSlackAPIClient } from "deno-slack-api/base-client.ts";
import { DefineFunction as defineFunction } from "deno-slack-sdk/functions/definitions/slack-function.ts";
import type * as sdk from "deno-slack-sdk/mod.ts";
import types from "deno-slack-sdk/schema/schema_types.ts";
import { SlackPrimitiveTypes } from "deno-slack-sdk/schema/slack/types/mod.ts";

// All of it has the types of `mod.ts`: in development these files are
// JavaScript, and theirs would be guesses.

export const DefineFunction = defineFunction as typeof sdk.DefineFunction;

/** Of what Slack hands to a function, what its client is made from. */
interface Context {
  token: string;
  env?: Record<string, string>;
}

/**
 * What the SDK's own does for a function without views or block actions: the
 * handler, given a client. Their routers stay out, and so does the proxy that
 * has a method for each of Slack's, with all that it leads to.
 */
export const SlackFunction =
  ((_definition: unknown, handler: (context: unknown) => unknown) =>
  (context: Context) => {
    const slackApiUrl = context.env?.SLACK_API_URL;
    const options = slackApiUrl ? { slackApiUrl } : {};
    const client = new BaseSlackAPIClient(context.token, options);
    return handler({ ...context, client });
  }) as unknown as typeof sdk.SlackFunction;

/** Types of parameters; of Slack's own, those that are but a name. */
export const Schema = { types, slack: { types: SlackPrimitiveTypes } } as {
  readonly types: typeof sdk.Schema.types;
  readonly slack: {
    readonly types: Pick<
      typeof sdk.Schema.slack.types,
      keyof typeof SlackPrimitiveTypes
    >;
  };
};
