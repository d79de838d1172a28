import { asFailure } from "../../../slack/failure.ts";
import {
  createTrigger,
  deleteTrigger,
  insistently,
  listTriggers,
  type TriggerPayload,
  updateTrigger,
} from "../../../slack/triggers.ts";
import { LINK_TRIGGERS } from "../../../triggers/link_triggers.ts";
import { scheduledSync } from "../../../triggers/scheduled_sync.ts";
import { type Execution, nowOf } from "../execution.ts";
import { type Finding, missing, right } from "./finding.ts";
import { planTriggers } from "./trigger_plan.ts";

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
    const work = [
      ...create.map((payload) => ({
        what: `made ${quoted(payload)}`,
        act: () => createTrigger(client, payload),
      })),
      ...update.map(({ id, payload }) => ({
        what: `changed ${quoted(payload)}`,
        act: () => updateTrigger(client, id, payload),
      })),
      ...remove.map((trigger) => ({
        what: `removed ${quoted(trigger)}`,
        act: () => deleteTrigger(client, trigger.id),
      })),
    ];
    const done: string[] = [];
    // One after another: Slack takes quick calls about triggers badly.
    for (const { what, act } of work) {
      await insistently<unknown>(clock, act);
      done.push(what);
    }
    const count = LINK_TRIGGERS.length + polls.length;
    return [right(
      done.length === 0
        ? `Triggers: no change, all ${count} are as they should be.`
        : `Triggers: ${
          done.join(", ")
        }; all ${count} are as they should be now.`,
    )];
  } catch (thrown) {
    const { message } = asFailure(thrown, "setting up the triggers");
    return [missing(
      `Triggers: not all could be made (${message}); open this link once more, it goes on where it stopped.`,
    )];
  }
}

function quoted({ name }: Pick<TriggerPayload, "name">): string {
  return `_${name}_`;
}
