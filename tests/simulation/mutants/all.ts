import { HANDOFF_MUTANTS } from "./handoff_mutants.ts";
import type { Mutant } from "./mutant.ts";
import { ON_CALL_MUTANTS } from "./on_call_mutants.ts";
import { PRESENCE_MUTANTS } from "./presence_mutants.ts";
import { QUIET_MUTANTS } from "./quiet_mutants.ts";
import { RECORD_MUTANTS } from "./record_mutants.ts";

/** Every way in which the app is broken on purpose. */
export const MUTANTS: readonly Mutant[] = [
  ...RECORD_MUTANTS,
  ...PRESENCE_MUTANTS,
  ...HANDOFF_MUTANTS,
  ...ON_CALL_MUTANTS,
  ...QUIET_MUTANTS,
];

/** @throws {Error} if no mutant has this name. */
export function mutantNamed(name: string): Mutant {
  const mutant = MUTANTS.find((each) => each.name === name);
  if (mutant === undefined) throw new Error(`there is no mutant "${name}"`);
  return mutant;
}
