import type { WorkspacePerson } from "../../packages/slack-box/state.ts";
import type { Workspace } from "../../packages/slack-box/workspace.ts";
import type { Case } from "./cases.ts";
import { floorOf } from "./floors.ts";

export interface Member {
  id: string;
  email: string;
}

const ADMINS = ["UADMIN1", "UADMIN2"];

/** The people of a case, without the admins. */
export function membersOf({ people }: Pick<Case, "people">): Member[] {
  return Array.from({ length: people }, (_, index) => {
    const name = `p${String(index).padStart(5, "0")}`;
    return { id: `U${name.toUpperCase()}`, email: `${name}@example.com` };
  });
}

/** Whose shift starts first: everybody's, or a handoff's first half. */
export function firstOf(each: Case, members: Member[]): Member[] {
  return each.phase === "handoff"
    ? members.slice(0, Math.floor(members.length / 2))
    : members;
}

/** On call never silences: leave does. */
export function stateOf({ dnd }: Pick<Case, "dnd">): string {
  return dnd ? "pto" : "on_call";
}

type Path = "own" | "env" | "admin";

/** The workspace of a case, as a scenario file would describe it. */
export function crowd(
  each: Case,
  timeline: Timeline,
  path: Path = each.tokens === "own" ? "own" : "admin",
) {
  const members = membersOf(each);
  const first = new Set(firstOf(each, members));
  const admins = each.tokens === "own"
    ? []
    : ADMINS.slice(0, each.tokens === "1 admin" ? 1 : 2);
  const consent = { states: [stateOf(each)], dnd: each.dnd, path };
  const shifts = members.map((member) => {
    const { first: early, second } = timeline;
    const { start, end } = first.has(member) ? early : second!;
    return { email: member.email, start: iso(start), end: iso(end) };
  });
  return {
    now: iso(timeline.now),
    admin_tokens: admins,
    people: [
      ...members.map(({ id, email }) => ({ id, name: id, email, consent })),
      ...admins.map((id) => ({
        id,
        name: id,
        email: `${id.toLowerCase()}@example.com`,
        role: "owner",
      })),
    ],
    schedules: [{ id: "PCROWD", name: "Crowd", state: stateOf(each), shifts }],
  };
}

function iso(unix: number): string {
  return new Date(unix * 1000).toISOString();
}

/** When a case is played. Unix seconds. */
export interface Timeline {
  /** The scenario's start: the poll after it maps everybody. */
  now: number;
  /** The first shifts, from and until. */
  first: { start: number; end: number };
  /** A handoff's other half. */
  second: { start: number; end: number } | null;
  /** The instant whose poll is measured. */
  measured: number;
  /** When it is no longer waited for. */
  give_up: number;
}

const QUARTER_SECONDS = 900;
const HOUR = 3_600;

const NOW_SECONDS = Date.parse("2026-03-02T08:50:00Z") / 1000;
const FIRST_POLL_SECONDS = Date.parse("2026-03-02T09:00:00Z") / 1000;

/** About how many statuses one run sets when there are no rates. */
const PREPARED_A_POLL = 1_500;

/** Work under way for longer than thrice the floor and three polls is not going to end well. */
function patienceSeconds(each: Case): number {
  const { status_seconds, snooze_seconds } = floorOf(each);
  const floor = Math.max(status_seconds ?? 0, snooze_seconds ?? 0);
  return 3 * floor + 3 * QUARTER_SECONDS;
}

function nextQuarter(at: number): number {
  return Math.ceil(at / QUARTER_SECONDS) * QUARTER_SECONDS;
}

/** A warm-up, as many polls as everybody's start takes without rates, and what is measured. */
export function timelineOf(each: Case): Timeline {
  const start = FIRST_POLL_SECONDS + QUARTER_SECONDS;
  const polls = Math.ceil(each.people / PREPARED_A_POLL) + 2;
  const measured = each.phase === "start"
    ? start
    : start + polls * QUARTER_SECONDS;
  const give_up = measured + patienceSeconds(each);
  const late = nextQuarter(give_up) + HOUR;
  const long = each.phase === "start" || each.phase === "quiet";
  return {
    now: NOW_SECONDS,
    first: { start, end: long ? late : measured },
    second: each.phase === "handoff" ? { start: measured, end: late } : null,
    measured,
    give_up,
  };
}

/** What is right for a person after a change. */
export interface Right {
  /** How their status begins, or `null` for none. */
  status: string | null;
  /** Whether their notifications are to be paused. */
  snoozed: boolean;
}

/** How far a crowd has come. */
export interface Progress {
  /** The number of people. */
  of: number;
  right: number;
  /** When the last of them became right (Unix milliseconds), `null` until all are. */
  complete_at: number | null;
}

/** Sees every write where the workspace stores it, and when each person became right. */
export class Arrivals {
  #clock: Workspace["clock"];
  #status = new Map<string, number | null>();
  #snooze = new Map<string, number | null>();

  constructor(workspace: Workspace, wanted: ReadonlyMap<string, Right>) {
    this.#clock = workspace.clock;
    for (const [id, { status, snoozed }] of wanted) {
      const person = workspace.state.people.get(id)!;
      this.#watch(
        person,
        "status",
        this.#status,
        ({ text }) => status === null ? text === "" : text.startsWith(status),
      );
      if (!snoozed) continue;
      this.#watch(
        person,
        "snooze_until",
        this.#snooze,
        (until) => until * 1000 > this.#clock.now(),
      );
    }
  }

  get statuses(): Progress {
    return progressOf([...this.#status.values()]);
  }

  get snoozes(): Progress {
    return progressOf([...this.#snooze.values()]);
  }

  /** Whether everybody is right, in everything. */
  get complete(): boolean {
    return [this.statuses, this.snoozes]
      .every(({ of, right }) => of === right);
  }

  #watch<F extends "status" | "snooze_until">(
    person: WorkspacePerson,
    field: F,
    since: Map<string, number | null>,
    isRight: (value: WorkspacePerson[F]) => boolean,
  ): void {
    let current = person[field];
    const look = () => {
      if (!isRight(current)) since.set(person.id, null);
      else if ((since.get(person.id) ?? null) === null) {
        since.set(person.id, this.#clock.now());
      }
    };
    look();
    Object.defineProperty(person, field, {
      configurable: true,
      enumerable: true,
      get: () => current,
      set: (value: WorkspacePerson[F]) => {
        current = value;
        look();
      },
    });
  }
}

/** @param since When each of them became right, `null` for who is not. */
export function progressOf(since: (number | null)[]): Progress {
  const right = since.filter((at) => at !== null);
  const complete = right.length === since.length && right.length > 0;
  return {
    of: since.length,
    right: right.length,
    complete_at: complete
      ? right.reduce((last, at) => Math.max(last, at))
      : null,
  };
}
