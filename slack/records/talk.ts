/**
 * Records of the datastore `talk`. Instants are Unix seconds. Fields are described
 * above their schema: bundles keep the comments within it.
 */
import * as v from "valibot";
import type { SlackClient } from "../call.ts";
import { allRecords, type Broken, type Filter } from "../record_store.ts";
import { defineBodyStore, mixedFormat } from "./define_store.ts";
import { instant, text } from "./fields.ts";

const STORE = { name: "talk", key: "id", version: 1 };

/**
 * - `id`: see `linkId`.
 * - `channel`: a channel, or a direct message with the app (`D…`).
 * - `source`, `schedule`: the configuration's id of the source, and the source's
 *   own id of the schedule.
 * - `name`: the schedule's, when it was linked.
 * - `by`, `by_name`: Slack user id and name of the person who linked it.
 * - `settings`: the notifications that were turned on or off; others are as for a
 *   newly linked channel.
 */
const LINK = v.object({
  id: v.string(),
  channel: text,
  source: text,
  schedule: text,
  name: text,
  linked_at: instant,
  by: text,
  by_name: text,
  settings: v.record(v.string(), v.boolean()),
});

/** A schedule that is linked to a channel. */
export type ChannelLink = v.InferOutput<typeof LINK>;

/**
 * - `id`: see `channelFactsId`.
 * - `welcomed_at`: when the channel was told what the app is; `null`: not yet.
 * - `shared`: whether it is shared with another organization.
 * - `checked_at`: when Slack said so; 0: not yet.
 */
const CHANNEL_FACTS = v.object({
  id: v.string(),
  channel: text,
  welcomed_at: v.nullable(instant),
  shared: v.boolean(),
  checked_at: instant,
});

/** What is known of a channel. */
export type ChannelFacts = v.InferOutput<typeof CHANNEL_FACTS>;

/** How long a command is known: so long an edited message finds its answer. */
export const COMMAND_KEPT_SECONDS = 24 * 60 * 60;

/**
 * - `id`: see `commandId`.
 * - `person`: Slack user id of its author. `asked_at`: when the bid was made.
 * - `bidder`: the execution that carries it out, once a read confirms it.
 * - `until_ms`: until then it may be at work (Unix milliseconds).
 * - `understood`: what the message asked, as JSON.
 * - `answered`: whether it was carried out.
 * - `reply`: the posted answer; `null`: there is none that can be rewritten.
 * - `done`: what was done and stays done, in words; `""`: nothing.
 */
const COMMAND = v.object({
  id: v.string(),
  person: text,
  asked_at: instant,
  bidder: text,
  until_ms: v.number(),
  understood: text,
  answered: v.boolean(),
  reply: v.nullable(v.object({ channel: text, ts: text })),
  done: text,
  expires_at: instant,
});

/** A message that was a command, for a day. */
export type CommandRecord = v.InferOutput<typeof COMMAND>;

const ofChannel = ({ channel }: { channel: string }) => ({ channel });

export const channelLinks = defineBodyStore<ChannelLink>({
  ...STORE,
  schema: LINK,
  columns: ofChannel,
});

export const channelFacts = defineBodyStore<ChannelFacts>({
  ...STORE,
  schema: CHANNEL_FACTS,
  columns: ofChannel,
});

export const commands = defineBodyStore<CommandRecord>({
  ...STORE,
  schema: COMMAND,
  columns: ({ person, asked_at, expires_at }) => ({
    person,
    asked_at,
    expires_at,
  }),
});

const [LINK_KIND, FACTS_KIND, COMMAND_KIND] = ["link:", "channel:", "command:"];

export function linkId(
  { channel, source, schedule }: Pick<
    ChannelLink,
    "channel" | "source" | "schedule"
  >,
): string {
  return LINK_KIND + JSON.stringify([channel, source, schedule]);
}

export function channelFactsId(channel: string): string {
  return FACTS_KIND + channel;
}

/** @param ts The message's own timestamp. */
export function commandId(channel: string, ts: string): string {
  return `${COMMAND_KIND}${channel}:${ts}`;
}

export type TalkRecord = ChannelLink | ChannelFacts | CommandRecord;

/** All three as one, which are read together. */
export const talkRecords = mixedFormat<TalkRecord>(
  commands,
  (id) =>
    id.startsWith(LINK_KIND)
      ? channelLinks
      : id.startsWith(FACTS_KIND)
      ? channelFacts
      : commands,
);

/** A channel as the records have it. */
export interface ChannelRecords {
  /** By the name of the schedule. */
  links: ChannelLink[];
  facts: ChannelFacts | null;
  /** Records of this channel that do not parse. */
  broken: Broken[];
}

/** What one query finds. */
export interface TalkFound extends ChannelRecords {
  /** Commands of the person, the earliest first. */
  recent: CommandRecord[];
}

/**
 * Reads what is known of a channel, and the commands of a person since an instant.
 * The query reads the whole store: a call for each 1000 records.
 *
 * @param asked The person, and from when on (Unix seconds).
 * @throws {SlackFailure} if a call fails.
 */
export async function readTalk(
  client: SlackClient,
  channel: string,
  asked?: { person: string; since: number },
): Promise<TalkFound> {
  const { records, broken } = await allRecords(
    client,
    talkRecords,
    asked === undefined ? ofOneChannel(channel) : alsoOf(channel, asked),
  );
  const found = [...records];
  const ofKind = <T extends TalkRecord>(kind: string) =>
    found.filter(([id]) => id.startsWith(kind)).map(([, each]) => each as T);
  return {
    links: ofKind<ChannelLink>(LINK_KIND!)
      .sort((a, b) => a.name < b.name ? -1 : 1),
    facts: ofKind<ChannelFacts>(FACTS_KIND!)[0] ?? null,
    broken: broken.filter(({ id }) => !id.startsWith(COMMAND_KIND!)),
    recent: ofKind<CommandRecord>(COMMAND_KIND!)
      .sort((a, b) => a.asked_at - b.asked_at),
  };
}

function ofOneChannel(channel: string): Filter {
  return {
    expression: "#channel = :channel",
    expression_attributes: { "#channel": "channel" },
    expression_values: { ":channel": channel },
  };
}

function alsoOf(
  channel: string,
  { person, since }: { person: string; since: number },
): Filter {
  return {
    expression:
      "#channel = :channel or (#person = :person and #asked_at > :since)",
    expression_attributes: {
      "#channel": "channel",
      "#person": "person",
      "#asked_at": "asked_at",
    },
    expression_values: {
      ":channel": channel,
      ":person": person,
      ":since": since,
    },
  };
}
