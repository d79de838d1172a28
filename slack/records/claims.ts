import * as v from "valibot";
import type { Claim } from "../../reconciler/claim.ts";
import { defineBodyStore } from "./define_store.ts";
import { instant, text, zone } from "./fields.ts";
import { SHIFT } from "./shift.ts";

/** A status as records hold it. */
// Any expiry: a person may have set one that lies further ahead than an instant may.
export const STATUS = v.object({
  text,
  emoji: text,
  expiration: v.pipe(
    v.number(),
    v.check(
      (at) => Number.isSafeInteger(at) && at >= 0,
      "expected Unix seconds",
    ),
  ),
});

const SNOOZE = v.object({ until_seconds: instant, indefinite: v.boolean() });

const PHASE = v.picklist([
  "intent",
  "held",
  "restoring",
  "yielded",
  "skipped",
  "deferred",
]);

function part<const S extends v.GenericSchema>(value: S) {
  return v.nullable(v.object({
    phase: PHASE,
    prior: value,
    before: value,
    wanted: value,
    applied: v.nullable(value),
    write: v.exactOptional(v.string()),
    carried: v.exactOptional(v.literal(true)),
  }));
}

/** Claims by person. State, phase and end are columns too, for people who query them. */
export const claims = defineBodyStore<Claim>({
  name: "claims",
  key: "person",
  version: 1,
  schema: v.object({
    person: v.pipe(v.string(), v.nonEmpty()),
    name: text,
    time_zone: zone,
    shift: SHIFT,
    rendered_at: instant,
    override: v.nullable(v.object({
      text: v.nullable(text),
      emoji: v.nullable(text),
    })),
    status: part(STATUS),
    dnd: part(SNOOZE),
    presence: part(v.boolean()),
    suppressed: v.array(v.object({
      shift: SHIFT,
      phase: v.picklist(["yielded", "skipped", "put_back", "dismissed"]),
    })),
    external_token_id: v.nullable(v.string()),
    orphaned_at: v.nullable(instant),
    written_by: v.string(),
    written_at: instant,
  }),
  columns: ({ shift, status }) => ({
    state: shift.state,
    phase: status?.phase ?? "none",
    ends_at: shift.end ?? 0,
  }),
});
