import type { Click } from "../engine/engine.ts";
import type { Run, RunReport } from "../engine/run.ts";
import { connectsAccount } from "../engine/credentials.ts";
import { FormError } from "../engine/form.ts";
import { passesFilter } from "../engine/trigger_filter.ts";
import { callbackIdOf } from "../app.ts";
import type { TriggerRecord } from "../state.ts";
import { formatInstant, parseInstant } from "../time.ts";
import { fixedInputs } from "../web_api/buttons.ts";
import { webhookPath } from "../web_api/triggers.ts";
import { conversationField, personField } from "./channels.ts";
import {
  BadRequest,
  bodyWith,
  type ControlParts,
  objectField,
  textField,
} from "./request.ts";
import { webhookFilter } from "./webhooks.ts";

/** `GET /control/triggers` */
export function listTriggers({ state }: ControlParts, { url }: Request) {
  const { origin } = new URL(url);
  return [...state.triggers.values()].map((trigger) => ({
    id: trigger.id,
    type: trigger.type,
    name: trigger.name,
    workflow: callbackIdOf(trigger.workflow),
    ...(trigger.type === "webhook"
      ? { webhook_url: origin + webhookPath(state, trigger) }
      : {}),
    ...(trigger.type === "event" ? { event: trigger.definition.event } : {}),
  }));
}

function refuseFields(body: Record<string, unknown>, ...fields: string[]) {
  for (const field of fields) {
    if (body[field] !== undefined) {
      throw new BadRequest(`${field}: this kind of trigger takes none`);
    }
  }
}

/** Checks a click. @returns a function that makes it. */
export function click(
  { engine }: ControlParts,
  trigger: TriggerRecord,
  made: Click,
): () => Run {
  try {
    return engine.prepareClick(trigger, made);
  } catch (error) {
    if (error instanceof FormError) throw new BadRequest(error.message);
    throw error;
  }
}

/** Checks a click on a link as a trip tells it. */
function clickOf(
  parts: ControlParts,
  trigger: TriggerRecord,
  body: Record<string, unknown>,
): Click {
  refuseFields(body, "data");
  if (body.user === undefined) {
    throw new BadRequest(`user: required, ${trigger.name} is a link to click`);
  }
  const person = personField(parts, body).id;
  const account = accountOf(parts, trigger, body);
  const channel = textField(body, "channel");
  const inputs = objectField(body, "inputs") ?? {};
  const [fixed] = fixedInputs(trigger, inputs);
  if (fixed !== undefined) {
    throw new BadRequest(
      `inputs: ${fixed} is not customizable in ${trigger.id}`,
    );
  }
  const place = channel === undefined
    ? {}
    : { channel_id: conversationField(parts, channel, person).id };
  return {
    person,
    form: objectField(body, "form") ?? {},
    ...(account === undefined ? {} : { account }),
    place,
    inputs,
  };
}

/** Whose account the click connects; `undefined`: the clicker's own. */
function accountOf(
  { state, app }: ControlParts,
  { name, workflow }: TriggerRecord,
  body: Record<string, unknown>,
): string | undefined {
  const account = textField(body, "account");
  if (account === undefined) return undefined;
  if (!connectsAccount(app.manifest, callbackIdOf(workflow))) {
    throw new BadRequest(`account: ${name} connects none`);
  }
  if (state.people.has(account)) return account;
  throw new BadRequest(`account: no person ${account}`);
}

/** Checks a call of a webhook. @returns a function that makes it. */
function webhook(
  parts: ControlParts,
  trigger: TriggerRecord,
  body: Record<string, unknown>,
): () => Run {
  refuseFields(body, "user", "form", "account", "channel", "inputs");
  const data = objectField(body, "data") ?? {};
  for (const [name, value] of Object.entries(data)) {
    if (typeof value === "object" && value !== null) {
      throw new BadRequest(
        `data.${name}: parameter_validation_failed, a webhook takes flat JSON`,
      );
    }
  }
  if (!passesFilter(webhookFilter(trigger), { data })) {
    throw new BadRequest(
      `data: the filter of ${trigger.name} lets none through`,
    );
  }
  return () => parts.engine.fire(trigger, data);
}

/** When a trip comes, in Unix milliseconds; `null`: now, and its run is awaited. */
function instantOf(
  { clock }: ControlParts,
  body: Record<string, unknown>,
): number | null {
  const text = textField(body, "at");
  if (text === undefined) return null;
  const at = parseInstant(text);
  if (at === null) {
    throw new BadRequest(
      `at: not an ISO 8601 instant with its zone, such as 2026-03-02T08:00:00Z: ${text}`,
    );
  }
  if (at >= clock.now()) return at;
  throw new BadRequest(
    `at: ${text} is past; it is ${formatInstant(clock.now())}`,
  );
}

/**
 * `POST /control/triggers/{id}/trip`
 *
 * @returns the run; for a trip that comes later, when it comes.
 */
export async function fireTrigger(
  parts: ControlParts,
  request: Request,
  id: string,
): Promise<RunReport | { scheduled: string }> {
  const body = await bodyWith(
    request,
    ...["user", "form", "data", "account", "at", "channel", "inputs"],
  );
  const trigger = parts.state.triggers.get(id);
  if (trigger === undefined) throw new BadRequest(`no trigger ${id}`);
  if (trigger.type !== "shortcut" && trigger.type !== "webhook") {
    throw new BadRequest(
      `${id} is ${trigger.type}: only link and webhook triggers can be tripped`,
    );
  }
  const fire = trigger.type === "shortcut"
    ? click(parts, trigger, clickOf(parts, trigger, body))
    : webhook(parts, trigger, body);
  const at = instantOf(parts, body);
  if (at !== null) {
    parts.clock.schedule(at, () => {
      // A link that is deleted meanwhile leads nowhere.
      if (parts.state.triggers.has(id)) fire();
    });
    return { scheduled: formatInstant(at) };
  }
  const run = fire();
  await parts.advance(parts.clock.now());
  return run.report;
}
