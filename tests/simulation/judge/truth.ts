import type { Item, Recording, RosterShift, Status } from "../recording.ts";
import { idOf, NAMES } from "../script.ts";
import { type State, STATES, TEMPLATES, WORKFLOW_TEXTS } from "../setting.ts";
import { endOf, type JoinedShift, joinedShifts } from "./joined_shifts.ts";

/**
 * From the first read that a write rests on to its landing (milliseconds): a
 * read is used for 5 s, may be 0.7 s stale, and the write takes its latency.
 * Slack leaves this window open, and the app cannot close it.
 */
export const WINDOW_MS = 6_000;

/** A step may act upon rosters that the steps before it read (milliseconds). */
export const SNAPSHOT_MS = 200_000;

/** How long it takes until what a click starts is over or cut short (milliseconds). */
export const CLICK_MS = 75_000;

/**
 * For so long after a change of a user group it is unknown whom a shift of the
 * group is for: while one is under way, its members are read by the hour.
 */
const GROUP_KEPT_MS = 2 * 3_600_000;

/** What everybody was to show between two instants. While a user group is not known, there are several. */
interface Standing {
  from: number;
  to: number;
  shifts: JoinedShift[];
}

/** The rosters, answers and troubles of a history, to ask about. */
export class Truth {
  /** Oldest first: at least one for each change of a roster, of what was declared, or of the templates. */
  readonly #standing: Standing[];

  constructor(readonly recording: Recording) {
    this.#standing = standingOf(recording);
  }

  /** Every roster that stood at any instant of the time given. */
  rosters(from: number, to: number): JoinedShift[][] {
    return this.#standing
      .filter((each) => each.from <= to && each.to >= from)
      .map(({ shifts }) => shifts);
  }

  /** What stood from when to when, oldest first. */
  spans(): readonly Standing[] {
    return this.#standing;
  }

  /** Whether nothing was changed that concerns a person. */
  stands(person: string, from: number, to: number): boolean {
    const [first, ...others] = this.rosters(from, to).map((shifts) =>
      JSON.stringify(shifts.filter((shift) => shift.person === person))
    );
    return others.every((each) => each === first);
  }

  /** Whether a shift of the state ran all the time, in spite of edits. */
  lasts(person: string, state: State, from: number, to: number): boolean {
    return this.rosters(from - SNAPSHOT_MS, to).every((shifts) =>
      covers(shifts, person, state, from, to)
    );
  }

  /** The same, if no other shift of the state could be mistaken for it. */
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
  ): JoinedShift[] {
    return this.rosters(from, to).flat().filter((shift) =>
      shift.person === person && shift.state === state &&
      shift.start <= to && (shift.end ?? Infinity) > from
    );
  }

  /** Everything that a person's consent said in the time given. */
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

  /** Every mode that runs were in at any instant of the time given. */
  modes(from: number, to: number): Recording["modes"] {
    const { modes, script } = this.recording;
    const first = script.day === "preview" ? "preview" : "enforce";
    const all = [{ at: 0, mode: first, put_back: false } as const, ...modes];
    return all.filter(({ at }, index) =>
      at <= to && (all[index + 1]?.at ?? Infinity) >= from
    );
  }

  /** Whether runs did all the time what they report. */
  isEnforcing(from: number, to: number): boolean {
    return this.modes(from, to).every(({ mode }) => mode === "enforce");
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

/** Rosters, declarations, groups and templates as they stood together, oldest first. */
function standingOf(recording: Recording): Standing[] {
  const { rosters, declared, groups, templates, operations } = recording;
  const uncertain = groups.slice(1).map(({ at }) => at + GROUP_KEPT_MS);
  const changes = [rosters, declared, groups, templates, operations];
  const instants = [...changes.flat().map(({ at }) => at), ...uncertain];
  const edges = [...new Set(instants)].sort((a, b) => a - b);
  return edges.flatMap((from, index) => {
    const to = edges[index + 1] ?? Infinity;
    const roster = rosters.findLast((each) => each.at <= from)?.shifts ?? [];
    const known = templates.findLast((each) => each.at <= from);
    const looks = TEMPLATES[known?.templates ?? 0]!;
    const texts = ownTexts(operations, from);
    return possibleMembers(groups, from).map((members) => {
      const shifts = [...roster, ...declaredShifts(declared, members, from)];
      return { from, to, shifts: joinedShifts(shifts, looks, texts) };
    });
  });
}

/** The members that a user group had until an instant, or lately, each group once. */
function possibleMembers(
  groups: Recording["groups"],
  at: number,
): (readonly number[])[] {
  const possible = groups.filter((each, index) => {
    const until = groups[index + 1]?.at ?? Infinity;
    return each.at <= at && until + GROUP_KEPT_MS > at;
  }).map(({ members }) => members);
  return possible.length === 0 ? [[]] : possible;
}

/** The texts that workflows have shown for states by then, beside the configured ones. */
function ownTexts(
  operations: Recording["operations"],
  until: number,
): Partial<Record<State, string>> {
  const own = operations.flatMap(({ at, state, ownText }) =>
    at <= until && state && ownText ? [[state, WORKFLOW_TEXTS[state]]] : []
  );
  return Object.fromEntries(own);
}

/** What stood declared at an instant, a shift for each person it is for. */
function declaredShifts(
  changes: Recording["declared"],
  members: readonly number[],
  at: number,
): RosterShift[] {
  const items = new Map<string, Item | null>();
  for (const change of changes) {
    if (change.at <= at) items.set(change.id, change.item);
  }
  return [...items.values()].flatMap((item) =>
    item === null ? [] : shiftsOf(item, members)
  );
}

function shiftsOf(
  { person, group, state, start, end }: Item,
  members: readonly number[],
): RosterShift[] {
  const until = end === undefined ? null : Number(end) * 1000;
  const from = Number(start) * 1000;
  if (until !== null && until <= from) return [];
  const whom = group === undefined
    ? [...NAMES.keys()].filter((who) => idOf(who) === person)
    : members;
  return whom.map((who) => ({
    who,
    person: idOf(who),
    state: state as State,
    place: null,
    level: 1,
    start: from,
    end: until,
  }));
}

/** Whether shifts of the state follow one another without a gap. */
function covers(
  shifts: readonly JoinedShift[],
  person: string,
  state: State,
  from: number,
  to: number,
): boolean {
  const own = shifts.filter((shift) =>
    shift.person === person && shift.state === state
  );
  let until = from;
  for (const shift of own.sort((a, b) => a.start - b.start)) {
    if (shift.start <= until) until = Math.max(until, endOf(shift));
  }
  return until > to;
}

const OPENINGS = TEMPLATES.flatMap((templates) =>
  STATES.flatMap((state) => {
    const { text, level_texts } = templates[state];
    const texts = [text, ...Object.values(level_texts ?? {})];
    return [...texts, WORKFLOW_TEXTS[state]].map((each) => ({
      state,
      opening: each.split("{")[0]!,
    }));
  })
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

/** What is within a record; a `body` is JSON. */
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
