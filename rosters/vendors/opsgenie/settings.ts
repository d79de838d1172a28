import * as v from "valibot";
import {
  regionField,
  schedulesField,
  settingsObject,
  sourceFields,
  tokenField,
} from "../fields.ts";

const schema = settingsObject({
  type: v.literal("opsgenie"),
  ...sourceFields,
  ...schedulesField,
  ...regionField,
  ...tokenField("OPSGENIE_API_KEY"),
});

const ADDRESSES = {
  us: "https://api.opsgenie.com",
  eu: "https://api.eu.opsgenie.com",
};

/** Opsgenie, whose API ends on 2027-04-05; `jsm` is its successor. */
export const opsgenie = {
  schema,
  addressOf: ({ region }: v.InferOutput<typeof schema>) => ADDRESSES[region],
};
