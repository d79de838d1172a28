import {
  type Item,
  type Recording,
  type RosterShift,
  type Status,
} from "../recording.ts";
import { joinedShifts } from "./joined_shifts.ts";
import { type State, STATES, TEMPLATES } from "../script.ts";

/**
 * From the first read that a write rests on to its landing (milliseconds): a
 * read is used for 5 s, may be 0.7 s stale, and the write takes its latency.
 * Within it Slack leaves a window open that nobody can close.
 */
export const WINDOW_MS = 6_000;

/** A step may act upon rosters that the steps before it read (milliseconds). */
export const SNAPSHOT_MS = 200_000;

/** What a click starts is over, or cut short, after so long (milliseconds). */
export const CLICK_MS = 75_000;

/** The rosters, answers and troubles of a history, to ask about. */
export class Truth {
  readonly recording: Recording;

  constructor(recording: Recording) {
    const rosters = recording.rosters
      .map(({ at, shifts }) => ({ at, shifts: joinedShifts(shifts) }));
    this.recording = { ...recording, rosters };
  }

  /** Every roster that stood at any instant of the time given. */
  rosters(from: number, to: number): RosterShift[][] {
    const { rosters } = this.recording;
    return rosters.filter((roster, index) =>
      roster.at <= to && (rosters[index + 1]?.at ?? Infinity) >= from
    ).map(({ shifts }) => shifts);
  }

  /** Whether one and the same shift ran all the time, whatever was edited. */
  lasts(person: string, state: State, from: number, to: number): boolean {
    return this.rosters(from - SNAPSHOT_MS, to).every((shifts) =>
      shifts.some((shift) =>
        shift.person === person && shift.state === state &&
        shift.start <= from && (shift.end ?? Infinity) > to
      )
    );
  }

  /** The same where no other shift of the state could be taken for another one. */
  lastsAlone(person: string, state: State, from: number, to: number): boolean {
    const alone = this.rosters(from - SNAPSHOT_MS, to).every((shifts) =>
      shifts.filter((shift) =>
        shift.person === person && shift.state === state &&
        shift.start <= to && (shift.end ?? Infinity) > from
      ).length === 1
    );
    return alone && this.lasts(person, state, from, to);
  }

  /** The shifts of a state that somebody may have been seen in. */
  shiftsSeen(
    person: string,
    state: State,
    from: number,
    to: number,
  ): RosterShift[] {
    return this.rosters(from, to).flat().filter((shift) =>
      shift.person === person && shift.state === state &&
      shift.start <= to && (shift.end ?? Infinity) > from
    );
  }

  /** Whatever a person's consent said at any instant of the time given. */
  consents(person: string, from: number, to: number): (Item | null)[] {
    const changes = this.recording.consents.filter((change) =>
      change.person === person
    );
    const first = changes[0];
    const known = changes.filter((change, index) =>
      change.at <= to && (changes[index + 1]?.at ?? Infinity) >= from
    ).map(({ item }) => item);
    return first && first.at <= from ? known : [null, ...known];
  }

  consentAt(person: string, at: number): Item | null {
    const item = this.consents(person, at, at).at(-1) ?? null;
    return item && isGiven(item) ? item : null;
  }

  /** Whether a consent changed, or somebody tried to change it. */
  changedConsent(person: string, from: number, to: number): boolean {
    const { consents, choices } = this.recording;
    return consents.some((change) =>
      change.person === person && change.at >= from && change.at <= to
    ) || choices.some((choice) =>
      choice.person === person && choice.at <= to &&
      choice.at + CLICK_MS >= from
    );
  }
}

export function isGiven(item: Item): boolean {
  return item.withdrawn_at === undefined || item.withdrawn_at === null;
}

export function allows(item: Item | null, state: State): boolean {
  if (!item || !isGiven(item)) return false;
  return (item.states as string[]).includes(state);
}

const OPENINGS = TEMPLATES.flatMap((templates) =>
  STATES.map((state) => ({
    state,
    opening: templates[state].text.split("{")[0]!,
  }))
);

/** The state whose template a status is made of, if it is. */
export function stateOf(status: Status): State | null {
  const found = OPENINGS.find(({ opening }) => status.text.startsWith(opening));
  return found?.state ?? null;
}

export function isEmpty({ text, emoji }: Status): boolean {
  return text === "" && emoji === "";
}

/** Text, emoji and expiry, to the second. */
export function same(a: Status, b: Status): boolean {
  if (isEmpty(a) || isEmpty(b)) return isEmpty(a) && isEmpty(b);
  return a.text === b.text && a.emoji === b.emoji &&
    a.expiration === b.expiration;
}

/** What is within a record, whatever its shape: `body` is JSON. */
export function contents(item: Item | null): Item {
  if (!item) return {};
  return typeof item.body === "string" ? JSON.parse(item.body) : item;
}

/** Whether these words, emoji and expiry are found anywhere in a record. */
export function holdsStatus(item: Item | null, wanted: Status): boolean {
  return valuesIn(item).some((value) =>
    typeof value.text === "string" && typeof value.emoji === "string" &&
    same(value as unknown as Status, wanted)
  );
}

/** Every object within a record, however deep. */
export function valuesIn(item: Item | null): Item[] {
  return objectsIn(contents(item));
}

function objectsIn(value: unknown): Item[] {
  if (typeof value !== "object" || value === null) return [];
  const inner = Object.values(value).flatMap(objectsIn);
  return Array.isArray(value) ? inner : [value as Item, ...inner];
}

/** What a record says of one part; alike, nothing was learned of it meanwhile. */
export function partOf(item: Item | null, part: string): string {
  return JSON.stringify(contents(item)[part] ?? null);
}

/** Whether the record says that a write is under way, or may be. */
export function isInDoubt(record: string): boolean {
  return record.includes('"intent"') || record.includes('"restoring"');
}
