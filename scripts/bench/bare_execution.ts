import { systemClock } from "../../clock.ts";
import type { Execution } from "../../app/execution.ts";
import config from "../../shiftlight.config.ts";

/** As much of an execution as planning needs: a standing clock, no records. */
export function bareExecution(now: number): Execution {
  const client = {
    apiCall: () => Promise.resolve({ ok: true, items: [] }),
  };
  const clock = { ...systemClock, now: () => now * 1000 };
  return { client, clock, config } as unknown as Execution;
}
