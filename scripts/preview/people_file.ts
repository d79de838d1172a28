import { isTimeZone } from "../../time.ts";

/** A person as the file of `--people` tells them. */
export interface KnownPerson {
  /** In lower case; `null` if the file tells none. */
  email: string | null;
  /** Slack user id. */
  id: string | null;
  name: string | null;
  /** IANA name. */
  tz: string | null;
}

/** Thrown for a file that cannot be used; the message is one line. */
export class PeopleFileError extends Error {}

/**
 * Reads the text of a file of people: a JSON list of objects, or CSV with a line
 * of heads; both with `email`, `id`, `name` and `tz`.
 *
 * @param name The file's name, for messages.
 * @throws {PeopleFileError} with the first problem.
 */
export function parsePeople(text: string, name: string): KnownPerson[] {
  const fail = (problem: string): never => {
    throw new PeopleFileError(`${name}: ${problem}`);
  };
  const rows = /^\s*[[{]/.test(text) ? jsonRows(text, fail) : csvRows(text);
  const people = rows.map((row, index) =>
    personOf(row, (problem) => fail(`person ${index + 1}: ${problem}`))
  );
  if (people.length === 0) fail("it lists no people");
  const held = new Map<string, KnownPerson>();
  for (const person of people) {
    if (person.email === null) continue;
    const other = held.get(person.email);
    if (other && (other.id !== person.id || other.name !== person.name)) {
      fail(`it gives the address ${person.email} to two people`);
    }
    held.set(person.email, person);
  }
  return people;
}

type Row = Record<string, unknown>;

function jsonRows(text: string, fail: (problem: string) => never): Row[] {
  let value: unknown;
  try {
    value = JSON.parse(text);
  } catch {
    return fail("it is not JSON");
  }
  const isRow = (each: unknown) =>
    typeof each === "object" && each !== null && !Array.isArray(each);
  if (!Array.isArray(value) || !value.every(isRow)) {
    return fail(
      'it is no list of people, such as [{"email": "ann@example.com", "id": "U0123456789"}]',
    );
  }
  return value as Row[];
}

function csvRows(text: string): Row[] {
  const [heads = [], ...rows] = csvLines(text);
  const names = heads.map((head) => head.toLowerCase());
  return rows.map((cells) =>
    Object.fromEntries(names.map((name, index) => [name, cells[index] ?? ""]))
  );
}

/** The cells of CSV (RFC 4180), trimmed; empty lines are left out. */
function csvLines(text: string): string[][] {
  const lines: string[][] = [[]];
  const cell = /(?:"((?:[^"]|"")*)"|([^",\r\n]*))\s*?(,|\r?\n|$)/gy;
  for (const [whole, quoted, plain, end] of text.trim().matchAll(cell)) {
    if (whole === "" && end === "") break;
    const value = quoted === undefined ? plain! : quoted.replaceAll('""', '"');
    lines.at(-1)!.push(value.trim());
    if (end !== "," && end !== "") lines.push([]);
  }
  return lines.filter((line) => line.some((each) => each !== ""));
}

const FIELDS = ["email", "id", "name", "tz"] as const;

function personOf(row: Row, fail: (problem: string) => never): KnownPerson {
  const read = (field: typeof FIELDS[number]) => {
    const value = row[field] ?? "";
    if (typeof value !== "string") return fail(`${field} must be a text`);
    return value.trim() || null;
  };
  const person = {
    email: read("email")?.toLowerCase() ?? null,
    id: read("id"),
    name: read("name"),
    tz: read("tz"),
  };
  const { email, id, tz } = person;
  if (email === null && id === null) {
    fail(`it has neither email nor id (known here: ${FIELDS.join(", ")})`);
  }
  if (email !== null && !/^\S+@\S+$/.test(email)) {
    fail(`${JSON.stringify(email)} is no e-mail address`);
  }
  if (id !== null && !/^[UW][A-Z0-9]{2,}$/.test(id)) {
    fail(`${JSON.stringify(id)} is no Slack id, such as "U0123456789"`);
  }
  if (tz !== null && !isTimeZone(tz)) {
    fail(`${JSON.stringify(tz)} is no time zone, such as "Europe/London"`);
  }
  return person;
}
