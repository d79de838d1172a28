/**
 * What functions need of the SDK, from files of its own that lead to little
 * else: by way of its `mod.ts` every bundle would carry the definitions of all
 * of Slack's own functions.
 */
import { DefineFunction as defineFunction } from "deno-slack-sdk/functions/definitions/slack-function.ts";
import { enrichContext } from "deno-slack-sdk/functions/enrich-context.ts";
import type * as sdk from "deno-slack-sdk/mod.ts";
import types from "deno-slack-sdk/schema/schema_types.ts";
import { SlackPrimitiveTypes } from "deno-slack-sdk/schema/slack/types/mod.ts";

// All of it has the types of `mod.ts`: in development these files are
// JavaScript, and theirs would be guesses.

export const DefineFunction = defineFunction as typeof sdk.DefineFunction;

/**
 * What the SDK's own does for a function without views or block actions: the
 * handler, given a client. Their routers stay out.
 */
export const SlackFunction =
  ((_definition: unknown, handler: (context: unknown) => unknown) =>
  (context: unknown) =>
    handler(
      enrichContext(context as never),
    )) as unknown as typeof sdk.SlackFunction;

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
