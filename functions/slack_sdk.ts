/**
 * What functions need of the SDK, from files of its own that lead to little
 * else: by way of its `mod.ts` every bundle would carry the definitions of all
 * of Slack's own functions.
 */
import { DefineFunction as defineFunction } from "deno-slack-sdk/functions/definitions/slack-function.ts";
import { SlackFunction as slackFunction } from "deno-slack-sdk/functions/slack-function.ts";
import type * as sdk from "deno-slack-sdk/mod.ts";
import types from "deno-slack-sdk/schema/schema_types.ts";
import { SlackPrimitiveTypes } from "deno-slack-sdk/schema/slack/types/mod.ts";

// All of it has the types of `mod.ts`: in development these files are
// JavaScript, and theirs would be guesses.

export const DefineFunction = defineFunction as typeof sdk.DefineFunction;

export const SlackFunction = slackFunction as typeof sdk.SlackFunction;

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
