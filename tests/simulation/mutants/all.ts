import { HANDOFF_VARIANTS } from "./handoff_mutants.ts";
import { PRESENCE_VARIANTS } from "./presence_mutants.ts";
import { RECORD_VARIANTS } from "./record_mutants.ts";

/** Every way in which the app is broken on purpose. */
export const VARIANTS = [
  ...RECORD_VARIANTS,
  ...PRESENCE_VARIANTS,
  ...HANDOFF_VARIANTS,
];
