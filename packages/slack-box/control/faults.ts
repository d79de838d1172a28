import type { Failure, Fault } from "../traffic/faults.ts";
import { namesOf } from "../vendors/vendors.ts";
import { KNOWN_METHODS } from "../web_api/answer.ts";
import {
  BadRequest,
  bodyWith,
  type ControlParts,
  countField,
  textField,
} from "./request.ts";

const FIELDS = [
  "method",
  "user",
  "times",
  "error",
  "status",
  "retry_after",
  "cut",
  "body",
  "hang",
];

/** Ways to fail that only a roster vendor's calls have. */
const VENDOR_WAYS = ["body", "hang"];

function statusField(body: Record<string, unknown>): number | undefined {
  const status = countField(body, "status", 200);
  if (status !== undefined && status > 599) {
    throw new BadRequest(`status: ${status} is no HTTP status`);
  }
  return status;
}

/**
 * The ways in which only a vendor's calls fail: a malformed body, or no answer.
 */
function failureOfVendor(body: Record<string, unknown>): Failure {
  const { body: text, hang } = body;
  if (body.retry_after !== undefined) {
    throw new BadRequest("retry_after: only a refusal carries it");
  }
  if (hang !== undefined) {
    if (hang === true) return { hang };
    throw new BadRequest(`hang: expected true, got ${JSON.stringify(hang)}`);
  }
  // An empty body is malformed as well.
  if (typeof text === "string") return { body: text };
  throw new BadRequest(`body: expected a text, got ${JSON.stringify(text)}`);
}

function failureOf(body: Record<string, unknown>, ofVendor: boolean): Failure {
  const ways = ["error", "status", "cut", ...(ofVendor ? VENDOR_WAYS : [])];
  const given = ways.filter((way) => body[way] !== undefined);
  if (given.length !== 1) {
    const last = ways.pop();
    throw new BadRequest(`give one of ${ways.join(", ")} and ${last}`);
  }
  if (VENDOR_WAYS.includes(given[0]!)) return failureOfVendor(body);
  const error = textField(body, "error");
  const status = statusField(body);
  const cut = textField(body, "cut");
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

function refuseVendorWays(body: Record<string, unknown>): void {
  for (const way of VENDOR_WAYS) {
    if (body[way] !== undefined) {
      throw new BadRequest(`${way}: only a roster vendor's calls fail so`);
    }
  }
}

function faultOf(
  body: Record<string, unknown>,
  { state, vendors }: ControlParts,
): Fault {
  const method = textField(body, "method");
  if (method === undefined) throw new BadRequest("method: required");
  const ofVendor = Object.hasOwn(vendors, method);
  if (!ofVendor && !KNOWN_METHODS.includes(method)) {
    throw new BadRequest(
      `method: ${method} is neither ${namesOf(vendors).join(", ")} nor one of ${
        KNOWN_METHODS.join(", ")
      }`,
    );
  }
  if (!ofVendor) refuseVendorWays(body);
  const user = textField(body, "user") ?? null;
  if (user !== null && ofVendor) {
    throw new BadRequest("user: the roster provider's calls have none");
  }
  const known = user === null || user === state.botUserId ||
    state.people.has(user);
  if (!known) throw new BadRequest(`user: no person ${user}`);
  return {
    method,
    user,
    times: countField(body, "times", 1) ?? 1,
    failure: failureOf(body, ofVendor),
  };
}

/** `POST /control/faults` */
export async function addFault(parts: ControlParts, request: Request) {
  const body = await bodyWith(request, ...FIELDS);
  parts.faults.add(faultOf(body, parts));
  return { ok: true };
}
