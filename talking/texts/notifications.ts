/** Answers about what a channel, or a direct message, is notified of. */
import {
  type Answer,
  answer,
  type Line,
  line,
  listed,
  name,
  title,
  typing,
} from "../answer.ts";
import {
  type NotificationName,
  NOTIFICATIONS,
  notificationsFor,
} from "../notifications.ts";

/** What a linked schedule notifies of. */
export interface ScheduleNotifications {
  schedule: string;
  on: ReadonlySet<NotificationName>;
}

const COMMANDS = line`To change one, write ${
  typing("notification enable <name>")
} or ${typing("notification disable <name>")}.`;

/** The settings of a channel. */
export function notificationSettings(
  schedules: readonly ScheduleNotifications[],
): Answer {
  if (schedules.length === 0) return noLinkedSchedule();
  return [{
    lines: schedules.map(settingsOf),
    narrow: ["Link fewer schedules here to see all of them."],
  }, { lines: [COMMANDS] }];
}

function settingsOf({ schedule, on }: ScheduleNotifications): Line {
  const settings = notificationsFor("channel")
    .map((each) => `\n${on.has(each) ? "✔" : "✘"} ${each}`);
  return line`${title(schedule)}${settings}`;
}

/** What was changed, by the name of the person who did it. */
interface Changed {
  notification: NotificationName;
  on: boolean;
  by: string;
  /** Names of the schedules it was changed for. */
  schedules: readonly string[];
}

export function notificationSet(
  { notification, on, by, schedules }: Changed,
): Answer {
  const names = listed(schedules.map((each) => [title(each)]));
  return answer(
    line`${name(by)} turned ${
      on ? "on" : "off"
    } ${notification} for ${names}: it comes when ${
      NOTIFICATIONS[notification].when
    }.`,
  );
}

export function notificationUnchanged(
  { notification, on, schedules }: Omit<Changed, "by">,
): Answer {
  const names = listed(schedules.map((each) => [title(each)]));
  return answer(
    line`${notification} is ${on ? "on" : "off"} already for ${names}.`,
  );
}

export function noLinkedSchedule(): Answer {
  return answer(
    line`No schedule is linked here. To link one, write ${
      typing("link schedule <schedule>")
    }.`,
  );
}

/** For a command without a name. @param start Its words: `notification enable`. */
export function notificationMissing(start: string): Answer {
  return answer(
    line`Which notification? Write ${typing(`${start} <name>`)}.`,
    names(),
  );
}

export function notificationUnknown(
  typed: string,
  nearest: NotificationName | null,
  start: string,
): Answer {
  return answer(
    line`There is no notification ${name(typed)}.`,
    nearest === null
      ? names()
      : line`Did you mean ${typing(`${start} ${nearest}`)}?`,
  );
}

/** For one that only a person gets, about themselves. */
export function notificationForPeopleOnly(
  notification: NotificationName,
): Answer {
  return answer(
    line`${notification} comes by direct message only, so it cannot be set for a channel.`,
  );
}

function names(): Line {
  const all = notificationsFor("channel");
  return line`The names are ${listed(all.map((each) => [each]), all.length)}.`;
}
