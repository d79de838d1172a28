import { parseArgs } from "node:util";

/** The parts of the benchmark, in the order they are run. */
export const SECTIONS = [
  "quiet",
  "start",
  "end",
  "handoff",
  "race",
  "planning",
  "bundles",
] as const;

export type Section = typeof SECTIONS[number];

export interface Options {
  /** How many people are opted in. */
  sizes: number[];
  only: Section[];
  /** Also what takes long. */
  full: boolean;
  json: boolean;
}

export const SIZES = [20, 100, 500, 1_000, 10_000];

/** An argument that does not fit; its message is one line. */
export class OptionError extends Error {}

function parse(args: string[]) {
  try {
    return parseArgs({
      args,
      options: {
        sizes: { type: "string", default: SIZES.join(",") },
        only: { type: "string", default: SECTIONS.join(",") },
        full: { type: "boolean", default: false },
        json: { type: "boolean", default: false },
      },
    }).values;
  } catch (error) {
    const [line] = (error as Error).message.split("\n");
    throw new OptionError(line);
  }
}

/**
 * The arguments of `deno task bench`.
 *
 * @throws {OptionError} an unknown argument, or a value that does not fit.
 */
export function parseOptions(args: string[]): Options {
  const { sizes, only, full, json } = parse(args);
  return {
    sizes: [...new Set(sizes.split(",").map(sizeOf))].sort((a, b) => a - b),
    only: only.split(",").map(sectionOf),
    full,
    json,
  };
}

function sizeOf(text: string): number {
  const size = /^\d+$/.test(text) ? Number(text) : NaN;
  if (size >= 1 && size <= 10_000) return size;
  throw new OptionError(
    `--sizes: expected whole numbers from 1 to 10000, got ${
      JSON.stringify(text)
    }`,
  );
}

function sectionOf(text: string): Section {
  const section = SECTIONS.find((each) => each === text);
  if (section) return section;
  throw new OptionError(
    `--only: expected any of ${SECTIONS.join(", ")}, got ${
      JSON.stringify(text)
    }`,
  );
}
