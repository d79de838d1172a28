import { type Claim, isInDoubt, type Part } from "./claim.ts";

/** Whether something of ours is on the person now, or may be. */
export function isShowing(claim: Claim): boolean {
  const { status, dnd, presence, orphaned_at: orphaned_at } = claim;
  // Slack has cleared a stranded status: only its prior is kept.
  return orphaned_at === null &&
    (isOurs(status) || isOurs(dnd) || isOurs(presence));
}

function isOurs(part: Part<unknown> | null): boolean {
  return part?.phase === "held" || isInDoubt(part);
}
