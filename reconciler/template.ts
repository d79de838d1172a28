import { SECONDS_PER_DAY } from "../time.ts";

/** Slack's `users.profile.set` answers `too_long` for a longer text (UTF-16 units). */
export const LONGEST_STATUS_TEXT = 100;

/** What a template can say besides its own text. */
export const PLACEHOLDERS = ["until", "label"] as const;

const ELLIPSIS = "…";

/** A template taken apart. */
interface TemplateParts {
  /** The template's own text before, between and after its placeholders. */
  texts: string[];
  /** The names of the placeholders, known or not. */
  placeholders: string[];
}

/**
 * Takes a template apart.
 *
 * @returns one text more than placeholders; a text may be empty.
 *
 * @example `templateParts("On call until {until}")` gives the texts
 * `["On call until ", ""]` and the placeholders `["until"]`.
 */
export function templateParts(template: string): TemplateParts {
  const parts = template.split(/\{([^{}]*)\}/);
  return {
    texts: parts.filter((_part, index) => index % 2 === 0),
    placeholders: parts.filter((_part, index) => index % 2 === 1),
  };
}

/** What fills a template. Times are Unix seconds. */
interface TemplateValues {
  label: string;
  /** The names in `label`, if there are several. */
  labels?: readonly string[];
  /** With `end`, tells whole days from times. */
  start?: number;
  end: number | null;
  /** IANA name of the person's time zone. */
  time_zone: string;
  /** Decides what "today" is. */
  now: number;
}

/**
 * Renders a status text of at most 100 characters. A long label is shortened
 * first, so that the end of the shift stays readable: of several names the last
 * ones become a number, and a long name is cut at a grapheme boundary.
 *
 * @example
 * renderText("On call for {label} until {until}", values)
 * // "On call for Payments +2 until 17:00"
 */
export function renderText(template: string, values: TemplateValues): string {
  const { start, end, time_zone, now } = values;
  const until = formatUntil(end, time_zone, now, start);
  // A function as replacement, because a `$` in a replacement string is special.
  const fill = (label: string) =>
    template.replaceAll("{until}", () => until)
      .replaceAll("{label}", () => label);
  const whole = fill(values.label);
  if (whole.length <= LONGEST_STATUS_TEXT) return whole;
  const places = template.split("{label}").length - 1;
  const room = Math.floor((LONGEST_STATUS_TEXT - fill("").length) / places);
  return cut(fill(fitted(values, room)), LONGEST_STATUS_TEXT);
}

/** Shortens the label to `room` UTF-16 units, if it can be. */
function fitted({ label, labels = [label] }: TemplateValues, room: number) {
  if (label.length <= room || room <= 1) return label;
  for (let kept = labels.length - 1; kept > 0; kept--) {
    const more = ` +${labels.length - kept}`;
    const names = labels.slice(0, kept).join(", ");
    if (names.length + more.length <= room) return names + more;
    if (kept === 1 && room > more.length + 1) {
      return cut(names, room - more.length) + more;
    }
  }
  return cut(label, room);
}

const TIME: Intl.DateTimeFormatOptions = {
  hour: "2-digit",
  minute: "2-digit",
  hourCycle: "h23",
};
const DAY_OF_YEAR: Intl.DateTimeFormatOptions = { dateStyle: "short" };
const WEEKDAY: Intl.DateTimeFormatOptions = { weekday: "short" };
const DATE: Intl.DateTimeFormatOptions = { day: "numeric", month: "short" };

/**
 * Formats the end of a shift: `17:00` today, `Tue 09:00` within six days,
 * `14 Mar 09:00` after that. Of whole days it is the last day: `Mon`, `13 Mar`.
 *
 * @param end Unix seconds.
 * @param timeZone IANA name.
 * @param now Unix seconds.
 * @param start Unix seconds. If both begin a day there, these are whole days.
 */
export function formatUntil(
  end: number | null,
  timeZone: string,
  now: number,
  start?: number,
): string {
  if (end === null) return "further notice";
  const key = `${timeZone} ${start} ${end} ${now}`;
  const known = formatted.get(key);
  if (known !== undefined) return known;
  const text = writeUntil(end, timeZone, now, start);
  if (formatted.size >= MOST_FORMATTED) formatted.clear();
  formatted.set(key, text);
  return text;
}

/** A cache: many shifts of a run end at the same time. */
const formatted = new Map<string, string>();
const MOST_FORMATTED = 1000;

function writeUntil(
  end: number,
  timeZone: string,
  now: number,
  start: number | undefined,
): string {
  const format = (at: number, style: Intl.DateTimeFormatOptions) =>
    formatterOf(timeZone, style).format(at * 1000);
  const beginsDay = (at: number) =>
    at % 60 === 0 && format(at, TIME) === "00:00";
  const near = end > now && end - now < 6 * SECONDS_PER_DAY;
  const day = near ? WEEKDAY : DATE;
  if (start !== undefined && beginsDay(start) && beginsDay(end)) {
    // Noon of the last day, also if clocks change that day.
    return format(end - SECONDS_PER_DAY / 2, day);
  }
  const time = format(end, TIME);
  if (format(end, DAY_OF_YEAR) === format(now, DAY_OF_YEAR)) return time;
  return `${format(end, day)} ${time}`;
}

const formatters = new Map<
  Intl.DateTimeFormatOptions,
  Map<string, Intl.DateTimeFormat>
>();

/** A cache: creating a formatter takes far longer than using it. */
function formatterOf(
  timeZone: string,
  style: Intl.DateTimeFormatOptions,
): Intl.DateTimeFormat {
  const byZone = formatters.get(style) ?? new Map();
  formatters.set(style, byZone);
  const known = byZone.get(timeZone);
  if (known) return known;
  const made = new Intl.DateTimeFormat("en-GB", { timeZone, ...style });
  byZone.set(timeZone, made);
  return made;
}

/**
 * Splits a template into its literal text, without placeholders and blanks.
 *
 * @example
 * literalPieces("On call until {until}") // ["On call until "]
 */
export function literalPieces(template: string): string[] {
  return templateParts(template).texts.filter((piece) => piece.trim() !== "");
}

/**
 * Whether a template could have rendered a text: the text has the template's
 * literal pieces in order, and starts with the first unless a placeholder comes
 * before it. A text that was cut may lack the later pieces.
 */
export function looksLike(template: string, text: string): boolean {
  const [first, ...rest] = literalPieces(template);
  if (first === undefined || text === "") return false;
  const beginsWithPlaceholder = templateParts(template).texts[0] === "";
  const opens = beginsWithPlaceholder
    ? text.includes(first)
    : text.startsWith(first);
  if (!opens) return false;
  if (text.endsWith(ELLIPSIS)) return true;
  let from = text.indexOf(first) + first.length;
  return rest.every((piece) => {
    const at = text.indexOf(piece, from);
    from = at + piece.length;
    return at !== -1;
  });
}

/** Cuts a text to `length` UTF-16 units, with an ellipsis at the end. */
export function cut(text: string, length: number): string {
  if (text.length <= length) return text;
  let kept = "";
  for (const { segment } of new Intl.Segmenter().segment(text)) {
    if (kept.length + segment.length + ELLIPSIS.length > length) break;
    kept += segment;
  }
  return kept.trimEnd() + ELLIPSIS;
}
