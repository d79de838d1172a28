/** What `deno task simulate` was asked for. */
export interface Command {
  /** Whether to find the seeds that catch the mutants. */
  pin: boolean;
  /** The first seed, and how many from there on. */
  seed: number;
  seeds: number;
  steps: number;
  /** How long one mutant is searched for. */
  seconds: number;
}

export const USAGE = [
  "usage: deno task simulate [--seeds 500] [--seed N] [--steps 200]",
  "       deno task simulate --pin [--seeds 2000] [--seconds 300]",
].join("\n");

/** What `--help` says. */
export const HELP = `${USAGE}

Plays random histories against the promise, from seed 1 on or from --seed N on, and
says what was judged. With --seed alone it plays that one. A breach is printed with
its seed and the smallest history that shows it.

With --pin it finds a seed for each mutant that catches it.`;

/** A seed may be 0; no history and no step would prove nothing. */
const NUMBER = /^\d{1,9}$/;
const LEAST: Record<string, number> = { "--seed": 0 };

/** The options of each of the two uses. */
const OPTIONS = {
  play: ["--seeds", "--seed", "--steps"],
  pin: ["--seeds", "--seconds"],
};

/**
 * Reads the arguments. `--seed` alone plays that one seed; with
 * `--seeds` it is where they begin.
 *
 * @throws {Error} that names the wrong argument and shows the usage.
 */
export function readCommand(args: readonly string[]): Command {
  const pin = args.includes("--pin");
  const given = numbersIn(
    // `deno task` hands on a `--` before the arguments, as npm's users type it.
    args.filter((arg) => arg !== "--pin" && arg !== "--"),
    pin ? OPTIONS.pin : OPTIONS.play,
  );
  const seed = given.get("--seed");
  const fewest = seed === undefined ? 500 : 1;
  return {
    pin,
    seed: seed ?? 1,
    seeds: given.get("--seeds") ?? (pin ? 2000 : fewest),
    steps: given.get("--steps") ?? 200,
    seconds: given.get("--seconds") ?? 300,
  };
}

function numbersIn(
  args: readonly string[],
  known: readonly string[],
): Map<string, number> {
  const given = new Map<string, number>();
  for (let index = 0; index < args.length; index += 2) {
    const name = args[index]!;
    const value = args[index + 1];
    if (!known.includes(name)) {
      throw new Error(`${name}: unknown option\n${USAGE}`);
    }
    const least = LEAST[name] ?? 1;
    if (value === undefined || !NUMBER.test(value) || Number(value) < least) {
      throw new Error(
        `${name}: a whole number from ${least} up must follow\n${USAGE}`,
      );
    }
    given.set(name, Number(value));
  }
  return given;
}
