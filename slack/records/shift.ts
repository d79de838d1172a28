import * as v from "valibot";

/** The schema of a shift within other records. */
export const SHIFT = v.object({
  person: v.string(),
  state: v.string(),
  start: v.number(),
  end: v.nullable(v.number()),
  source: v.string(),
  schedule: v.string(),
  identity: v.string(),
  label: v.string(),
  level: v.number(),
  labels: v.exactOptional(v.array(v.string())),
  joined: v.exactOptional(v.array(v.object({
    source: v.string(),
    schedule: v.string(),
    identity: v.string(),
  }))),
});
