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
  "path",
  "times",
  "skip",
  "error",
  "status",
  "retry_after",
  "cut",
  "body",
  "hang",
];

/** Ways to fail, of which a fault has one. `body` is for vendors alone. */
const WAYS = ["error", "status", "cut", "hang", "body"];

function statusField(body: Record<string, unknown>): number | undefined {
  const status = countField(body, "status", 200);
  if (status !== undefined && status > 599) {
    throw new BadRequest(`status: ${status} is no HTTP status`);
  }
  return status;
}

function failureOf(body: Record<string, unknown>, ofVendor: boolean): Failure {
  const ways = ofVendor ? WAYS : WAYS.filter((way) => way !== "body");
  const given = WAYS.filter((way) => body[way] !== undefined);
  if (!ofVendor && given.includes("body")) {
    throw new BadRequest("body: only a roster vendor's calls fail so");
  }
  if (given.length !== 1) {
    const last = ways.at(-1);
    throw new BadRequest(
      `give one of ${ways.slice(0, -1).join(", ")} and ${last}`,
    );
  }
  const error = textField(body, "error");
  const status = statusField(body);
  const retry_after = countField(body, "retry_after", 0) ?? null;
  if (error !== undefined) return { error, retry_after };
  if (status !== undefined) return { status, retry_after };
  if (retry_after !== null) {
    throw new BadRequest("retry_after: only an error or a status carries it");
  }
  return failureWithoutRefusal(body);
}

function failureWithoutRefusal(body: Record<string, unknown>): Failure {
  const { cut, hang, body: text } = body;
  if (cut === "before" || cut === "after") return { cut };
  if (hang === true) return { hang };
  // An empty body is malformed as well.
  if (typeof text === "string") return { body: text };
  if (cut !== undefined) {
    throw new BadRequest(
      `cut: expected before or after, got ${JSON.stringify(cut)}`,
    );
  }
  if (hang !== undefined) {
    throw new BadRequest(`hang: expected true, got ${JSON.stringify(hang)}`);
  }
  throw new BadRequest(`body: expected a text, got ${JSON.stringify(text)}`);
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
  const user = textField(body, "user") ?? null;
  if (user !== null && ofVendor) {
    throw new BadRequest("user: the roster provider's calls have none");
  }
  const path = textField(body, "path") ?? null;
  if (path !== null && !ofVendor) {
    throw new BadRequest("path: only a roster vendor's calls have one");
  }
  if (path !== null && !path.startsWith("/")) {
    throw new BadRequest(`path: expected one below the vendor's, got ${path}`);
  }
  const known = user === null || user === state.botUserId ||
    state.people.has(user);
  if (!known) throw new BadRequest(`user: no person ${user}`);
  return {
    method,
    user,
    path,
    skip: countField(body, "skip", 0) ?? 0,
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
