/** What is said of a message that was edited. */
import { type Answer, answer, line, name } from "../answer.ts";

/** @param done What was done for the message as it was, in sentences. */
export function staysDone(done: string): Answer {
  return answer(
    line`The message was edited. What it asked before stays done: ${
      name(done)
    }`,
  );
}
