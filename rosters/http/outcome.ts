/** The result of a request to a vendor, or of checking its answer. */
export type Outcome<T> = { ok: true; value: T } | Failure;

export interface Failure {
  ok: false;
  /** HTTP status; `null` without an answer or with a malformed one. */
  status: number | null;
  /** The failure, the credential's name and the remedy. Never holds the credential. */
  reason: string;
}

/**
 * A failed request.
 *
 * @param status The HTTP status; `null` without an answer or with a malformed one.
 * @param reason A message for the report, without the credential.
 */
export function failure(status: number | null, reason: string): Failure {
  return { ok: false, status, reason };
}

/** A successful request. */
export function success<T>(value: T): Outcome<T> {
  return { ok: true, value };
}
