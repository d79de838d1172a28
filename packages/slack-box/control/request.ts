import type { App } from "../app.ts";
import type { Engine } from "../engine/engine.ts";
import type { EventDelivery } from "../engine/event_delivery.ts";
import type { RunReport } from "../engine/run.ts";
import type { WorkspaceState } from "../state.ts";
import type { Faults, KillSwitch } from "../traffic/faults.ts";
import type { RequestLog } from "../traffic/gateway.ts";
import type { Roster } from "../vendors/roster.ts";
import type { VendorMakers } from "../vendors/vendors.ts";
import type { VirtualClock } from "../virtual_clock.ts";

/** What the control addresses show and change. */
export interface ControlParts {
  state: WorkspaceState;
  clock: VirtualClock;
  engine: Engine;
  events: EventDelivery;
  roster: Roster;
  /** The vendors that take their schedules from the roster. */
  vendors: VendorMakers;
  faults: Faults;
  killSwitch: KillSwitch;
  log: RequestLog;
  app: App;
  /**
   * Moves the clock to `toMs` (Unix milliseconds); returns the runs that started
   * meanwhile.
   */
  advance(toMs: number): Promise<RunReport[]>;
}

/** Thrown for a wrong control request; answered as 400 with the message. */
export class BadRequest extends Error {}

function describe(value: unknown): string {
  if (value === null) return "null";
  return Array.isArray(value) ? "a list" : typeof value;
}

async function readJson(request: Request): Promise<unknown> {
  const text = await request.text();
  if (text.trim() === "") return {};
  try {
    return JSON.parse(text);
  } catch (error) {
    throw new BadRequest(`the body is not JSON: ${(error as Error).message}`);
  }
}

/** A JSON body of any kind. */
export async function anyBody(request: Request): Promise<unknown> {
  return await readJson(request);
}

/**
 * Reads a JSON object that has only the `known` fields; no body counts as `{}`.
 */
export async function bodyWith(
  request: Request,
  ...known: string[]
): Promise<Record<string, unknown>> {
  const body = await readJson(request);
  if (typeof body !== "object" || body === null || Array.isArray(body)) {
    throw new BadRequest(`expected a JSON object, got ${describe(body)}`);
  }
  for (const field of Object.keys(body)) {
    if (!known.includes(field)) {
      throw new BadRequest(
        `unknown field ${field}; known here: ${known.join(", ")}`,
      );
    }
  }
  return body as Record<string, unknown>;
}

/** An optional text field. */
export function textField(
  body: Record<string, unknown>,
  name: string,
): string | undefined {
  const value = body[name];
  if (value === undefined) return undefined;
  if (typeof value === "string" && value !== "") return value;
  throw new BadRequest(`${name}: expected a text, got ${describe(value)}`);
}

/** An optional field holding a whole number of at least `minimum`. */
export function countField(
  body: Record<string, unknown>,
  name: string,
  minimum: number,
): number | undefined {
  const value = body[name];
  if (value === undefined) return undefined;
  if (Number.isInteger(value) && (value as number) >= minimum) {
    return value as number;
  }
  throw new BadRequest(
    `${name}: expected a whole number of at least ${minimum}, got ${
      JSON.stringify(value)
    }`,
  );
}

/** An optional field holding a JSON object. */
export function objectField(
  body: Record<string, unknown>,
  name: string,
): Record<string, unknown> | undefined {
  const value = body[name];
  if (value === undefined) return undefined;
  if (typeof value === "object" && value !== null && !Array.isArray(value)) {
    return value as Record<string, unknown>;
  }
  throw new BadRequest(`${name}: expected an object, got ${describe(value)}`);
}
