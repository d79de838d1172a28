import * as v from "valibot";
import { region, scheduleNames, secretName, sourceFields } from "../fields.ts";

/** Opsgenie, whose API ends on 2027-04-05; `jsm` is its successor. */
export const schema = v.strictObject({
  type: v.literal("opsgenie"),
  ...sourceFields,
  /** Names or ids of schedules. */
  schedules: scheduleNames,
  /** Where the account lives: `us` (the default) or `eu`. */
  region,
  /**
   * The name of the secret with the API key, never the key itself;
   * `OPSGENIE_API_KEY` by default.
   */
  token: v.optional(secretName, "OPSGENIE_API_KEY"),
});

const ADDRESSES = {
  us: "https://api.opsgenie.com",
  eu: "https://api.eu.opsgenie.com",
};

export function addressOf({ region }: v.InferOutput<typeof schema>): string {
  return ADDRESSES[region];
}
