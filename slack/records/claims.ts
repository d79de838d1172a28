import * as v from "valibot";
import type { Claim } from "../../reconciler/claim.ts";
import { defineBodyStore } from "./define_store.ts";
import { SHIFT } from "./shift.ts";

const STATUS = v.object({
  text: v.string(),
  emoji: v.string(),
  expiration: v.number(),
});

const SNOOZE = v.object({ until_seconds: v.number(), indefinite: v.boolean() });

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
    name: v.string(),
    time_zone: v.string(),
    shift: SHIFT,
    rendered_at: v.number(),
    override: v.nullable(v.object({
      text: v.nullable(v.string()),
      emoji: v.nullable(v.string()),
    })),
    status: part(STATUS),
    dnd: part(SNOOZE),
    presence: part(v.boolean()),
    suppressed: v.array(v.object({
      shift: SHIFT,
      phase: v.picklist(["yielded", "skipped", "put_back"]),
    })),
    external_token_id: v.nullable(v.string()),
    orphaned_at: v.nullable(v.number()),
    written_by: v.string(),
    written_at: v.number(),
  }),
  columns: ({ shift, status }) => ({
    state: shift.state,
    phase: status?.phase ?? "none",
    ends_at: shift.end ?? 0,
  }),
});
