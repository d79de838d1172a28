import type { CommandName } from "../../talking/commands.ts";
import { refused } from "../../talking/texts/help.ts";
import { asFailure } from "../../slack/failure.ts";
import type { Execution } from "../execution.ts";
import { type Asked, type Handler, type Outcome, toAsker } from "./asked.ts";
import { factsOf, type KnownFacts } from "./channel_facts.ts";
import { helpHandler } from "./help.ts";
import {
  disableNotificationHandler,
  enableNotificationHandler,
  notificationConfigHandler,
} from "./notifications.ts";
import {
  homeHandler,
  myHistoryHandler,
  optInHandler,
  optOutHandler,
} from "./personal.ts";
import { myPresenceHandler } from "./presence.ts";
import {
  linkScheduleHandler,
  listAllSchedulesHandler,
  listSchedulesHandler,
  unlinkScheduleHandler,
} from "./schedules.ts";
import { myShiftsHandler, whoHandler } from "./who.ts";

/** What carries out each command. */
export const HANDLERS: { readonly [Name in CommandName]: Handler<Name> } = {
  help: helpHandler,
  who: whoHandler,
  listSchedules: listSchedulesHandler,
  listAllSchedules: listAllSchedulesHandler,
  linkSchedule: linkScheduleHandler,
  unlinkSchedule: unlinkScheduleHandler,
  notificationConfig: notificationConfigHandler,
  enableNotification: enableNotificationHandler,
  disableNotification: disableNotificationHandler,
  myShifts: myShiftsHandler,
  myPresence: myPresenceHandler,
  home: homeHandler,
  myHistory: myHistoryHandler,
  optIn: optInHandler,
  optOut: optOutHandler,
};

/** What came of a command. */
export interface CarriedOut {
  outcome: Outcome;
  /** Facts of the channel that are newer than the record of them. */
  facts: KnownFacts | null;
  /** Whether it could not be carried out because of Slack, or of a record. */
  failed: boolean;
}

/**
 * Carries out a command for a person who may ask for it. Never throws: a failure is
 * an answer, too.
 */
export async function carryOut(
  execution: Execution,
  asked: Omit<Asked, "isShared">,
): Promise<CarriedOut> {
  const { command, by, place } = asked;
  if (by.standing !== "member" && command.name !== "help") {
    return nothingDone(refused(by.standing));
  }
  const handler = HANDLERS[command.name] as Handler;
  if (handler.needsPlace && place === null) {
    return nothingDone(refused("noChannel"));
  }
  try {
    const facts = handler.asksShared && place !== null
      ? await factsOf(execution, place)
      : null;
    const isShared = facts?.shared ?? place?.facts?.shared ?? false;
    const outcome = await handler.answer(execution, { ...asked, isShared });
    return { outcome, facts: facts?.isNew ? facts : null, failed: false };
  } catch (thrown) {
    const { message } = asFailure(thrown, command.name);
    console.warn(`the command ${command.name}: ${message}`);
    return { ...nothingDone(refused("slackFailed")), failed: true };
  }
}

/** An answer for the asker alone, where nothing was done. */
export function nothingDone(answer: Outcome["answer"]): CarriedOut {
  return { outcome: toAsker(answer), facts: null, failed: false };
}
