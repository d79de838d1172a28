import {
  type Item,
  NO_DND,
  type PersonRecording,
  type Snooze,
  snoozing,
  type Write,
} from "../recording.ts";
import { type State, STATES, TEMPLATES } from "../setting.ts";
import { clock } from "./verdict.ts";
import type { JoinedShift } from "./joined_shifts.ts";
import { valuesIn } from "./truth.ts";

/** What differs between snooze and presence, as the promise has it. */
export interface PartRules<V> {
  /** Its name in the records, and what a consent calls it. */
  name: "dnd" | "presence";
  /** The states that ask for it. */
  states: readonly State[];
  nothing: V;
  /** Whether the person's own can look just like ours. */
  twoValued: boolean;
  initial(person: PersonRecording): V;
  writes(person: PersonRecording): Write<V>[];
  same(a: V, b: V): boolean;
  shown(value: V, at: number): V;
  /** When it ends by itself (Unix milliseconds). */
  endsAt(value: V): number;
  /** Whether a person's own may be replaced by ours. */
  mayReplace(own: V, ours: V): boolean;
  /** Whether what is to be given back is found in a record. */
  isRecorded(own: V, record: Item | null, at: number): boolean;
  /** What is wrong with ours for these shifts, if anything is. */
  objection(write: Write<V>, shifts: JoinedShift[]): string | null;
  textOf(value: V): string;
}

/** Slack snoozes by the minute (seconds). */
const SAME_END = 90;

/** The longest snooze that the app sets (seconds). */
const LONGEST = 2 * 3600;

function statesWith(field: "dnd" | "away"): State[] {
  return STATES.filter((state) => TEMPLATES[0]![state][field]);
}

export const SNOOZE: PartRules<Snooze> = {
  name: "dnd",
  states: statesWith("dnd"),
  nothing: NO_DND,
  twoValued: false,
  initial: ({ initial }) => initial.snooze,
  writes: ({ snooze }) => snooze,
  same(a, b) {
    if (a.indefinite || b.indefinite) return a.indefinite === b.indefinite;
    return Math.abs(a.until_seconds - b.until_seconds) <= SAME_END;
  },
  shown: snoozing,
  endsAt: ({ until_seconds, indefinite }) =>
    indefinite ? Infinity : until_seconds * 1000,
  mayReplace: (own, ours) =>
    !own.indefinite && own.until_seconds <= ours.until_seconds + SAME_END,
  isRecorded: (own, record) =>
    valuesIn(record).some((value) =>
      value.indefinite === own.indefinite &&
      Math.abs(Number(value.until_seconds) - own.until_seconds) <= SAME_END
    ),
  objection({ at, after }, shifts) {
    if (after.indefinite) return "it has no end";
    if (after.until_seconds - at / 1000 > LONGEST + 1) return "it is too long";
    const fits = shifts.some(({ end }) =>
      end === null || after.until_seconds <= end / 1000 + SAME_END
    );
    return fits ? null : "it outlasts the shift";
  },
  textOf: ({ until_seconds, indefinite }) =>
    indefinite
      ? "snoozed without an end"
      : until_seconds === 0
      ? "not snoozed"
      : `snoozed until ${clock(until_seconds * 1000)}`,
};

export const PRESENCE: PartRules<boolean> = {
  name: "presence",
  states: statesWith("away"),
  nothing: false,
  twoValued: true,
  initial: ({ initial }) => initial.away,
  writes: ({ away }) => away,
  same: (a, b) => a === b,
  shown: (away) => away,
  endsAt: () => Infinity,
  mayReplace: () => false,
  isRecorded: (_own, record) => record !== null,
  objection: () => null,
  textOf: (away) => away ? "away" : "not away",
};
