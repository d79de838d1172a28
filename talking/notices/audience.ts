/** Which notices are about a person. */
import { NOTIFICATIONS } from "../notifications.ts";
import type { Notice } from "./notice.ts";
import type { OnCallPerson } from "./schedule_state.ts";

/** Whether an identity of a roster is the person's. */
export type IsOwn = (person: OnCallPerson) => boolean;

/**
 * The notices that a person gets about themselves: whose shift it is, or was. What only
 * channels get is not among them.
 */
export function ownNotices(
  notices: readonly Notice[],
  isOwn: IsOwn,
): Notice[] {
  return notices.filter(({ name, who, was }) =>
    NOTIFICATIONS[name].person !== null &&
    [who, was?.who].some((person) => person && isOwn(person))
  );
}

/** The notices that a channel may get. What is a person's alone is not among them. */
export function channelNotices(notices: readonly Notice[]): Notice[] {
  return notices.filter(({ name }) => NOTIFICATIONS[name].channel !== null);
}
