import { SECONDS_PER_DAY } from "../time.ts";

/** Slack, users.profile.set: `too_long` past this many characters. */
export const LONGEST_STATUS_TEXT = 100;

/** What a template can say besides its own text. */
export const PLACEHOLDERS = ["until", "label"] as const;

const ELLIPSIS = "…";

/** A template taken apart. */
export interface TemplateParts {
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
export interface TemplateValues {
  label: string;
  /** The names in `label`, where they are several. */
  labels?: readonly string[];
  end: number | null;
  /** IANA name of the person's own zone. */
  time_zone: string;
  /** The instant that is "today". */
  now: number;
}

/**
 * The status text: at most 100 characters, cut at a grapheme boundary. Of
 * several labels the last give way to their number, `Payments +2`, and a long
 * one is cut before the rest is, so that the end of the shift stays readable.
 */
export function renderText(template: string, values: TemplateValues): string {
  const until = formatUntil(values.end, values.time_zone, values.now);
  // Functions as replacements: a `$` in a label is just that.
  const fill = (label: string) =>
    template.replaceAll("{until}", () => until)
      .replaceAll("{label}", () => label);
  const whole = fill(values.label);
  if (whole.length <= LONGEST_STATUS_TEXT) return whole;
  const places = template.split("{label}").length - 1;
  const room = Math.floor((LONGEST_STATUS_TEXT - fill("").length) / places);
  return cut(fill(fitted(values, room)), LONGEST_STATUS_TEXT);
}

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

/** `17:00` today, `Tue 09:00` within six days, `14 Mar 09:00` later, in the zone given. */
export function formatUntil(
  end: number | null,
  timeZone: string,
  now: number,
): string {
  if (end === null) return "further notice";
  const key = `${timeZone} ${end} ${now}`;
  const known = written.get(key);
  if (known !== undefined) return known;
  const text = writeUntil(end, timeZone, now);
  if (written.size >= MOST_WRITTEN) written.clear();
  written.set(key, text);
  return text;
}

/** Shifts end together: most of a run's texts are the same few. */
const written = new Map<string, string>();
const MOST_WRITTEN = 1000;

function writeUntil(end: number, timeZone: string, now: number): string {
  const format = (at: number, style: Intl.DateTimeFormatOptions) =>
    formatterOf(timeZone, style).format(at * 1000);
  const time = format(end, TIME);
  if (format(end, DAY_OF_YEAR) === format(now, DAY_OF_YEAR)) return time;
  const near = end > now && end - now < 6 * SECONDS_PER_DAY;
  return `${format(end, near ? WEEKDAY : DATE)} ${time}`;
}

const formatters = new Map<
  Intl.DateTimeFormatOptions,
  Map<string, Intl.DateTimeFormat>
>();

/** Made once: a formatter takes far longer to make than to use. */
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

/** The template's own words, without placeholders. */
export function literalPieces(template: string): string[] {
  return templateParts(template).texts.filter((piece) => piece.trim() !== "");
}

/**
 * Whether a text could have come from the template: its own words, in order,
 * the first at the start. A cut text may lack the later ones.
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

/** At most `length` UTF-16 units, the last an ellipsis where something was lost. */
function cut(text: string, length: number): string {
  if (text.length <= length) return text;
  let kept = "";
  for (const { segment } of new Intl.Segmenter().segment(text)) {
    if (kept.length + segment.length + ELLIPSIS.length > length) break;
    kept += segment;
  }
  return kept.trimEnd() + ELLIPSIS;
}
