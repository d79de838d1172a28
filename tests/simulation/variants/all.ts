import { HANDOFF_VARIANTS } from "./handoff_variants.ts";
import { PRESENCE_VARIANTS } from "./presence_variants.ts";
import { RECORD_VARIANTS } from "./record_variants.ts";

/** Every way in which the app is broken on purpose. */
export const VARIANTS = [
  ...RECORD_VARIANTS,
  ...PRESENCE_VARIANTS,
  ...HANDOFF_VARIANTS,
];
