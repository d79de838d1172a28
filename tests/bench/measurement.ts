import { floorOf } from "../../scripts/bench/floors.ts";
import type { Measurement } from "../../scripts/bench/measure.ts";

/** A start of a hundred at its floor, changed as given. */
export function measurement(changes: Partial<Measurement> = {}): Measurement {
  const each = {
    phase: "start",
    people: 100,
    tokens: "own",
    dnd: false,
    rates: "documented",
    ...changes,
  } as const;
  return {
    problem: null,
    floor: floorOf(each),
    poll_seconds: 1,
    status_seconds: 70,
    snooze_seconds: null,
    right: each.people,
    snoozed: 0,
    watched_seconds: 80,
    runs: 2,
    runs_at_work: 2,
    errors: [],
    calls: { "users.profile.get": 100, "users.profile.set": 100 },
    roster_calls: 2,
    refused: 0,
    cpu_seconds: 0.05,
    ...each,
  };
}
