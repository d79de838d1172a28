import type { Unreadable } from "../../reconciler/shift.ts";

/** The result of a request to a vendor, or of checking its answer. */
export type Outcome<T> = { ok: true; value: T } | Failure;

export interface Failure {
  ok: false;
  /** HTTP status; `null` without an answer or with a malformed one. */
  status: number | null;
  /** The failure, the credential's name and the remedy. Never holds the credential. */
  reason: string;
  /** Name of the secret that is missing or was refused. */
  secret?: string;
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

/** A failure of a secret: it is missing, malformed or refused. */
export function secretFailure(
  secret: string,
  status: number | null,
  reason: string,
): Failure {
  return { ...failure(status, reason), secret };
}

/** Refusals that pass by themselves: too slow, too early, too many. */
const PASSING = new Set([408, 425, 429]);

/** Who ends a failure, as an unreadable source has it. */
export function endedBy(
  { status, secret }: Omit<Failure, "ok" | "reason">,
): Pick<Unreadable, "needs" | "secret"> {
  if (secret !== undefined) return { needs: "operator", secret };
  const isRefusal = status !== null && status >= 300 && status < 500 &&
    !PASSING.has(status);
  return isRefusal ? { needs: "operator" } : {};
}

/** A successful request. */
export function success<T>(value: T): Outcome<T> {
  return { ok: true, value };
}
