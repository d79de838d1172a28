import { EMPTY_STATUS, type Status } from "../../reconciler/status.ts";
import { asFailure } from "../../slack/failure.ts";
import { readAway, writeAway } from "../../slack/presence.ts";
import { readStatus, writeStatus } from "../../slack/profiles.ts";
import { type Execution, nowOf } from "../execution.ts";
import { type Answer, type Interaction, unchanged } from "../interaction.ts";
import {
  ownPresenceSet,
  ownStatusSet,
  SET_BY_THEM,
  STATUS_NOT_SET,
} from "../messages/presence.ts";
import { writeLogged } from "./logged_write.ts";
import { connectionOf, withToken } from "./own_token.ts";
import { whyNotWritten } from "./why_not_written.ts";

type Answered = Answer & { person: string };

/** The inputs of *Set my presence*. */
export interface OwnPresenceInputs extends Interaction {
  /** `auto` or `away`: nobody can be forced to be active. */
  presence: string;
}

/**
 * Sets the presence of the person who clicked. It is their own doing, so it needs no
 * consent, and is allowed on call, too.
 *
 * @throws {Error} if the presence is neither `auto` nor `away`.
 */
export async function setOwnPresence(
  execution: Execution,
  { interactivity, presence }: OwnPresenceInputs,
): Promise<Answered> {
  const { client } = execution;
  const person = interactivity.interactor.id;
  const away = presence === "away";
  if (!away && presence !== "auto") {
    throw new Error(`presence: expected auto or away, found ${presence}`);
  }
  try {
    const connection = await connectionOf(execution, person);
    await withToken(
      execution,
      person,
      connection,
      "presence",
      async (token) => {
        const before = await readAway(client, token);
        const change = {
          ...{
            person,
            part: "presence",
            action: "person",
            by: person,
          } as const,
          ...{ reason: SET_BY_THEM, before, after: away },
        };
        const write = () => writeAway(client, token, away);
        await writeLogged(execution, change, token, write);
      },
    );
    return { person, message: ownPresenceSet(away), changed: true };
  } catch (thrown) {
    const failure = asFailure(thrown, "setting a presence");
    return { person, ...unchanged(whyNotWritten(failure, null)) };
  }
}

/** The inputs of *Set my status*. */
export interface OwnStatusInputs extends Interaction {
  text?: string | null | undefined;
  emoji?: string | null | undefined;
  /** Unix seconds; left out or 0: it does not end by itself. */
  until?: number | null | undefined;
}

/**
 * Sets the status of the person who clicked. It is their own change, so the app yields
 * to it as to any. What Slack would take and not show as it was meant is not sent.
 */
export async function setOwnStatus(
  execution: Execution,
  { interactivity, text, emoji, until }: OwnStatusInputs,
): Promise<Answered> {
  const person = interactivity.interactor.id;
  const status = {
    text: (text ?? "").trim(),
    emoji: (emoji ?? "").trim(),
    expiration: until ?? 0,
  };
  const refusal = whyNotSent(status, nowOf(execution));
  return refusal === null
    ? await writeOwnStatus(execution, person, status)
    : { person, ...unchanged(refusal) };
}

/** Clears the status of the person who clicked. */
export async function clearOwnStatus(
  execution: Execution,
  { interactivity }: Interaction,
): Promise<Answered> {
  return await writeOwnStatus(
    execution,
    interactivity.interactor.id,
    EMPTY_STATUS,
  );
}

/** @param now Unix seconds. */
function whyNotSent(
  { text, emoji, expiration }: Status,
  now: number,
): string | null {
  if (text === "" && emoji === "") return STATUS_NOT_SET.empty;
  if (emoji === "") return STATUS_NOT_SET.withoutEmoji;
  if (expiration !== 0 && expiration <= now) return STATUS_NOT_SET.over;
  return null;
}

async function writeOwnStatus(
  execution: Execution,
  person: string,
  status: Status,
): Promise<Answered> {
  const { client } = execution;
  try {
    const [connection, before] = await Promise.all([
      connectionOf(execution, person),
      readStatus(client, person),
    ]);
    const change = {
      ...{ person, part: "status", action: "person", by: person } as const,
      ...{ reason: SET_BY_THEM, before, after: status },
    };
    const set = await withToken(
      execution,
      person,
      connection,
      "status",
      (token) => {
        const write = () => writeStatus(client, token, status);
        return writeLogged(execution, change, token, write);
      },
    );
    return { person, message: ownStatusSet(set), changed: true };
  } catch (thrown) {
    const failure = asFailure(thrown, "setting a status");
    return { person, ...unchanged(whyNotWritten(failure, status)) };
  }
}
