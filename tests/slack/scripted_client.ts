import type { SlackClient } from "../../slack/call.ts";

/**
 * A client that gives what no workspace can: malformed answers, and failures
 * of the network. An `Error` is thrown, anything else answered; the last one
 * stands for all calls after it.
 */
export function scriptedClient(
  ...answers: (Record<string, unknown> | Error)[]
): SlackClient & { calls: string[] } {
  const calls: string[] = [];
  const apiCall = (method: string) => {
    calls.push(method);
    const answer = answers.length > 1 ? answers.shift()! : answers[0]!;
    return answer instanceof Error
      ? Promise.reject(answer)
      : Promise.resolve(answer);
  };
  return { calls, apiCall };
}

/** What the API client throws for an answer that is not 2xx. */
export function httpError(
  status: number,
  headers: Record<string, string> = {},
): Error {
  const error = new Error(`${status}: xoxp-in-the-body-of-the-answer`);
  return Object.assign(error, { status, headers: new Headers(headers) });
}
