import * as v from "valibot";
import {
  schedulesField,
  settingsObject,
  sourceFields,
  tokenField,
} from "../fields.ts";

const schema = settingsObject({
  type: v.literal("incident_io"),
  ...sourceFields,
  ...schedulesField,
  ...tokenField("INCIDENT_IO_API_KEY"),
});

/** The on-call schedules of incident.io. */
export const incident_io = {
  schema,
  addressOf: () => "https://api.incident.io",
};
