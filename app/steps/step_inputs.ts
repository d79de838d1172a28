import type { PollScope } from "../roster/change_detection.ts";

/** The inputs that the steps of a run share. */
export interface StepInputs {
  snapshot_id: string;
  run_id?: string | undefined;
  scope?: string | undefined;
}

const SCOPES = ["nothing", "watched", "everybody"] as const;

/**
 * The people that a step handles. Everybody, if the input is left out.
 *
 * @throws {Error} for any other text.
 */
export function readScope(
  { scope }: Pick<StepInputs, "scope">,
): PollScope {
  const given = scope?.trim() || "everybody";
  const known = SCOPES.find((each) => each === given);
  if (known) return known;
  throw new Error(
    `scope: "${given}" is none of ${
      SCOPES.join(", ")
    }; leave it out for everybody`,
  );
}
