import { dayAt, daysAfter, spanOf } from "../../rosters/zoned_time.ts";

/** A day of the preview: its date, and when it begins and ends (Unix seconds). */
export interface Day {
  date: string;
  start: number;
  end: number;
}

/** So many days from the one of `from` on, in a zone. Clocks may change in them. */
export function daysFrom(from: number, count: number, zone: string): Day[] {
  const first = dayAt(from, zone);
  return Array.from({ length: count }, (_, index) => {
    const date = daysAfter(first, index);
    const span = spanOf({ from: date, until: daysAfter(date, 1) }, zone);
    return { date, ...span };
  });
}

/** Writes instants by the clock of a zone. */
export interface ZonedText {
  /** `09:00` */
  time(at: number): string;
  /** `Mon 2` */
  shortDay(at: number): string;
  /** `Monday 2 March` */
  longDay(at: number): string;
  /** `Mon 2 Mar` */
  date(at: number): string;
  /** `Mon 2 09:00` */
  moment(at: number): string;
}

export function zonedText(timeZone: string): ZonedText {
  const formatter = (style: Intl.DateTimeFormatOptions) => {
    const format = new Intl.DateTimeFormat("en-GB", { timeZone, ...style });
    return (at: number) => format.format(at * 1000).replace(",", "");
  };
  const time = formatter({
    hour: "2-digit",
    minute: "2-digit",
    hourCycle: "h23",
  });
  const day = { day: "numeric" } as const;
  const shortDay = formatter({ weekday: "short", ...day });
  return {
    time,
    shortDay,
    longDay: formatter({ weekday: "long", ...day, month: "long" }),
    date: formatter({ weekday: "short", ...day, month: "short" }),
    moment: (at) => `${shortDay(at)} ${time(at)}`,
  };
}

/** Unix seconds in ISO 8601: `2026-03-02T08:00:00Z`. */
export function isoTime(seconds: number): string {
  let text = written.get(seconds);
  if (text === undefined) {
    text = new Date(seconds * 1000).toISOString().replace(".000Z", "Z");
    if (written.size >= MOST_WRITTEN) written.clear();
    written.set(seconds, text);
  }
  return text;
}

/** A cache: many shifts start and end at the same time. */
const written = new Map<number, string>();
const MOST_WRITTEN = 10_000;
