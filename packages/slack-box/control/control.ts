import { formatInstant } from "../instant.ts";
import { parseSchedules, ScenarioError } from "../scenario.ts";
import { anyBody, BadRequest, bodyWith, countField } from "./body.ts";
import { moveClock, readClock } from "./clock.ts";
import { addFault } from "./faults.ts";
import type { ControlParts } from "./parts.ts";
import { listPeople } from "./people.ts";
import { listTriggers, tripTrigger } from "./triggers.ts";

type Handler = (
  parts: ControlParts,
  request: Request,
  /** What the address names: a trigger, a datastore. */
  name: string,
) => unknown;

function readDatastore({ state }: ControlParts, _: Request, name: string) {
  const datastore = state.datastores.get(name);
  if (datastore === undefined) {
    throw new BadRequest(
      `no datastore ${name}; there are ${
        [...state.datastores.keys()].join(", ")
      }`,
    );
  }
  return [...datastore.items.values()];
}

function listMessages({ state }: ControlParts) {
  return state.messages.map(({ at, channel, text, blocks }) => ({
    at: formatInstant(at * 1000),
    channel,
    text,
    ...(blocks === undefined ? {} : { blocks }),
  }));
}

async function replaceSchedules(parts: ControlParts, request: Request) {
  try {
    const body = await anyBody(request);
    parts.roster.schedules = parseSchedules(
      body,
      parts.states,
      parts.vendors,
    );
  } catch (error) {
    if (error instanceof ScenarioError) throw new BadRequest(error.message);
    throw error;
  }
  return { ok: true };
}

async function armKill(parts: ControlParts, request: Request) {
  const body = await bodyWith(request, "after_calls");
  const calls = countField(body, "after_calls", 1);
  if (calls === undefined) throw new BadRequest("after_calls: required");
  parts.killSwitch.arm(calls);
  return { ok: true };
}

const ADDRESSES: Array<[method: string, path: RegExp, handler: Handler]> = [
  ["GET", /^\/clock$/, readClock],
  ["POST", /^\/clock$/, moveClock],
  ["GET", /^\/people$/, listPeople],
  ["GET", /^\/triggers$/, listTriggers],
  ["POST", /^\/triggers\/([^/]+)\/trip$/, tripTrigger],
  ["GET", /^\/datastores\/([^/]+)$/, readDatastore],
  ["GET", /^\/messages$/, listMessages],
  ["GET", /^\/requests$/, ({ log }) => log.report()],
  ["DELETE", /^\/requests$/, ({ log }) => {
    log.clear();
    return { ok: true };
  }],
  ["PUT", /^\/schedules$/, replaceSchedules],
  ["POST", /^\/faults$/, addFault],
  ["DELETE", /^\/faults$/, ({ faults }) => {
    faults.clear();
    return { ok: true };
  }],
  ["POST", /^\/kill$/, armKill],
];

/** Answers a request to `/control/…`. */
export async function answerControl(
  parts: ControlParts,
  request: Request,
): Promise<Response> {
  const path = new URL(request.url).pathname.replace(/^\/control/, "");
  for (const [method, pattern, handler] of ADDRESSES) {
    const match = pattern.exec(path);
    if (match === null || method !== request.method) continue;
    try {
      const name = decodeURIComponent(match[1] ?? "");
      return Response.json(await handler(parts, request, name));
    } catch (error) {
      if (!(error instanceof BadRequest || error instanceof URIError)) {
        throw error;
      }
      return Response.json({ error: error.message }, { status: 400 });
    }
  }
  const error = `no such address: ${request.method} /control${path}`;
  return Response.json({ error }, { status: 404 });
}
