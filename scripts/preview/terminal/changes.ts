import { withGlyphs } from "../../../packages/slack-box/emoji/standard_emoji.ts";
import type { PersonEntry } from "../document.ts";
import type { ZonedText } from "../when.ts";

/** What somebody shows from an instant on. */
export interface Change {
  /** Unix seconds. */
  at: number;
  name: string;
  text: string;
}

const BACK = "gets back what was there before";

/** All changes of these people, in order. */
export function changesOf(
  people: readonly PersonEntry[],
  { from, to }: { from: number; to: number },
): Change[] {
  const changes = people.flatMap((person) =>
    changesOfOne(person).filter(({ at }) => from <= at && at < to)
  );
  return changes.sort((a, b) =>
    a.at - b.at || (a.name < b.name ? -1 : a.name > b.name ? 1 : 0)
  );
}

function changesOfOne({ name, planned, snoozes, away }: PersonEntry): Change[] {
  const starts = new Set(planned.map(({ from }) => from));
  return planned.flatMap(({ from, to, emoji, text }) => {
    const isWithin = (span: { from: string; to: string | null }) =>
      span.from <= from && (span.to === null || from < span.to);
    const silent = [
      snoozes.some(isWithin) ? "notifications paused" : "",
      away.some(isWithin) ? "away" : "",
    ].filter(Boolean).join(" and ");
    const note = silent === "" ? "" : ` (${silent}, if they allow it)`;
    const shown = withGlyphs(`${emoji} ${text}`) + note;
    const start = { at: Date.parse(from) / 1000, name, text: shown };
    if (to === null || starts.has(to)) return [start];
    return [start, { at: Date.parse(to) / 1000, name, text: BACK }];
  });
}

/** `now`, or the time of day. */
export function timeText(at: number, from: number, text: ZonedText): string {
  return at === from ? "now" : text.time(at);
}
