import { Schema } from "deno-slack-sdk/mod.ts";

/**
 * Slack's own steps, by id: the SDK's definitions of them do not fit its own
 * `addStep` under `exactOptionalPropertyTypes`.
 */
export const OPEN_FORM: string = Schema.slack.functions.OpenForm.id;
export const SEND_DM: string = Schema.slack.functions.SendDm.id;
