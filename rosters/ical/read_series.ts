import type { Stamp } from "./date_time.ts";
import { type EventHead, isCancelled, type Series } from "./event.ts";
import {
  type EventTimes,
  instanceSpanOf,
  replacedBy,
  type Span,
  timesOf,
} from "./event_times.ts";
import { hasInstanceOn, occurrencesOf, positionIn } from "./occurrences.ts";
import { attempt, matches, type Reading, take } from "./reading.ts";

/** An event that changes an instance of a series, or all from an instance on. */
interface Change {
  head: EventHead;
  /** The instance. */
  replaces: Stamp;
  /** `null` if the instance is cancelled, or its times cannot be read. */
  span: Span | null;
}

/** Reads an event without its changed instances, and then these. */
export function readSeries(
  { events, changed }: Series,
  reading: Reading,
): void {
  // A cancelled event cancels its changed instances, too.
  if (events.length > 0 && events.every(isCancelled)) return;
  const all = [...changed, ...events];
  const changes: Change[] = [];
  for (const head of changed) {
    let replaces: Stamp | null = null;
    const read = attempt(head, all, reading, () => {
      replaces = replacedBy(head);
    });
    // It is unknown which instance this one replaces, so none is taken.
    if (!read || replaces === null) return;
    const change: Change = { head, replaces, span: null };
    changes.push(change);
    if (isCancelled(head)) continue;
    attempt(head, [head], reading, () => {
      change.span = instanceSpanOf(head);
    });
  }
  const isPart = ({ head }: Change) => head.andLater && events.length > 0;
  const single = changes.filter((each) => !isPart(each));
  const later = changes.filter(isPart);
  const others = events.length === 1 ? later.map(({ head }) => head) : [];
  let valid = single;
  for (const head of events) {
    if (isCancelled(head)) continue;
    attempt(head, [head, ...others], reading, () => {
      const times = timesOf(head);
      // Events and changes may be thousands each.
      reading.budget.spend(valid.length + later.length * STEPS_OF_CHANGE);
      if (events.length === 1) {
        valid = valid.filter((each) => isCurrent(each, head, times, reading));
      }
      takeParts(head, times, single, later, reading);
    });
  }
  for (const { head, span } of valid) {
    if (span === null || !matches(head, reading)) continue;
    attempt(head, [head], reading, () => {
      const { window, zones, budget } = reading;
      const times = { ...NO_RULES, ...span };
      take(head, occurrencesOf(times, [], window, zones, budget), reading);
    });
  }
}

const STEPS_OF_CHANGE = 5;
const NO_RULES = { rules: [], exceptRules: [], dates: [], exceptDates: [] };

/**
 * Whether a changed instance still counts. Some programs leave it in the feed when
 * a newer version of the series no longer has that instance.
 */
function isCurrent(
  { head, replaces }: Change,
  event: EventHead,
  times: EventTimes,
  { zones, budget }: Reading,
): boolean {
  return head.sequence >= event.sequence ||
    hasInstanceOn(times, replaces, zones, budget);
}

/** Takes a series in parts: from each change of all later instances another one. */
function takeParts(
  event: EventHead,
  times: EventTimes,
  single: readonly Change[],
  later: readonly Change[],
  reading: Reading,
): void {
  const { window, zones, budget } = reading;
  const replaced = single.map(({ replaces }) => replaces);
  const inOrder = later.map((change) => ({
    ...change,
    at: positionIn(times, change.replaces, zones),
  })).sort((a, b) => a.at - b.at);
  const parts = [{ head: event, replaces: null, span: null }, ...inOrder];
  for (const [index, { head, replaces, span }] of parts.entries()) {
    // Without a span, there are no such instances, or their times are not known.
    if (replaces !== null && span === null) continue;
    if (!matches(head, reading)) continue;
    const to = parts[index + 1]?.replaces ?? null;
    const part = { from: replaces, to, moved: span };
    take(
      head,
      occurrencesOf(times, replaced, window, zones, budget, part),
      reading,
    );
  }
}
