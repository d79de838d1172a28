import * as v from "valibot";
import type { Consent } from "../../reconciler/consent.ts";
import { SCHEMA_VERSION, type Store } from "../record_store.ts";
import { parseFields } from "./body.ts";

const CONSENT = v.object({
  person: v.pipe(v.string(), v.minLength(1)),
  states: v.array(v.string()),
  on_own_status: v.picklist(["skip", "defer", "replace"]),
  after_manual_change: v.picklist(["yield", "resume"]),
  dnd: v.boolean(),
  presence: v.boolean(),
  external_token_id: v.nullish(v.string(), null),
  recorded_at: v.number(),
  withdrawn_at: v.nullish(v.number(), null),
});

/** Consents by person, each attribute readable by itself. */
export const consents: Store<Consent> = {
  name: "consents",
  key: "person",
  scan_above: 50,
  parse: (item) => parseFields(CONSENT, item),
  // A datastore has no null: what is not set is left out.
  format: (consent) => {
    const set = Object.entries(consent).filter(([, value]) => value !== null);
    return { schema_version: SCHEMA_VERSION, ...Object.fromEntries(set) };
  },
};
