import { formatInstant, parseInstant } from "../instant.ts";
import { BadRequest, bodyWith } from "./body.ts";
import type { ControlParts } from "./parts.ts";

/** The last instant a date can hold, in Unix milliseconds. */
const END_OF_TIME_MS = 8.64e15;

/** `GET /control/clock` */
export function readClock({ clock }: ControlParts) {
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
export async function moveClock(parts: ControlParts, request: Request) {
  const body = await bodyWith(request, "to", "advance_seconds");
  const runs = await parts.advance(targetOf(body, parts.clock.now()));
  return { now: formatInstant(parts.clock.now()), runs };
}
