import { formatInstant, parseInstant } from "../time.ts";
import { parseSchedules, ScenarioError } from "../scenario.ts";
import { readStored } from "../web_api/stored_items.ts";
import {
  anyBody,
  BadRequest,
  bodyWith,
  type ControlParts,
  countField,
} from "./request.ts";
import {
  archiveChannel,
  describeApp,
  inviteApp,
  listChannels,
  removeApp,
} from "./channels.ts";
import { pressButton } from "./clicks.ts";
import { addFault } from "./faults.ts";
import { editMessage, listMessages, writeMessage } from "./messages.ts";
import { changePerson, listPeople } from "./people.ts";
import { fireTrigger, listTriggers } from "./triggers.ts";

/** The last instant a date can hold, in Unix milliseconds. */
const END_OF_TIME_MS = 8.64e15;

/** `GET /control/clock` */
function readClock({ clock }: ControlParts) {
  const now = clock.now();
  return { now: formatInstant(now), unix: Math.floor(now / 1000) };
}

function targetOf(body: Record<string, unknown>, nowMs: number): number {
  const { to, advance_seconds: seconds } = body;
  if ((to === undefined) === (seconds === undefined)) {
    throw new BadRequest("give either to or advance_seconds");
  }
  if (to !== undefined) {
    const at = typeof to === "string" ? parseInstant(to) : null;
    if (at === null) {
      throw new BadRequest(
        `to: not an ISO 8601 instant with its zone, such as 2026-03-02T08:00:00Z: ${
          JSON.stringify(to)
        }`,
      );
    }
    return at;
  }
  if (typeof seconds !== "number" || seconds < 0) {
    throw new BadRequest(
      `advance_seconds: expected a number of at least 0, got ${
        JSON.stringify(seconds)
      }`,
    );
  }
  const at = nowMs + Math.round(seconds * 1000);
  if (at > END_OF_TIME_MS) {
    throw new BadRequest("advance_seconds: past the end of the calendar");
  }
  return at;
}

/** `POST /control/clock` */
async function moveClock(parts: ControlParts, request: Request) {
  const body = await bodyWith(request, "to", "advance_seconds");
  const runs = await parts.advance(targetOf(body, parts.clock.now()));
  return { now: formatInstant(parts.clock.now()), runs };
}

/** `GET /control/datastores/{name}` */
function readDatastore(
  { state, clock }: ControlParts,
  _: Request,
  name: string,
) {
  const datastore = state.datastores.get(name);
  if (datastore === undefined) {
    throw new BadRequest(
      `no datastore ${name}; there are ${
        [...state.datastores.keys()].join(", ")
      }`,
    );
  }
  const nowSeconds = Math.floor(clock.now() / 1000);
  return [...datastore.items.keys()]
    .map((id) => readStored(datastore, id, nowSeconds))
    .filter((item) => item !== undefined);
}

/** `PUT /control/schedules` */
async function replaceSchedules(parts: ControlParts, request: Request) {
  try {
    const body = await anyBody(request);
    parts.roster.schedules = parseSchedules(body, parts.app, parts.vendors);
  } catch (error) {
    if (error instanceof ScenarioError) throw new BadRequest(error.message);
    throw error;
  }
  return { ok: true };
}

/** `POST /control/kill` */
async function armKill(parts: ControlParts, request: Request) {
  const body = await bodyWith(request, "after_calls");
  const calls = countField(body, "after_calls", 1);
  if (calls === undefined) throw new BadRequest("after_calls: required");
  parts.killSwitch.arm(calls);
  return { ok: true };
}

type Handler = (
  parts: ControlParts,
  request: Request,
  /** What the address names in braces: a trigger, a message. */
  name: string,
) => unknown;

/** Every control address, each with at most one name in braces. */
export const CONTROL_ADDRESSES: readonly {
  method: string;
  path: string;
  handler: Handler;
}[] = [
  { method: "GET", path: "/control", handler: () => ({ addresses: INDEX }) },
  { method: "GET", path: "/control/clock", handler: readClock },
  { method: "POST", path: "/control/clock", handler: moveClock },
  { method: "GET", path: "/control/app", handler: describeApp },
  { method: "GET", path: "/control/people", handler: listPeople },
  { method: "PUT", path: "/control/people/{id}", handler: changePerson },
  { method: "GET", path: "/control/triggers", handler: listTriggers },
  {
    method: "POST",
    path: "/control/triggers/{id}/trip",
    handler: fireTrigger,
  },
  {
    method: "GET",
    path: "/control/datastores/{name}",
    handler: readDatastore,
  },
  { method: "GET", path: "/control/channels", handler: listChannels },
  {
    method: "POST",
    path: "/control/channels/{id}/invite",
    handler: inviteApp,
  },
  {
    method: "POST",
    path: "/control/channels/{id}/remove",
    handler: removeApp,
  },
  {
    method: "POST",
    path: "/control/channels/{id}/archive",
    handler: archiveChannel,
  },
  { method: "GET", path: "/control/messages", handler: listMessages },
  { method: "POST", path: "/control/messages", handler: writeMessage },
  { method: "PUT", path: "/control/messages/{ts}", handler: editMessage },
  {
    method: "POST",
    path: "/control/messages/{ts}/click",
    handler: pressButton,
  },
  {
    method: "GET",
    path: "/control/requests",
    handler: ({ log }) => log.report(),
  },
  {
    method: "DELETE",
    path: "/control/requests",
    handler: ({ log }) => {
      log.clear();
      return { ok: true };
    },
  },
  { method: "PUT", path: "/control/schedules", handler: replaceSchedules },
  { method: "POST", path: "/control/faults", handler: addFault },
  {
    method: "DELETE",
    path: "/control/faults",
    handler: ({ faults }) => {
      faults.clear();
      return { ok: true };
    },
  },
  { method: "POST", path: "/control/kill", handler: armKill },
];

/** What `GET /control` answers; the package's README explains each address. */
const INDEX = CONTROL_ADDRESSES.map(({ method, path }) => `${method} ${path}`);

const ROUTES = CONTROL_ADDRESSES.map(({ method, path, handler }) => ({
  method,
  pattern: new RegExp(`^${path.replace(/\{\w+\}/, "([^/]+)")}$`),
  handler,
}));

/**
 * Answers a request to `/control/…`.
 *
 * @returns 400 with `{"error"}` for a request that is wrong, 404 for an
 * address that does not exist.
 */
export async function answerControl(
  parts: ControlParts,
  request: Request,
): Promise<Response> {
  const path = new URL(request.url).pathname;
  for (const { method, pattern, handler } of ROUTES) {
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
  const error = `no such address: ${request.method} ${path}`;
  return Response.json({ error }, { status: 404 });
}
