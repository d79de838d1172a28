import { systemClock, unixNow } from "../clock.ts";
import config from "../shiftlight.config.ts";
import { scheduledSync, syncTrigger } from "./scheduled_sync.ts";

/** Trigger 2 of the poll, for `slack trigger create`. */
export default syncTrigger(
  scheduledSync(config.poll_minutes, unixNow(systemClock)),
  2,
);
