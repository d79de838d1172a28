import * as v from "valibot";
import { count, instant, text } from "./fields.ts";

/** The schema of a shift within other records. */
export const SHIFT = v.object({
  person: text,
  state: text,
  start: instant,
  end: v.nullable(instant),
  source: text,
  schedule: text,
  identity: text,
  label: text,
  level: count,
  labels: v.exactOptional(v.array(text)),
  joined: v.exactOptional(v.array(v.object({
    source: text,
    schedule: text,
    identity: text,
  }))),
});
