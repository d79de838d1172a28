/** What `deno task simulate` was asked for. */
export interface Command {
  /** The first seed, and how many from there on. */
  seed: number;
  seeds: number;
  steps: number;
}

export const USAGE =
  "usage: deno task simulate [--seeds 500] [--seed N] [--steps 200]";

const NUMBER = /^\d{1,9}$/;

/**
 * Reads the arguments. `--seed` alone plays that one seed; with
 * `--seeds` it is where they begin.
 *
 * @throws {Error} with one line that says what is wrong.
 */
export function readCommand(args: readonly string[]): Command {
  const given = new Map<string, number>();
  for (let index = 0; index < args.length; index += 2) {
    const name = args[index]!;
    const value = args[index + 1];
    if (!["--seeds", "--seed", "--steps"].includes(name)) {
      throw new Error(`${name}: unknown; ${USAGE}`);
    }
    if (value === undefined || !NUMBER.test(value)) {
      throw new Error(`${name}: a whole number is wanted; ${USAGE}`);
    }
    given.set(name, Number(value));
  }
  const seed = given.get("--seed");
  const seeds = given.get("--seeds");
  return {
    seed: seed ?? 1,
    seeds: seeds ?? (seed === undefined ? 500 : 1),
    steps: given.get("--steps") ?? 200,
  };
}
