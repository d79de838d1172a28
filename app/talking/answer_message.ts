import type { Answer } from "../../talking/answer.ts";
import { understand, type Understood } from "../../talking/grammar.ts";
import { staysDone } from "../../talking/texts/edits.ts";
import { notUnderstood, refused } from "../../talking/texts/help.ts";
import { asFailure } from "../../slack/failure.ts";
import { type MessagePlace, threadOf } from "../../slack/messages.ts";
import { putRecord, putRecords } from "../../slack/record_store.ts";
import {
  commandId,
  type CommandRecord,
  commands,
  type TalkRecord,
  talkRecords,
} from "../../slack/records/talk.ts";
import type { Execution } from "../execution.ts";
import type { Outcome, Place } from "./asked.ts";
import { type Asker, askerOf } from "../state/asker.ts";
import { bidFor, sentBefore } from "./bid.ts";
import { type CarriedOut, carryOut, nothingDone } from "./carry_out.ts";
import { greet } from "./greet.ts";
import { newFacts, withWelcome } from "./channel_facts.ts";
import { reply, rewrite, type Spot } from "./reply.ts";

/** A message, as an event told it. */
export interface Heard {
  /** Slack user id of its author; `undefined` for an app's post. */
  person: string | undefined;
  text: string;
  channel: string;
  /** Its own timestamp. */
  ts: string;
  /** The thread it is in; `null`: none; `"untold"`: the event does not say. */
  thread: string | null;
  /** The app's own user id. */
  app: string;
}

/** What became of a message. */
export type Heeded =
  | "answered"
  | "silence"
  /** Another execution answers it. */
  | "taken"
  /** Slack failed. The person was told if possible. */
  | "failed";

/** The event does not say which thread a message is in. */
export const UNTOLD = "untold";

/** Commands that a person may send within a minute. */
const MOST_A_MINUTE = 10;

/** Their answers bring the button to opt in themselves, or need none. */
const ABOUT_ONESELF: ReadonlySet<string> = new Set(["home", "optIn", "optOut"]);

type Meant = Exclude<Understood, { kind: "silence" }>;
type ByPerson = Heard & { person: string };

/**
 * Carries out the command in a message and answers it: once, however often Slack
 * delivers it. It never throws: a failure is told to the person, if that is possible,
 * and on the console.
 */
export async function answerMessage(
  execution: Execution,
  heard: Heard,
): Promise<Heeded> {
  const { person, text, channel, app } = heard;
  if (execution.config.talk === null) return "silence";
  if (person === undefined || person === app) return "silence";
  const isDirect = channel.startsWith("D");
  const understood = understand({ text, app, isDirect });
  if (understood.kind === "silence") return "silence";
  const byPerson = { ...heard, person };
  try {
    return await answerUnderstood(execution, byPerson, understood);
  } catch (thrown) {
    const { message } = asFailure(thrown, "answering a message");
    console.warn(`a message in ${channel}: ${message}`);
    await tellFailure(execution, byPerson);
    return "failed";
  }
}

async function answerUnderstood(
  execution: Execution,
  heard: ByPerson,
  understood: Meant,
): Promise<Heeded> {
  const { channel, ts, person } = heard;
  const bid = await bidFor(execution, {
    id: commandId(channel, ts),
    channel,
    person,
    understood: JSON.stringify(understood),
  });
  if (bid.kind === "taken") return "taken";
  if (bid.kind === "void") throw new Error("Slack took too long for the bid");
  const sent = sentBefore(bid.talk.recent, bid.record);
  if (sent > MOST_A_MINUTE) return "silence";
  const asker = await askerOf(execution, person);
  if (asker === null) return "silence";
  const isDirect = channel.startsWith("D");
  const place = { ...bid.talk, channel, isDirect };
  const carried = sent === MOST_A_MINUTE
    ? nothingDone(refused("tooMany"))
    : await act(execution, asker, place, understood);
  const spot = await spotOf(execution, heard);
  const { answer, welcomes } = bid.before === null
    ? withWelcome(place, carried.outcome)
    : { answer: carried.outcome.answer, welcomes: false };
  const outcome = { ...carried.outcome, answer };
  const posted = await sayIfPossible(execution, spot, outcome, bid.before);
  const greets = asker.standing === "member" && bid.talk.person === null &&
    understood.kind === "command" &&
    !ABOUT_ONESELF.has(understood.command.name);
  const done: CommandRecord = {
    ...bid.record,
    answered: true,
    reply: posted ?? bid.record.reply,
    done: allDone(bid.before, carried.outcome),
  };
  const beside = [
    newFacts(execution, place, carried.facts, welcomes),
    greets ? await greet(execution, person) : null,
  ].filter((each) => each !== null);
  await keep(execution, done, beside);
  return carried.failed ? "failed" : "answered";
}

async function act(
  execution: Execution,
  by: Asker,
  place: Place,
  understood: Meant,
): Promise<CarriedOut> {
  if (understood.kind === "command") {
    const { command } = understood;
    return await carryOut(execution, { command, by, place });
  }
  const { typed, nearest } = understood;
  return nothingDone(notUnderstood(typed, nearest));
}

/** In a channel the thread where it was asked. One call, where the event does not tell the thread. */
async function spotOf(
  { client }: Execution,
  { person, channel, ts, thread }: ByPerson,
): Promise<Spot> {
  const isDirect = channel.startsWith("D");
  const spot = { person, channel, isDirect };
  if (thread !== UNTOLD) return { ...spot, thread };
  try {
    return { ...spot, thread: await threadOf(client, channel, ts) };
  } catch (thrown) {
    const { message } = asFailure(thrown, "asking for a thread");
    console.warn(`a message in ${channel}: ${message}`);
    return { ...spot, thread: ts };
  }
}

/** What the command did is done, whether it can be told or not. */
async function sayIfPossible(
  execution: Execution,
  spot: Spot,
  outcome: Outcome,
  before: CommandRecord | null,
): Promise<MessagePlace | null> {
  try {
    return await say(execution, spot, outcome, before);
  } catch (thrown) {
    const { message } = asFailure(thrown, "answering");
    console.warn(`an answer to ${spot.person} was not posted: ${message}`);
    return null;
  }
}

/**
 * Posts an answer, or rewrites the one that the message got before it was edited. A
 * personal answer is never written over one that others saw.
 *
 * @returns where it can be rewritten; `null` if it cannot.
 */
async function say(
  execution: Execution,
  spot: Spot,
  outcome: Outcome,
  before: CommandRecord | null,
): Promise<MessagePlace | null> {
  const stays = before === null || before.done === ""
    ? []
    : staysDone(before.done);
  const answer: Answer = [...outcome.answer, ...stays];
  const former = before?.reply ?? null;
  const isThere = former?.channel === spot.channel &&
    (spot.isDirect || outcome.to !== "person");
  if (former !== null && isThere) {
    try {
      await rewrite(execution, former, answer);
      return former;
    } catch (thrown) {
      const { message } = asFailure(thrown, "rewriting an answer");
      console.warn(`an edited message in ${spot.channel}: ${message}`);
    }
  }
  return await reply(execution, spot, { ...outcome, answer });
}

/** Characters of what is remembered of a message that is edited again and again. */
const MOST_DONE = 500;

function allDone(before: CommandRecord | null, { done = "" }: Outcome): string {
  return [before?.done ?? "", done].filter((each) => each !== "").join(" ")
    .slice(0, MOST_DONE);
}

/** A command is known by its record for a day. Without it, a second delivery is a second command. */
async function keep(
  { client }: Execution,
  record: CommandRecord,
  beside: readonly TalkRecord[],
): Promise<void> {
  try {
    if (beside.length === 0) await putRecord(client, commands, record);
    else await putRecords(client, talkRecords, [record, ...beside]);
  } catch (thrown) {
    const { message } = asFailure(thrown, "storing");
    console.warn(`the record of a command: ${message}`);
  }
}

async function tellFailure(
  execution: Execution,
  { person, channel }: ByPerson,
): Promise<void> {
  const isDirect = channel.startsWith("D");
  try {
    const spot = { person, channel, isDirect, thread: null };
    const answer = refused("slackFailed");
    await reply(execution, spot, { answer, to: "asker" });
  } catch (thrown) {
    const { message } = asFailure(thrown, "answering");
    console.warn(`that a command failed was not told: ${message}`);
  }
}
