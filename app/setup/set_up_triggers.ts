import { asFailure } from "../../slack/failure.ts";
import {
  createTrigger,
  deleteTrigger,
  listTriggers,
  retryTriggerCall,
  updateTrigger,
} from "../../slack/triggers.ts";
import { LINK_TRIGGERS } from "../../triggers/link_triggers.ts";
import { scheduledSync } from "../../triggers/scheduled_sync.ts";
import { type Execution, nowOf } from "../execution.ts";
import { type Finding, missing, right } from "./finding.ts";
import { planTriggers } from "./trigger_plan.ts";

const VERBS = ["made", "changed", "removed"] as const;
type Verb = typeof VERBS[number];

/** Creates, changes and removes triggers until they are those that there should be. */
export async function setUpTriggers(execution: Execution): Promise<Finding[]> {
  const { client, clock, config } = execution;
  const polls = scheduledSync(config.poll_minutes, nowOf(execution));
  try {
    const listed = await listTriggers(client);
    const { create, update, remove } = planTriggers(
      LINK_TRIGGERS,
      polls,
      listed,
    );
    const work: { verb: Verb; name: string; act: () => Promise<unknown> }[] = [
      ...create.map((payload) => ({
        verb: "made" as const,
        name: payload.name,
        act: () => createTrigger(client, payload),
      })),
      ...update.map(({ id, payload }) => ({
        verb: "changed" as const,
        name: payload.name,
        act: () => updateTrigger(client, id, payload),
      })),
      ...remove.map(({ id, name }) => ({
        verb: "removed" as const,
        name,
        act: () => deleteTrigger(client, id),
      })),
    ];
    // One after another: Slack takes quick calls about triggers badly.
    for (const { act } of work) await retryTriggerCall(clock, act);
    const count = LINK_TRIGGERS.length + polls.length;
    return [right(
      work.length === 0
        ? `Triggers: no change, all ${count} are as they should be.`
        : `Triggers: ${summary(work)}; all ${count} are as they should be now.`,
    )];
  } catch (thrown) {
    const { message } = asFailure(thrown, "setting up the triggers");
    return [missing(
      `Triggers: not all could be made (${message}); open this link once more, it goes on where it stopped.`,
    )];
  }
}

/** `made 2: _Opt in_, _Opt out_; changed 1: _Sync now_`. */
function summary(work: readonly { verb: Verb; name: string }[]): string {
  return VERBS.flatMap((verb) => {
    const own = work.filter((each) => each.verb === verb);
    if (own.length === 0) return [];
    const names = own.map(({ name }) => `_${name}_`).join(", ");
    return [`${verb} ${own.length}: ${names}`];
  }).join("; ");
}
