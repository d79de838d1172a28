/**
 * Slack's type for "who clicked". By its name, for the SDK's own definition of
 * it does not fit its own parameter type under `exactOptionalPropertyTypes`.
 */
export const interactivity = {
  type: "slack#/types/interactivity",
  title: "Who clicked",
} as const;
