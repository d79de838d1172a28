import type { Run, RunReport } from "../engine/run.ts";
import { connectsAccount } from "../engine/credentials.ts";
import { FormError } from "../engine/form.ts";
import { callbackIdOf } from "../app.ts";
import type { TriggerRecord } from "../state.ts";
import {
  BadRequest,
  bodyWith,
  type ControlParts,
  objectField,
  textField,
} from "./request.ts";

/** `GET /control/triggers` */
export function listTriggers({ state }: ControlParts) {
  return [...state.triggers.values()].map(({ id, type, name, workflow }) => ({
    id,
    type,
    name,
    workflow: callbackIdOf(workflow),
  }));
}

function refuseFields(body: Record<string, unknown>, ...fields: string[]) {
  for (const field of fields) {
    if (body[field] !== undefined) {
      throw new BadRequest(`${field}: this kind of trigger takes none`);
    }
  }
}

function click(
  parts: ControlParts,
  trigger: TriggerRecord,
  body: Record<string, unknown>,
): Run {
  refuseFields(body, "data");
  const user = textField(body, "user");
  if (user === undefined) {
    throw new BadRequest(`user: required, ${trigger.name} is a link to click`);
  }
  const person = parts.state.people.get(user);
  if (person === undefined) throw new BadRequest(`user: no person ${user}`);
  if (person.deleted) throw new BadRequest(`user: ${user} is deactivated`);
  const form = objectField(body, "form") ?? {};
  try {
    return parts.engine.click(
      trigger,
      user,
      form,
      accountOf(parts, trigger, body),
    );
  } catch (error) {
    if (error instanceof FormError) throw new BadRequest(error.message);
    throw error;
  }
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

function webhook(
  parts: ControlParts,
  trigger: TriggerRecord,
  body: Record<string, unknown>,
): Run {
  refuseFields(body, "user", "form", "account");
  const data = objectField(body, "data") ?? {};
  for (const [name, value] of Object.entries(data)) {
    if (typeof value === "object" && value !== null) {
      throw new BadRequest(
        `data.${name}: parameter_validation_failed, a webhook takes flat JSON`,
      );
    }
  }
  return parts.engine.fire(trigger, data);
}

/** `POST /control/triggers/{id}/trip` */
export async function fireTrigger(
  parts: ControlParts,
  request: Request,
  id: string,
): Promise<RunReport> {
  const body = await bodyWith(request, "user", "form", "data", "account");
  const trigger = parts.state.triggers.get(id);
  if (trigger === undefined) throw new BadRequest(`no trigger ${id}`);
  let run: Run;
  if (trigger.type === "shortcut") run = click(parts, trigger, body);
  else if (trigger.type === "webhook") run = webhook(parts, trigger, body);
  else {
    throw new BadRequest(
      `${id} is ${trigger.type}: only link and webhook triggers can be tripped`,
    );
  }
  await parts.advance(parts.clock.now());
  return run.report;
}
