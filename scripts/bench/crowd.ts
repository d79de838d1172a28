import type { WorkspacePerson } from "../../packages/slack-box/state.ts";
import type { Workspace } from "../../packages/slack-box/workspace.ts";
import { SECONDS_PER_HOUR, SECONDS_PER_MINUTE } from "../../time.ts";
import type { Case } from "./cases.ts";
import { floorOf } from "./floors.ts";

interface Member {
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

/** The people on the first shifts: the first half of them in a handoff, otherwise all. */
export function firstShift(each: Case, members: Member[]): Member[] {
  return each.phase === "handoff"
    ? members.slice(0, Math.floor(members.length / 2))
    : members;
}

/** The state of a case. `on_call` cannot pause notifications, so `pto` does. */
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
  const first = new Set(firstShift(each, members));
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
  /** The scenario's start. The first poll after it looks all people up. */
  now: number;
  /** The first shifts. */
  first: { start: number; end: number };
  /** The shifts of a handoff's second half. */
  second: { start: number; end: number } | null;
  /** The instant whose poll is measured. */
  measured: number;
  /** When the measurement gives up. */
  giveUp: number;
}

const QUARTER_SECONDS = 15 * SECONDS_PER_MINUTE;

const NOW_SECONDS = Date.parse("2026-03-02T08:50:00Z") / 1000;
const FIRST_POLL_SECONDS = Date.parse("2026-03-02T09:00:00Z") / 1000;

/** About how many statuses one run sets when there are no rates. */
const STATUSES_PER_POLL = 1_500;

/** How long to wait for a change: three times its floor and three polls. */
function patienceSeconds(each: Case): number {
  const { status_seconds, snooze_seconds } = floorOf(each);
  const floor = Math.max(status_seconds ?? 0, snooze_seconds ?? 0);
  return 3 * floor + 3 * QUARTER_SECONDS;
}

function nextQuarter(at: number): number {
  return Math.ceil(at / QUARTER_SECONDS) * QUARTER_SECONDS;
}

/**
 * When a case is played: a warm-up poll, the polls that it takes to start all
 * shifts without rates, then the poll that is measured.
 */
export function timelineOf(each: Case): Timeline {
  const start = FIRST_POLL_SECONDS + QUARTER_SECONDS;
  const polls = Math.ceil(each.people / STATUSES_PER_POLL) + 2;
  const measured = each.phase === "start"
    ? start
    : start + polls * QUARTER_SECONDS;
  const giveUp = measured + patienceSeconds(each);
  const late = nextQuarter(giveUp) + SECONDS_PER_HOUR;
  const long = each.phase === "start" || each.phase === "quiet";
  return {
    now: NOW_SECONDS,
    first: { start, end: long ? late : measured },
    second: each.phase === "handoff" ? { start: measured, end: late } : null,
    measured,
    giveUp,
  };
}

/** What a person shows once a change is through. */
export interface ExpectedPresence {
  /** How their status begins; `null`: they have none. */
  status: string | null;
  /** Whether their notifications are paused. */
  snoozed: boolean;
}

/** For how many people a change is through. */
export interface Progress {
  /** The number of people. */
  people: number;
  right: number;
  /** Unix milliseconds; `null` until the last person shows what is expected. */
  completeAtMs: number | null;
}

/**
 * Watches every write where the workspace stores it, and notes since when each
 * person shows what is expected.
 */
export class Arrivals {
  #clock: Workspace["clock"];
  #status = new Map<string, number | null>();
  #snooze = new Map<string, number | null>();

  constructor(
    workspace: Workspace,
    wanted: ReadonlyMap<string, ExpectedPresence>,
  ) {
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

  /** Whether all people show all that is expected. */
  get complete(): boolean {
    return [this.statuses, this.snoozes]
      .every(({ people, right }) => people === right);
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

/** @param since Since when each person shows what is expected; `null`: not yet. */
export function progressOf(since: (number | null)[]): Progress {
  const right = since.filter((at) => at !== null);
  const complete = right.length === since.length && right.length > 0;
  return {
    people: since.length,
    right: right.length,
    completeAtMs: complete
      ? right.reduce((last, at) => Math.max(last, at))
      : null,
  };
}
