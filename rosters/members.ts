import type { Unmapped } from "../reconciler/shift.ts";
import { compareKeys } from "./merge_shifts.ts";
import type { RosterShift } from "./port.ts";

/** The Slack ids of a user group's members, or why they could not be read. */
export type Members = { ok: true; members: string[] } | {
  ok: false;
  reason: string;
};

/** The identity key of a group's shift: `group:S0123456789`. */
export function groupKey(group: string): string {
  return `group:${group}`;
}

/** Whether an identity key is a group's. */
export function isGroupKey(identity: string): boolean {
  return identity.startsWith(groupKey(""));
}

/** The user groups that shifts belong to, each once. */
export function groupsOf(shifts: readonly RosterShift[]): string[] {
  const groups = shifts.flatMap(({ identity }) => identity.group ?? []);
  return [...new Set(groups)].sort();
}

/**
 * Turns a group's shift into one shift for each member.
 *
 * @param shifts All shifts that were read; those of people stay.
 * @param groups The members that were read, by group id.
 * @returns the shifts, and the groups that could not be read, each once a source.
 * People known to be in such a group stay as they are.
 */
export function withMembers(
  shifts: readonly RosterShift[],
  groups: ReadonlyMap<string, Members>,
): { shifts: RosterShift[]; unmapped: Unmapped[] } {
  const unmapped = new Map<string, Unmapped>();
  const each = shifts.flatMap((shift) => {
    const { group, name } = shift.identity;
    if (group === undefined) return [shift];
    const read = groups.get(group);
    if (read?.ok) {
      return read.members.map((id) => memberShift(shift, group, id));
    }
    const reason = read?.reason ?? "was not read";
    const { source } = shift;
    const identity = groupKey(group);
    const missing = { identity, name, source, reason, transient: true };
    unmapped.set(JSON.stringify([group, source]), missing);
    return [];
  });
  const missing = [...unmapped.values()].sort((a, b) =>
    compareKeys([a.identity, a.source], [b.identity, b.source])
  );
  return { shifts: each, unmapped: missing };
}

function memberShift(
  shift: RosterShift,
  group: string,
  id: string,
): RosterShift {
  const identity = {
    key: `slack:${id}`,
    email: null,
    name: id,
    slackId: id,
    group,
  };
  return { ...shift, identity };
}
