import * as v from "valibot";
import type { Consent } from "../../reconciler/consent.ts";
import { defineStore, type Item, type RecordFormat } from "./define_store.ts";
import { instant } from "./fields.ts";

/** Consents by person. */
export const consents = defineStore<Consent>({
  name: "consents",
  key: "person",
  scanAbove: 50,
  // An older app would drop the answers that are new in 2, so it must not write the record.
  version: 2,
  migrations: {
    1: (fields) => ({ notices: false, workflow_presence: false, ...fields }),
  },
  schema: v.object({
    person: v.pipe(v.string(), v.nonEmpty()),
    states: v.array(v.string()),
    on_own_status: v.picklist(["skip", "defer", "replace"]),
    after_manual_change: v.picklist(["yield", "resume"]),
    dnd: v.boolean(),
    presence: v.boolean(),
    external_token_id: v.nullish(v.string(), null),
    answered: v.exactOptional(v.array(v.string())),
    notices: v.exactOptional(v.boolean()),
    paused_until: v.exactOptional(instant),
    workflow_presence: v.exactOptional(v.boolean()),
    recorded_at: instant,
    withdrawn_at: v.nullish(instant, null),
  }),
});

/**
 * Consents as opting out reads them. One that does not parse, or that a newer
 * version wrote, allows nothing; only its connection is kept, to restore with.
 * Marked as pure: a bundle that does not read them so goes without.
 */
export const leavingConsents: RecordFormat<Consent> = /* @__PURE__ */ (() => ({
  name: consents.name,
  key: consents.key,
  format: consents.format,
  parse: parseLeaving,
}))();

function parseLeaving(item: Item): Consent {
  try {
    return consents.parse(item);
  } catch {
    const { person, external_token_id } = item;
    return {
      person: String(person),
      states: [],
      on_own_status: "defer",
      after_manual_change: "yield",
      dnd: false,
      presence: false,
      external_token_id: typeof external_token_id === "string"
        ? external_token_id
        : null,
      recorded_at: 0,
      withdrawn_at: null,
    };
  }
}
