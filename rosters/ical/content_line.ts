import { excerpt, MalformedEvent } from "./errors.ts";

/** A content line: `NAME;PARAM=VALUE:value`. */
export interface Property {
  /** In lower case. */
  name: string;
  /** By name in lower case, without quotes. */
  params: ReadonlyMap<string, string>;
  /** The raw value. */
  value: string;
  /** The line, if it does not follow the grammar. What it still tells is read. */
  damaged: string | null;
}

const NAME = /^[A-Za-z0-9-]+\s*(?=[;:])/;
/**
 * `;NAME=value`, with a list of texts and quoted texts. Like all patterns here, it
 * takes time in proportion to the line, for any content.
 */
const PARAM =
  /;\s*([\w-]+)\s*=((?:"[^"]*"|[^";:,]*)(?:,(?:"[^"]*"|[^";:,]*))*)(?=[;:])/y;
/** A semicolon too many. */
const NO_PARAM = /;\s*(?=[;:])/y;

const TIMES = new Set([
  ...["dtstart", "dtend", "recurrence-id", "exdate", "rdate"],
]);
const PEOPLE = new Set(["attendee", "organizer"]);

/**
 * Parses a line. Of a line that does not follow the grammar it gives what can be
 * told for certain:
 * - of a time, the zone, even if its name holds colons without quotes;
 * - of a person, the address, which stands after the last colon, and the
 *   parameters that matter.
 */
export function propertyOf(line: string): Property {
  const [head = ""] = NAME.exec(line) ?? [];
  const name = (/^[A-Za-z0-9-]+/.exec(line)?.[0] ?? "").toLowerCase();
  const strict = head === "" ? null : strictly(name, line, head.length);
  if (TIMES.has(name) && !(strict && isTime(strict.value))) {
    return timeOf(name, line) ?? strict ?? damagedLine(name, line);
  }
  if (strict !== null) return strict;
  return PEOPLE.has(name) ? personOf(name, line) : damagedLine(name, line);
}

function strictly(name: string, line: string, from: number): Property | null {
  const params = new Map<string, string>();
  let at = from;
  while (line[at] === ";") {
    PARAM.lastIndex = NO_PARAM.lastIndex = at;
    const [matched, param = "", value = ""] = PARAM.exec(line) ?? [];
    if (matched !== undefined) {
      params.set(param.toLowerCase(), plainParam(value));
      at = PARAM.lastIndex;
    } else if (NO_PARAM.test(line)) {
      at = NO_PARAM.lastIndex;
    } else {
      return null;
    }
  }
  const value = line.slice(at + 1).trim();
  return { name, params, value, damaged: null };
}

/**
 * Without quotes, and with the characters that RFC 6868 writes by a `^`. Some
 * programs escape parameters like texts.
 */
function plainParam(raw: string): string {
  const characters: Record<string, string> = { n: " ", "'": '"', "^": "^" };
  const plain = raw.replaceAll('"', "").trim()
    .replace(/\^([n'^])/g, (_, code: string) => characters[code]!);
  return unescaped(plain);
}

function isTime(value: string): boolean {
  return value === "" || /^\d{4}-?\d\d-?\d\d/.test(value);
}

/** A time whose zone has a colon in its name, as Windows shows it. */
function timeOf(name: string, line: string): Property | null {
  const colon = /:\s*\d{4}-?\d\d-?\d\d/.exec(line)?.index;
  if (colon === undefined) return null;
  const head = line.slice(0, colon);
  const params = new Map<string, string>();
  for (const param of ["TZID", "VALUE", "RANGE"]) {
    const value = new RegExp(`;${param}=(.*?)(?=;[A-Z-]+=|$)`, "i").exec(head);
    if (value) params.set(param.toLowerCase(), plainParam(value[1]!));
  }
  return { name, params, value: line.slice(colon + 1).trim(), damaged: null };
}

/** The parameters of people that are read. */
const OF_PEOPLE = ["CN", "EMAIL", "PARTSTAT", "CUTYPE"].map((param) => ({
  param: param.toLowerCase(),
  pattern: new RegExp(`;${param}=("[^"]*"|[^;:"]*)(?=[;:])`, "i"),
}));

/** A person whose line has quotes, or the ends of lines, where none may be. */
function personOf(name: string, line: string): Property {
  const params = new Map<string, string>();
  for (const { param, pattern } of OF_PEOPLE) {
    const value = pattern.exec(line)?.[1];
    if (value !== undefined) params.set(param, plainParam(value));
  }
  return { name, params, value: lastAddressOf(line), damaged: line };
}

/** The address after the last colon, or `""`. */
export function lastAddressOf(line: string): string {
  const mailed = [
    ...line.matchAll(/mailto:\s*([^\s":;,<>@]+@[^\s":;,<>@]+)/gi),
  ];
  return mailed.at(-1)?.[1] ??
    /:\s*([^\s":;,<>@]+@[^\s":;,<>@]+)\s*$/.exec(line)?.[1] ?? "";
}

function damagedLine(name: string, line: string): Property {
  const colon = line.indexOf(":");
  const value = colon === -1 ? "" : line.slice(colon + 1).trim();
  return { name, params: new Map(), value, damaged: line };
}

/** The error of a line that does not follow the grammar. */
export function malformedLine(line: string): MalformedEvent {
  return new MalformedEvent(`its line "${excerpt(line)}" is not valid`);
}

/** The text of a parameter, or `null`. */
export function paramOf({ params }: Property, name: string): string | null {
  return params.get(name) || null;
}

/** The value of a text property without its escapes, or `""`. */
export function textOf(property: Property | undefined): string {
  return unescaped(property?.value ?? "").trim();
}

function unescaped(text: string): string {
  return text.replace(
    /\\([\\,;:"nN])/g,
    (_, escaped: string) => escaped.toLowerCase() === "n" ? "\n" : escaped,
  );
}

/** The parts of a list, without empty ones. */
export function listOf({ value }: Property): string[] {
  return value.split(/\\?,/).map((part) => part.trim()).filter((part) =>
    part !== ""
  );
}
