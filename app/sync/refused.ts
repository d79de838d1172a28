import { type PartName, partOf } from "../../reconciler/claim.ts";
import type { Refusal } from "../../reconciler/part.ts";
import {
  asFailure,
  isValueRefused,
  type SlackFailure,
} from "../../slack/failure.ts";
import { postMessage } from "../../slack/messages.ts";
import { priorRefused } from "../messages/consent.ts";
import { aboutTelling, emojiRefused } from "../messages/report.ts";
import type { PartSync, PlannedWrite } from "./part_sync.ts";

/** How often a run tries to restore what Slack refuses: twice as it was, and once a substitute. */
const MOST_TRIES = 3;

/** The refusals of what this person had. */
export function refusalOf<N extends PartName>(
  { refusals, access }: PartSync<N>,
  person: string,
): Refusal | undefined {
  return refusals.get(`${access.plan.name} ${person}`);
}

/**
 * Notes that Slack refused to restore a value, because of the value itself.
 *
 * @returns whether the next try, which may be another value, can succeed.
 */
export function noteRefusal<N extends PartName>(
  sync: PartSync<N>,
  { context, decision }: PlannedWrite<N>,
  failure: SlackFailure,
): boolean {
  if (decision.action !== "restore" || !isValueRefused(failure)) return false;
  const { person: { id } } = context;
  const count = (refusalOf(sync, id)?.count ?? 0) + 1;
  const { error } = failure;
  sync.refusals.set(`${sync.access.plan.name} ${id}`, { count, error });
  return count < MOST_TRIES;
}

/**
 * Tells a person that something else was restored than they had. If they cannot
 * be told, the report says so.
 */
export async function tellOfSubstitute<N extends PartName>(
  sync: PartSync<N>,
  { context, decision }: PlannedWrite<N>,
): Promise<void> {
  const { execution, access: { plan: { name, kind } }, log } = sync;
  const { person: { id, name: who }, claim } = context;
  const refusal = refusalOf(sync, id);
  const ends = decision.action === "restore" || decision.action === "close";
  if (!refusal || !ends) return;
  const { prior } = partOf(claim, name)!;
  // Nothing is written if nothing is to be restored, and nothing is there.
  const restored = decision.after ?? kind.nothing;
  if (kind.isSame(prior, restored)) return;
  const text = priorRefused({
    part: name,
    before: kind.describe(prior),
    after: kind.describe(restored),
    error: refusal.error,
  });
  try {
    await postMessage(execution.client, id, text);
  } catch (thrown) {
    const reason = asFailure(thrown, "telling").message;
    log.report({ about: aboutTelling(who), reason });
  }
}

/** The failure with the setting to correct, if Slack refused an emoji of ours. */
export function withSetting<N extends PartName>(
  { context, decision, planned }: PlannedWrite<N>,
  failure: SlackFailure,
): Pick<SlackFailure, "message" | "kind"> {
  const { wanted } = context;
  const isOurs = decision.action !== "restore" && wanted.kind === "shift";
  if (!isOurs || !isValueRefused(failure)) return failure;
  const emoji = planned?.override?.emoji ?? null;
  const { state } = wanted.shift;
  const { message, kind } = failure;
  return {
    message: `${message}; ${
      emoji === null
        ? emojiRefused(context.rules[state]!.emoji, state)
        : emojiRefused(emoji, null)
    }`,
    kind,
  };
}
