import * as v from "valibot";
import { scheduleNames, secretName, sourceFields } from "../fields.ts";

/** The on-call schedules of incident.io. */
export const schema = v.strictObject({
  type: v.literal("incident_io"),
  ...sourceFields,
  /** Names or ids of schedules. */
  schedules: scheduleNames,
  /**
   * The name of the secret with the API key, never the key itself;
   * `INCIDENT_IO_API_KEY` by default.
   */
  token: v.optional(secretName, "INCIDENT_IO_API_KEY"),
});

export function addressOf(): string {
  return "https://api.incident.io";
}
