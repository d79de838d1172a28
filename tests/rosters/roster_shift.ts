import type { RosterShift } from "../../rosters/port.ts";

/** A shift of Alice from 100 to 200, changed as given. */
export function rosterShift(changes: Partial<RosterShift> = {}): RosterShift {
  return {
    identity: {
      key: "pagerduty:PALICE",
      email: "alice@example.com",
      name: "Alice",
    },
    state: "on_call",
    start: 100,
    end: 200,
    source: "pd",
    schedule: "PS1",
    label: "Primary",
    level: 1,
    ...changes,
  };
}

export const BOB = {
  key: "pagerduty:PBOB",
  email: "bob@example.com",
  name: "Bob",
};
