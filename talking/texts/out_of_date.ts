import { type Answer, answer, line } from "../answer.ts";

/** Said first where the rosters were not read lately. @param readAt Unix seconds. */
export function outOfDate(readAt: number): Answer {
  return answer(
    line`The rosters were last read ${{
      at: readAt,
    }}, so this may be out of date.`,
  );
}
