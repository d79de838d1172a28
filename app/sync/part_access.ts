import {
  dndPlan,
  type PartPlan,
  presencePlan,
  statusPlan,
} from "../../reconciler/plan_part.ts";
import type { PartName, PartValues } from "../../reconciler/claim.ts";
import type { PersonToken } from "../../slack/call.ts";
import { readSnooze, writeSnooze } from "../../slack/dnd.ts";
import { adminTokenLimit, personLimit } from "../../slack/rate_limiter.ts";
import { readAway, writeAway } from "../../slack/presence.ts";
import { readStatus, writeStatus } from "../../slack/profiles.ts";
import { type Execution, nowOf } from "../execution.ts";

/** How one part of a person's presence is read and written, and which rate limits apply. */
export interface PartAccess<N extends PartName> {
  readonly plan: PartPlan<N>;
  /** The method that reads it. */
  readonly reads: string;
  /** Whether only the person's own token can read it. */
  readonly ownToken: boolean;
  read(
    execution: Execution,
    person: string,
    token: PersonToken | null,
  ): Promise<PartValues[N]>;
  /** The rate limits of a write of this value. */
  limits(value: PartValues[N], token: PersonToken): string[];
  /** The method that most writes of a step use. */
  writes(desired: "absent" | "present"): string;
  /** @returns the value as Slack returned it. */
  write(
    execution: Execution,
    token: PersonToken,
    value: PartValues[N],
  ): Promise<PartValues[N]>;
}

export const statusAccess: PartAccess<"status"> = {
  plan: statusPlan,
  reads: "users.profile.get",
  ownToken: false,
  read: ({ client }, person) => readStatus(client, person),
  writes: () => "users.profile.set",
  limits: (_value, token) => ["users.profile.set", ...ownLimits(token)],
  write: async ({ client, rateLimiter }, token, value) => {
    try {
      return await writeStatus(client, token, value);
    } finally {
      for (const limit of ownLimits(token)) rateLimiter.count(limit);
    }
  },
};

/** Slack limits the writes of one person, and the people written with one token. */
function ownLimits({ credential }: PersonToken): string[] {
  const person = personLimit(credential.person);
  return credential.owner === "admin"
    ? [person, adminTokenLimit(credential.number)]
    : [person];
}

export const dndAccess: PartAccess<"dnd"> = {
  plan: dndPlan,
  reads: "dnd.info",
  ownToken: true,
  read: ({ client }, _person, token) => readSnooze(client, token!),
  writes: (desired) =>
    desired === "present" ? "dnd.setSnooze" : "dnd.endSnooze",
  limits: (
    { until_seconds },
  ) => [until_seconds === 0 ? "dnd.endSnooze" : "dnd.setSnooze"],
  write: (execution, token, value) =>
    writeSnooze(execution.client, token, value, nowOf(execution)),
};

export const presenceAccess: PartAccess<"presence"> = {
  plan: presencePlan,
  reads: "users.getPresence",
  ownToken: true,
  read: ({ client }, _person, token) => readAway(client, token!),
  writes: () => "users.setPresence",
  limits: () => ["users.setPresence"],
  write: ({ client }, token, value) => writeAway(client, token, value),
};
