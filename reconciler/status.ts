/** A custom status. `expiration` is Unix seconds, 0 = never. Text is unescaped. */
export interface Status {
  text: string;
  emoji: string;
  expiration: number;
}

export const EMPTY_STATUS: Status = { text: "", emoji: "", expiration: 0 };

/** A prior status with less than this left is not worth giving back (seconds). */
const LEAST_LEFT_TO_RESTORE_SECONDS = 60;

export function isEmptyStatus(status: Status): boolean {
  return status.text === "" && status.emoji === "";
}

/** Text, emoji and expiry, to the second. Empty ones are the same whatever their expiry. */
export function isSameStatus(a: Status, b: Status): boolean {
  if (isEmptyStatus(a) && isEmptyStatus(b)) return true;
  return a.text === b.text && a.emoji === b.emoji &&
    a.expiration === b.expiration;
}

/** What the status has become by itself at `at` (Unix seconds): Slack clears what has expired. */
export function statusAt(status: Status, at: number): Status {
  return status.expiration !== 0 && status.expiration <= at
    ? EMPTY_STATUS
    : status;
}

/** What of a prior status to give back at `at`: all of it, or nothing when it would be gone within a minute. */
export function statusToRestore(prior: Status, at: number): Status {
  const gone = prior.expiration !== 0 &&
    prior.expiration - at < LEAST_LEFT_TO_RESTORE_SECONDS;
  return gone ? EMPTY_STATUS : prior;
}
