/**
 * The source of shifts that people declare by a click, as readings, snapshots
 * and claims name it. No source of the configuration may be called so.
 */
export const DECLARED = "declared";
