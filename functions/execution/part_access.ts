import {
  type PartName,
  type PartPlan,
  type PartValues,
  presencePlan,
  snoozePlan,
  statusPlan,
} from "../../reconciler/plan_part.ts";
import type { PersonToken } from "../../slack/call.ts";
import { readSnooze, writeSnooze } from "../../slack/dnd.ts";
import { readAway, writeAway } from "../../slack/presence.ts";
import { readStatus, writeStatus } from "../../slack/profiles.ts";
import { type Execution, nowOf } from "./execution.ts";

/** How one part of a person's presence is read and written. */
export interface PartAccess<N extends PartName> {
  readonly plan: PartPlan<N>;
  read(
    execution: Execution,
    person: string,
    token: PersonToken,
  ): Promise<PartValues[N]>;
  /** @returns what Slack made of it. */
  write(
    execution: Execution,
    token: PersonToken,
    value: PartValues[N],
  ): Promise<PartValues[N]>;
}

export const statusAccess: PartAccess<"status"> = {
  plan: statusPlan,
  read: ({ client }, person) => readStatus(client, person),
  write: ({ client }, token, value) => writeStatus(client, token, value),
};

export const snoozeAccess: PartAccess<"dnd"> = {
  plan: snoozePlan,
  read: ({ client }, _person, token) => readSnooze(client, token),
  write: (execution, token, value) =>
    writeSnooze(execution.client, token, value, nowOf(execution)),
};

export const presenceAccess: PartAccess<"presence"> = {
  plan: presencePlan,
  read: ({ client }, _person, token) => readAway(client, token),
  write: ({ client }, token, value) => writeAway(client, token, value),
};
