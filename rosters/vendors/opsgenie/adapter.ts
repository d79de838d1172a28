import type { ValidatedSource } from "../../../config/sources.ts";
import { OPSGENIE_DIALECT } from "./dialect.ts";
import { readSchedules } from "./schedules.ts";
import { OPSGENIE, withSuccessor } from "./vendor.ts";
import type { ReadRoster } from "../../port.ts";
import { rosterFrom } from "../../http/account.ts";

/**
 * Opsgenie's REST API v2. The source is read whole or it is unreadable, but
 * for schedules that it does not have: those are unreadable one by one.
 */
export function opsgenieRoster(
  source: ValidatedSource<"opsgenie">,
): ReadRoster {
  return rosterFrom(OPSGENIE, source, async (account, source, window) => {
    const read = await readSchedules(account, source, window, OPSGENIE_DIALECT);
    return read.ok ? read : withSuccessor(read, account.clock.now());
  });
}
