import { systemClock } from "../../clock.ts";
import type { Execution } from "../../app/execution.ts";
import {
  type Observation,
  observePerson,
} from "../../app/state/observation.ts";
import config from "../../shiftlight.config.ts";

/** As much of an execution as planning needs: a standing clock, no records. */
export function bareExecution(now: number): Execution {
  const client = {
    apiCall: () => Promise.resolve({ ok: true, items: [] }),
  };
  const clock = { ...systemClock, now: () => now * 1000 };
  return { client, clock, config } as unknown as Execution;
}

/** What a step sees where there is nothing, for the caller to fill in. */
export async function nothingObserved(
  execution: Execution,
): Promise<Observation> {
  return await observePerson(execution, "UNOBODY");
}
