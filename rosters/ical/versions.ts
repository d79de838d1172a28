import type { EventHead } from "./event.ts";

/** The events of one UID, in their latest versions. */
export interface Series {
  /** The events themselves: one, unless a feed gives one UID to several. */
  events: EventHead[];
  /** Instances that were changed or cancelled one by one. */
  changed: EventHead[];
}

/**
 * Puts together what belongs to one event. Of several versions the one with the
 * highest `SEQUENCE` counts. Versions of the same are taken for several events:
 * programs that give all events one UID exist, and none of theirs may be lost.
 */
export function seriesOf(heads: readonly EventHead[]): Series[] {
  const latest = new Map<string, number>();
  for (const head of heads) {
    const key = versionKey(head);
    latest.set(key, Math.max(latest.get(key) ?? -Infinity, head.sequence));
  }
  const series = new Map<string, Series>();
  for (const head of heads) {
    if (head.sequence < latest.get(versionKey(head))!) continue;
    // An event without a UID belongs to no other.
    const key = head.uid === "" ? `line ${head.component.line}` : head.uid;
    const one = series.get(key) ?? { events: [], changed: [] };
    series.set(key, one);
    (head.instance === null ? one.events : one.changed).push(head);
  }
  return [...series.values()];
}

function versionKey({ uid, instance, component }: EventHead): string {
  return JSON.stringify([uid === "" ? component.line : uid, instance]);
}
