import * as v from "valibot";
import type { Consent } from "../../reconciler/consent.ts";
import { defineStore } from "./define_store.ts";
import { instant } from "./fields.ts";

/** Consents by person. */
export const consents = defineStore<Consent>({
  name: "consents",
  key: "person",
  scanAbove: 50,
  version: 1,
  schema: v.object({
    person: v.pipe(v.string(), v.nonEmpty()),
    states: v.array(v.string()),
    on_own_status: v.picklist(["skip", "defer", "replace"]),
    after_manual_change: v.picklist(["yield", "resume"]),
    dnd: v.boolean(),
    presence: v.boolean(),
    external_token_id: v.nullish(v.string(), null),
    recorded_at: instant,
    withdrawn_at: v.nullish(instant, null),
  }),
});
