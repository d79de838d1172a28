import { assertThrows } from "@std/assert";
import type { Phase } from "../../reconciler/part.ts";
import { planPart, statusPlan } from "../../reconciler/plan_part.ts";
import { EMPTY_STATUS } from "../../reconciler/status.ts";
import { type Cell, check } from "./cells.ts";
import {
  claim,
  consent,
  contextIn,
  LUNCH,
  NOW,
  OUR_LEAVE,
  OURS,
  shift,
  statusPart,
  type World,
} from "./samples.ts";

const PTO = shift({ state: "pto", label: "", source: "hr" });
const held = claim();
const answer = (on_own_status: "skip" | "defer" | "replace") =>
  consent({ on_own_status });
const onlyPto = consent({ states: ["pto"] });
const withdrawn = consent({ withdrawn_at: NOW });

const started = { phase: "intent" as Phase, applied: null, wanted: OURS };

const NO_CLAIM: Cell[] = [
  {
    name: "nothing wanted",
    shifts: [],
    action: "noop",
    part: null,
    record: false,
  },
  {
    name: "not opted in at all",
    consent: null,
    action: "noop",
    part: null,
    record: false,
  },
  {
    name: "no consent for the state",
    consent: onlyPto,
    action: "noop",
    part: null,
    record: false,
  },
  {
    name: "opted out",
    consent: withdrawn,
    action: "noop",
    part: null,
    record: false,
  },
  {
    name: "a state, empty",
    read: EMPTY_STATUS,
    action: "start",
    write: OURS,
    part: { ...started, prior: EMPTY_STATUS, before: EMPTY_STATUS },
    record: true,
  },
  {
    name: "a state, theirs, skip",
    consent: answer("skip"),
    read: LUNCH,
    action: "skip",
    part: { phase: "skipped" },
    record: true,
  },
  {
    name: "a state, theirs, defer",
    consent: answer("defer"),
    read: LUNCH,
    action: "defer",
    part: { phase: "deferred", prior: LUNCH },
    record: true,
  },
  {
    name: "a state, theirs, replace: on record first",
    consent: answer("replace"),
    read: LUNCH,
    action: "start",
    write: OURS,
    part: { ...started, prior: LUNCH, before: LUNCH },
    record: true,
  },
  {
    name: "theirs by emoji alone",
    consent: answer("replace"),
    read: { ...EMPTY_STATUS, emoji: ":taco:" },
    action: "start",
    write: OURS,
  },
  {
    name: "looks like ours, skip",
    consent: answer("skip"),
    read: OURS,
    action: "defer",
    part: { phase: "deferred" },
  },
  {
    name: "looks like ours, defer",
    read: OURS,
    action: "defer",
    part: { phase: "deferred" },
  },
  {
    name: "looks like ours, replace",
    consent: answer("replace"),
    read: OUR_LEAVE,
    action: "defer",
    part: { phase: "deferred" },
  },
];

Deno.test("no claim", (t) => check(t, NO_CLAIM));

Deno.test("what cannot be read is never taken for empty", () => {
  const worlds: World[] = [
    {},
    { claim: held, shifts: [PTO] },
    { claim: held, shifts: [] },
    { claim: claim({ status: statusPart({ phase: "intent" }) }) },
    { claim: claim({ status: statusPart({ phase: "restoring" }) }) },
    { claim: claim({ status: statusPart({ phase: "deferred" }) }) },
  ];
  for (const world of worlds) {
    assertThrows(
      () => planPart(statusPlan, contextIn(world), null),
      Error,
      "read",
    );
  }
});
