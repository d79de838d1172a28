import { endOf, isActive, type Shift, touches } from "./shift.ts";

/** Where a shift comes from: what must be readable to know that it stands. */
export type ShiftOrigin = Pick<Shift, "source" | "schedule" | "identity">;

/** The origins of a shift: its own, or those of everything joined in it. */
export function originsOf(shift: Shift): ShiftOrigin[] {
  const { joined, source, schedule, identity } = shift;
  return joined ?? [{ source, schedule, identity }];
}

/** Whether two shifts are made of the same, whatever their times. */
export function hasSameOrigins(a: Shift, b: Shift): boolean {
  if (a.joined || b.joined) {
    return originKeys([a]).join() === originKeys([b]).join();
  }
  return a.source === b.source && a.schedule === b.schedule &&
    a.identity === b.identity;
}

/**
 * The shift under way that wins, as one with whatever of `others` touches or
 * overlaps it, directly or through each other: all of the same person, state
 * and text. Named are those under way at `now` (Unix seconds). Independent of
 * the order.
 */
export function joinedShift(
  winner: Shift,
  others: readonly Shift[],
  now: number,
): Shift {
  if (others.every((each) => each === winner)) return winner;
  const parts = new Set([winner]);
  let { start, end } = { start: winner.start, end: endOf(winner) };
  for (let before = 0; before !== parts.size;) {
    before = parts.size;
    for (const each of others) {
      if (parts.has(each) || !touches(each, { start, end })) continue;
      parts.add(each);
      start = Math.min(start, each.start);
      end = Math.max(end, endOf(each));
    }
  }
  if (parts.size === 1) return winner;
  const { joined: _, labels: __, ...own } = winner;
  const labels = labelsOf([...parts].filter((part) => isActive(part, now)));
  const keys = originKeys([...parts]);
  return {
    ...own,
    start,
    end: end === Infinity ? null : end,
    label: labels.join(", "),
    ...(labels.length > 1 ? { labels } : {}),
    ...(keys.length > 1 ? { joined: keys.map(originOf) } : {}),
  };
}

/** Every name once, by level, then by name. */
function labelsOf(parts: Shift[]): string[] {
  const inOrder = parts.sort((a, b) =>
    a.level - b.level || (a.label < b.label ? -1 : a.label > b.label ? 1 : 0)
  );
  const labels = inOrder.flatMap(({ label, labels }) => labels ?? label);
  return [...new Set(labels)].filter((label) => label !== "");
}

function originKeys(shifts: Shift[]): string[] {
  const keys = shifts.flatMap(originsOf).map((
    { source, schedule, identity },
  ) => JSON.stringify([source, schedule, identity]));
  return [...new Set(keys)].sort();
}

function originOf(key: string): ShiftOrigin {
  const [source, schedule, identity] = JSON.parse(key);
  return { source, schedule, identity };
}
