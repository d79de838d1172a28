import ICAL from "ical.js";
import { excerpt, SenselessEvent } from "./senseless.ts";

/** A content line as `ical.js` understands it. */
export interface Property {
  /** Lower case. */
  name: string;
  /** By their names in lower case. */
  params: Readonly<Record<string, unknown>>;
  /** Text without its escapes; of a rule its parts. */
  value: unknown;
  /** What stands after the last colon, which `ical.js` cuts up unseen. */
  tail: string;
}

/**
 * Reads a line.
 *
 * @throws {SenselessEvent} when it does not follow iCalendar's grammar.
 */
export function propertyOf(line: string): Property {
  try {
    const [name, params, , value] = ICAL.parse.property(line) as [
      string,
      Record<string, unknown>,
      string,
      unknown,
    ];
    const tail = line.slice(line.lastIndexOf(":") + 1).trim();
    return { name, params, value, tail };
  } catch (error) {
    throw new SenselessEvent(
      `its line "${excerpt(line)}" makes no sense: ${
        excerpt(error instanceof Error ? error.message : String(error))
      }`,
    );
  }
}

/** A parameter's text, `null` where there is none. */
export function paramOf({ params }: Property, name: string): string | null {
  const value = params[name];
  return typeof value === "string" && value.trim() !== "" ? value.trim() : null;
}

/** The value of a property of text. */
export function textOf(property: Property | undefined): string {
  return typeof property?.value === "string" ? property.value.trim() : "";
}
