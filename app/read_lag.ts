import { SECOND } from "@std/datetime";
import type { Execution } from "./execution.ts";

/** How far a read of a datastore may lie behind its writes (milliseconds). */
const READ_LAG = SECOND;

/** Resolves once whatever runs next sees what was written just now. */
export async function waitForReadConsistency(
  { clock }: Execution,
): Promise<void> {
  await clock.sleep(READ_LAG);
}
