import { parseArgs } from "node:util";

export interface Arguments {
  port: number;
  scenario: string | null;
  latencyMs: number;
  rates: "documented" | "none";
  functionLimitSeconds: number;
  realtime: boolean;
}

/** An argument that does not fit; its message is one line. */
export class ArgumentError extends Error {}

function wholeNumber(
  name: string,
  text: string,
  minimum: number,
  maximum: number,
): number {
  const value = /^\d+$/.test(text) ? Number(text) : NaN;
  if (value >= minimum && value <= maximum) return value;
  throw new ArgumentError(
    `--${name}: expected a whole number from ${minimum} to ${maximum}, got ${
      JSON.stringify(text)
    }`,
  );
}

function parse(args: string[]) {
  try {
    return parseArgs({
      args,
      options: {
        port: { type: "string", default: "4390" },
        scenario: { type: "string" },
        "latency-ms": { type: "string", default: "80" },
        rates: { type: "string", default: "documented" },
        "function-limit": { type: "string", default: "60" },
        realtime: { type: "boolean", default: false },
      },
    }).values;
  } catch (error) {
    const [line] = (error as Error).message.split("\n");
    throw new ArgumentError(line);
  }
}

/**
 * The arguments of `deno task local`.
 *
 * @throws {ArgumentError} an unknown argument, or a value that does not fit.
 */
export function parseArguments(args: string[]): Arguments {
  const values = parse(args);
  const { rates } = values;
  if (rates !== "documented" && rates !== "none") {
    throw new ArgumentError(
      `--rates: expected documented or none, got ${JSON.stringify(rates)}`,
    );
  }
  return {
    port: wholeNumber("port", values.port, 0, 65_535),
    scenario: values.scenario ?? null,
    latencyMs: wholeNumber("latency-ms", values["latency-ms"], 0, 60_000),
    rates,
    functionLimitSeconds: wholeNumber(
      "function-limit",
      values["function-limit"],
      1,
      3_600,
    ),
    realtime: values.realtime,
  };
}
