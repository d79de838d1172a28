import type { Failure, Fault } from "../traffic/faults.ts";
import { PAGERDUTY } from "../traffic/call.ts";
import { KNOWN_METHODS } from "../web_api/answer.ts";
import { BadRequest, bodyWith, countField, textField } from "./body.ts";
import type { ControlParts } from "./parts.ts";

const FIELDS = [
  "method",
  "user",
  "times",
  "error",
  "status",
  "retry_after",
  "cut",
];

function statusField(body: Record<string, unknown>): number | undefined {
  const status = countField(body, "status", 200);
  if (status !== undefined && status > 599) {
    throw new BadRequest(`status: ${status} is no HTTP status`);
  }
  return status;
}

function failureOf(body: Record<string, unknown>): Failure {
  const error = textField(body, "error");
  const status = statusField(body);
  const cut = textField(body, "cut");
  const given = [error, status, cut].filter((one) => one !== undefined);
  if (given.length !== 1) {
    throw new BadRequest("give one of error, status and cut");
  }
  const retry_after = countField(body, "retry_after", 0) ?? null;
  if (error !== undefined) return { error, retry_after };
  if (status !== undefined) return { status, retry_after };
  if (cut !== "before" && cut !== "after") {
    throw new BadRequest(`cut: expected before or after, got ${cut}`);
  }
  if (retry_after !== null) {
    throw new BadRequest("retry_after: a cut call has no answer to carry it");
  }
  return { cut };
}

function faultOf(
  body: Record<string, unknown>,
  { state }: ControlParts,
): Fault {
  const method = textField(body, "method");
  if (method === undefined) throw new BadRequest("method: required");
  if (method !== PAGERDUTY && !KNOWN_METHODS.includes(method)) {
    throw new BadRequest(
      `method: ${method} is neither ${PAGERDUTY} nor one of ${
        KNOWN_METHODS.join(", ")
      }`,
    );
  }
  const user = textField(body, "user") ?? null;
  if (user !== null && method === PAGERDUTY) {
    throw new BadRequest("user: the roster provider's calls have none");
  }
  const known = user === null || user === state.bot_user_id ||
    state.people.has(user);
  if (!known) throw new BadRequest(`user: no person ${user}`);
  return {
    method,
    user,
    times: countField(body, "times", 1) ?? 1,
    failure: failureOf(body),
  };
}

/** `POST /control/faults` */
export async function addFault(parts: ControlParts, request: Request) {
  const body = await bodyWith(request, ...FIELDS);
  parts.faults.add(faultOf(body, parts));
  return { ok: true };
}
