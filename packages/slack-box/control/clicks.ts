import { canRead, findConversation } from "../channels.ts";
import type { RunReport } from "../engine/run.ts";
import type { Message } from "../state.ts";
import {
  type Button,
  buttonsOf,
  fixedInputs,
  linkAt,
} from "../web_api/buttons.ts";
import { personField } from "./channels.ts";
import { messageAt } from "./messages.ts";
import {
  BadRequest,
  bodyWith,
  type ControlParts,
  objectField,
  textField,
} from "./request.ts";
import { click } from "./triggers.ts";

/** `POST /control/messages/{ts}/click`: a person presses a button. */
export async function pressButton(
  parts: ControlParts,
  request: Request,
  ts: string,
): Promise<RunReport> {
  const { state, clock } = parts;
  const body = await bodyWith(request, "user", "button", "form");
  const user = personField(parts, body).id;
  const message = messageAt(parts, ts);
  const conversation = findConversation(state, message.channel);
  const isSeen = conversation !== null &&
    canRead(state, conversation, user) &&
    (message.ephemeralTo ?? user) === user;
  if (!isSeen) throw new BadRequest(`${user} does not see ${ts}`);
  const button = buttonNamed(message, textField(body, "button"));
  if (button.url === null) refusePlain(parts, message, button);
  const trigger = linkAt(state, button.url);
  if (trigger === undefined) {
    throw new BadRequest(`the trigger of ${button.label} is gone`);
  }
  const [fixed] = fixedInputs(trigger, button.inputs);
  if (fixed !== undefined) {
    throw new BadRequest(`the trigger lets nobody choose ${fixed} any more`);
  }
  const run = click(parts, trigger, {
    person: user,
    form: objectField(body, "form") ?? {},
    inputs: button.inputs,
    place: {
      channel_id: conversation.id,
      message_ts: ts,
      location: "message",
      action_id: button.actionId,
      ...(button.blockId === "" ? {} : { block_id: button.blockId }),
    },
  })();
  await parts.advance(clock.now());
  return run.report;
}

/** The first button with this action id, else the first with this label. */
function buttonNamed(message: Message, name: string | undefined): Button {
  if (name === undefined) throw new BadRequest("button: required");
  const buttons = buttonsOf(message.blocks);
  const button = buttons.find(({ actionId }) => actionId === name) ??
    buttons.find(({ label }) => label === name);
  if (button !== undefined) return button;
  const known = buttons.map(({ label, actionId }) => `${label} (${actionId})`);
  throw new BadRequest(
    `no button ${name} in ${message.ts}; it has ${known.join(", ") || "none"}`,
  );
}

/**
 * Slack, "Interactive messages" of deno-slack-sdk: the function that posted a
 * plain button handles it, while its execution is open.
 */
function refusePlain(
  { engine }: ControlParts,
  { execution }: Message,
  { label }: Button,
): never {
  const isOpen = execution !== undefined &&
    engine.execution(execution) !== undefined;
  throw new BadRequest(
    isOpen
      ? `${label} is a plain button, and its function handles none`
      : `${label} is a plain button, and its execution is over`,
  );
}
