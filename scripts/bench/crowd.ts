import type { Case } from "./cases.ts";
import type { Timeline } from "./timeline.ts";

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
