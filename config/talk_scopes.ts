import type { Config } from "./schema.ts";

/** What the event triggers need, and `conversations.info`. Never a history of channels. */
const TALK_SCOPES = [
  "app_mentions:read",
  "channels:read",
  "groups:read",
  "im:history",
] as const;

/** The scopes of an app that people talk to; none if they do not. */
export function talkScopes({ talk }: Pick<Config, "talk">): readonly string[] {
  return talk === null ? [] : TALK_SCOPES;
}
