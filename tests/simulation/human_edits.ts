import type { WorkspacePerson } from "../../packages/slack-box/state.ts";
import { EMPTY, shown } from "./recording.ts";
import type { HumanAction } from "./script.ts";
import { statusOf } from "./stage.ts";

/**
 * Does to a person what they would do in their own client at an instant (Unix
 * milliseconds). `earlier` are the statuses of their own they had before.
 */
export function act(
  person: WorkspacePerson,
  action: HumanAction,
  at: number,
  earlier: { text: string; emoji: string; expiration: number }[],
): void {
  const now = Math.floor(at / 1000);
  switch (action.kind) {
    case "sets":
      person.status = statusOf(action.own, at);
      break;
    case "clears":
      person.status = { ...EMPTY };
      break;
    case "sets what was there before": {
      const before = earlier.findLast((each) => each.text !== "");
      if (before) person.status = { ...shown(before, at) };
      break;
    }
    case "sets the same with another expiry": {
      const { text, emoji } = shown(person.status, at);
      const { minutes } = action;
      if (text === "" && emoji === "") break;
      const expiration = minutes === 0 ? 0 : now + minutes * 60;
      person.status = { text, emoji, expiration };
      break;
    }
    case "snoozes":
      person.snooze_until = now + action.minutes * 60;
      person.snooze_indefinite = false;
      break;
    case "snoozes without an end":
      person.snooze_until = 0;
      person.snooze_indefinite = true;
      break;
    case "ends the snooze":
      person.snooze_until = 0;
      person.snooze_indefinite = false;
      break;
    case "goes away":
      person.manual_away = true;
      break;
    case "comes back":
      person.manual_away = false;
      break;
  }
}
