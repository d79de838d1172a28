import { HANDOFF_MUTANTS } from "./handoff_mutants.ts";
import { PRESENCE_MUTANTS } from "./presence_mutants.ts";
import { RECORD_MUTANTS } from "./record_mutants.ts";

/** Every way in which the app is broken on purpose. */
export const MUTANTS = [
  ...RECORD_MUTANTS,
  ...PRESENCE_MUTANTS,
  ...HANDOFF_MUTANTS,
];
