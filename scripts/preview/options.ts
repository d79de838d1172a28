import { OptionError, readOptions } from "../../packages/slack-box/options.ts";
import { isTimeZone } from "../../time.ts";

export { OptionError };

/** What a preview is asked for. */
export interface Options {
  days: number;
  /** Unix seconds; `null`: now. */
  at: number | null;
  /** Path of a configuration; `null`: the project's own. */
  config: string | null;
  /** Path of a file that tells people's ids, names and zones. */
  people: string | null;
  /** IANA name; `null`: the configured one. */
  zone: string | null;
  /** A part of a name, an address or an id. */
  only: string | null;
  /** Whether every change is listed. */
  all: boolean;
  json: boolean;
  /** Whether anything to look at is a failure. */
  strict: boolean;
  demo: boolean;
  help: boolean;
}

const MOST_DAYS = 60;

const OPTIONS = {
  days: { type: "string", default: "7" },
  at: { type: "string" },
  config: { type: "string" },
  people: { type: "string" },
  zone: { type: "string" },
  only: { type: "string" },
  all: { type: "boolean", default: false },
  json: { type: "boolean", default: false },
  strict: { type: "boolean", default: false },
  demo: { type: "boolean", default: false },
  help: { type: "boolean", default: false, short: "h" },
} as const;

/**
 * Reads the arguments of `deno task preview`.
 *
 * @throws {OptionError} for an argument that is not one of them, or a bad value.
 */
export function parseOptions(args: string[]): Options {
  const given = readOptions(args, OPTIONS);
  if (given.demo && given.config !== undefined) {
    throw new OptionError("--demo has a configuration of its own: no --config");
  }
  return {
    ...given,
    days: daysOf(given.days),
    at: given.at === undefined ? null : instantOf(given.at),
    config: given.config ?? null,
    people: given.people ?? null,
    zone: given.zone === undefined ? null : zoneOf(given.zone),
    only: given.only ?? null,
  };
}

function daysOf(text: string): number {
  const days = /^\d+$/.test(text) ? Number(text) : NaN;
  if (days >= 1 && days <= MOST_DAYS) return days;
  throw new OptionError(
    `--days: expected a whole number from 1 to ${MOST_DAYS}, got ${
      JSON.stringify(text)
    }`,
  );
}

const INSTANT = /^\d{4}-\d\d-\d\dT\d\d:\d\d(:\d\d(\.\d+)?)?(Z|[+-]\d\d:?\d\d)$/;

function instantOf(text: string): number {
  const ms = INSTANT.test(text) ? Date.parse(text) : NaN;
  if (ms >= 0) return Math.floor(ms / 1000);
  throw new OptionError(
    `--at: expected an instant with its zone, such as 2026-03-02T08:00:00Z, got ${
      JSON.stringify(text)
    }`,
  );
}

function zoneOf(text: string): string {
  // As in the configuration: to Intl, BST is Dhaka.
  if (/^UTC$|\//.test(text) && isTimeZone(text)) return text;
  throw new OptionError(
    `--zone: expected an IANA time zone, such as Europe/London, got ${
      JSON.stringify(text)
    }`,
  );
}
