import { systemClock, unixNow } from "../clock.ts";
import config from "../shiftlight.config.ts";
import { scheduledSync, syncTrigger } from "./scheduled_sync.ts";

/** Trigger 3 of the poll, for `slack trigger create`. */
export default syncTrigger(
  scheduledSync(config.poll_minutes, unixNow(systemClock)),
  3,
);
