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
