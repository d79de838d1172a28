import type { TriggerRecord } from "../state.ts";
import { passesFilter } from "../engine/trigger_filter.ts";
import { isObject } from "../web_api/arguments.ts";
import { webhookPath } from "../web_api/triggers.ts";
import type { ControlParts } from "./request.ts";

/** Slack, "Webhook triggers": calls a minute. */
const CALLS_PER_MINUTE = 10;
const MINUTE_MS = 60_000;

/**
 * Answers a call of a webhook's address. The address is its secret: there is no
 * other check of who calls. The run comes when the clock moves.
 *
 * @returns 404 for an address that no trigger has, 429 with `Retry-After`, and
 * 400 for anything but flat JSON.
 */
export async function answerWebhook(
  parts: ControlParts,
  request: Request,
): Promise<Response> {
  const { state, engine, clock } = parts;
  const { pathname } = new URL(request.url);
  const trigger = [...state.triggers.values()].find((each) =>
    each.type === "webhook" && webhookPath(state, each) === pathname
  );
  if (trigger === undefined) return refused(404, "trigger_not_found");
  if (request.method !== "POST") return refused(405, "invalid_request_method");
  const waitMs = parts.state.rates === "none" ? 0 : admit(parts, trigger);
  if (waitMs > 0) {
    const seconds = String(Math.ceil(waitMs / 1000));
    return refused(429, "ratelimited", { "retry-after": seconds });
  }
  const data = flatObject(await request.text());
  if (data === null) return refused(400, "parameter_validation_failed");
  if (passesFilter(webhookFilter(trigger), { data })) {
    clock.schedule(clock.now(), () => {
      // The trigger may have been deleted meanwhile.
      if (state.triggers.has(trigger.id)) engine.fire(trigger, data);
    });
  }
  return Response.json({ ok: true });
}

/** The filter of a webhook trigger; `undefined`: none. */
export function webhookFilter({ definition }: TriggerRecord): unknown {
  return isObject(definition.webhook) ? definition.webhook.filter : undefined;
}

function refused(
  status: number,
  error: string,
  headers: Record<string, string> = {},
): Response {
  return Response.json({ ok: false, error }, { status, headers });
}

/** Counts a call. @returns milliseconds to wait if there were too many, else 0. */
function admit({ state, clock }: ControlParts, { id }: TriggerRecord): number {
  const now = clock.now();
  state.webhookCallsMs ??= new Map();
  const calls = (state.webhookCallsMs.get(id) ?? [])
    .filter((at) => at > now - MINUTE_MS);
  if (calls.length >= CALLS_PER_MINUTE) return calls[0]! + MINUTE_MS - now;
  state.webhookCallsMs.set(id, [...calls, now]);
  return 0;
}

/** The JSON object of a body; `null` if it is none, or has objects within. */
function flatObject(body: string): Record<string, unknown> | null {
  try {
    const data = JSON.parse(body);
    const isFlat = isObject(data) &&
      Object.values(data).every((value) =>
        typeof value !== "object" || value === null
      );
    return isFlat ? data : null;
  } catch {
    return null;
  }
}
