import { invalidArguments } from "./refusal.ts";

/**
 * Reads the arguments of one call. Clients send objects, arrays, numbers and
 * booleans as JSON in form fields, so a string is decoded if a method expects
 * something else. A wrong value is `invalid_arguments`; an empty string or
 * `null` counts as absent.
 */
export class ArgumentReader {
  readonly #given: Readonly<Record<string, unknown>>;

  constructor(given: Readonly<Record<string, unknown>>) {
    this.#given = given;
  }

  /** The names of all arguments that are given. */
  names(): string[] {
    return Object.keys(this.#given).filter((name) => this.has(name));
  }

  has(name: string): boolean {
    const value = this.#given[name];
    return value !== undefined && value !== null && value !== "";
  }

  text(name: string): string | undefined {
    if (!this.has(name)) return undefined;
    const value = this.#given[name];
    if (typeof value !== "string") throw mustBe(name, "a string");
    return value;
  }

  requiredText(name: string): string {
    return this.text(name) ?? missing(name);
  }

  integer(name: string): number | undefined {
    if (!this.has(name)) return undefined;
    const value = this.#given[name];
    const number = typeof value === "string" && /^-?\d+$/.test(value.trim())
      ? Number(value)
      : value;
    if (typeof number !== "number" || !Number.isSafeInteger(number)) {
      throw mustBe(name, "an integer");
    }
    return number;
  }

  flag(name: string): boolean {
    if (!this.has(name)) return false;
    const value = this.#given[name];
    if (value === true || value === "true" || value === "1" || value === 1) {
      return true;
    }
    if (value === false || value === "false" || value === "0" || value === 0) {
      return false;
    }
    throw mustBe(name, "a boolean");
  }

  /** Any value, decoded when it is a string that holds an object or an array. */
  decoded(name: string): unknown {
    if (!this.has(name)) return undefined;
    const value = this.#given[name];
    if (typeof value !== "string" || !/^\s*[[{]/.test(value)) return value;
    try {
      return JSON.parse(value);
    } catch {
      return value;
    }
  }

  object(name: string): Record<string, unknown> | undefined {
    const value = this.decoded(name);
    if (value === undefined) return undefined;
    if (!isObject(value)) throw mustBe(name, "an object");
    return value;
  }

  requiredObject(name: string): Record<string, unknown> {
    return this.object(name) ?? missing(name);
  }

  list(name: string): unknown[] | undefined {
    const value = this.decoded(name);
    if (value === undefined) return undefined;
    if (!Array.isArray(value)) throw mustBe(name, "an array");
    return value;
  }

  requiredList(name: string): unknown[] {
    return this.list(name) ?? missing(name);
  }
}

export function isObject(value: unknown): value is Record<string, unknown> {
  return typeof value === "object" && value !== null && !Array.isArray(value);
}

function mustBe(name: string, kind: string): Error {
  return invalidArguments(`must be ${kind} [json-pointer:/${name}]`);
}

function missing(name: string): never {
  throw invalidArguments(`missing required field: ${name}`);
}

/**
 * An opaque cursor that names the start of the next page; empty at the end.
 * Slack's own cursors look the same: base64 of `user:U061NFTT2`.
 */
export function nextCursor(kind: string, at: string | undefined): string {
  if (at === undefined) return "";
  const bytes = new TextEncoder().encode(`${kind}:${at}`);
  return btoa(String.fromCharCode(...bytes));
}

/** What a cursor names, or `null` if it is not a cursor of this kind. */
export function readCursor(kind: string, cursor: string): string | null {
  try {
    const bytes = Uint8Array.from(atob(cursor), (c) => c.charCodeAt(0));
    const text = new TextDecoder("utf-8", { fatal: true }).decode(bytes);
    return text.startsWith(`${kind}:`) ? text.slice(kind.length + 1) : null;
  } catch {
    return null;
  }
}

/**
 * The `limit` of a call.
 *
 * @param absent What counts if the call gives none.
 * @throws {Refusal} `invalid_arguments` if it is not from 1 to `largest`.
 */
export function readLimit(
  args: ArgumentReader,
  absent: number,
  largest: number,
): number {
  const limit = args.integer("limit") ?? absent;
  if (limit >= 1 && limit <= largest) return limit;
  throw invalidArguments(`limit must be from 1 to ${largest}`);
}

/** The same for methods where a limit of 0 means none. */
export function readLimitOrNone(
  args: ArgumentReader,
  absent: number,
  largest: number,
): number {
  return args.integer("limit") === 0
    ? absent
    : readLimit(args, absent, largest);
}

/**
 * A page of ids that begins where the call's cursor says.
 *
 * @param kind What the cursor names: `user`, `trigger`.
 * @param invalidCursor Makes what is thrown for a cursor that names none of
 * the ids.
 */
export function pageOf(
  args: ArgumentReader,
  kind: string,
  ids: readonly string[],
  limit: number,
  invalidCursor: () => Error,
): { ids: readonly string[]; response_metadata: { next_cursor: string } } {
  const cursor = args.text("cursor");
  const from = cursor === undefined ? ids[0] : readCursor(kind, cursor);
  const start = from === undefined ? 0 : ids.indexOf(from ?? "");
  if (start === -1) throw invalidCursor();
  const next_cursor = nextCursor(kind, ids[start + limit]);
  return {
    ids: ids.slice(start, start + limit),
    response_metadata: { next_cursor },
  };
}
