/**
 * Records of the datastore `talk`. Instants are Unix seconds. Fields are described
 * above their schema: bundles keep the comments within it.
 */
import * as v from "valibot";
import type { SlackClient } from "../call.ts";
import { allRecords, type Broken, type Filter } from "../record_store.ts";
import {
  defineBodyStore,
  mixedFormat,
  type RecordFormat,
} from "./define_store.ts";
import { instant, text } from "./fields.ts";

const STORE = { name: "talk", key: "id", version: 1 };

/** By notification: whether it is on, and since when. */
const SETTINGS = v.record(
  v.string(),
  v.object({ on: v.boolean(), at: instant }),
);

/**
 * - `id`: see `linkId`.
 * - `channel`: a channel, or a direct message with the app (`D…`).
 * - `source`, `schedule`: the configuration's id of the source, and the source's
 *   own id of the schedule.
 * - `name`: the schedule's, when it was linked.
 * - `by`, `by_name`: Slack user id and name of the person who linked it.
 * - `settings`: the notifications that were turned on or off for it.
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
  settings: SETTINGS,
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

/**
 * - `id`: see `channelSettingsId`.
 * - `settings`: the notifications that were turned on or off for all schedules that
 *   were linked then. Of this and a link's own the later one counts.
 */
const CHANNEL_SETTINGS = v.object({
  id: v.string(),
  channel: text,
  settings: SETTINGS,
});

/** What was turned on or off for all schedules of a channel. */
export type ChannelSettings = v.InferOutput<typeof CHANNEL_SETTINGS>;

/**
 * - `id`: see `personFactsId`.
 * - `channel`: the person's id, in place of a channel's: so the one query finds it.
 * - `greeted_at`: when they sent their first command.
 */
const PERSON_FACTS = v.object({
  id: v.string(),
  channel: text,
  greeted_at: instant,
});

/** What is known of a person who sends commands. */
export type PersonFacts = v.InferOutput<typeof PERSON_FACTS>;

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

export const channelSettings = defineBodyStore<ChannelSettings>({
  ...STORE,
  schema: CHANNEL_SETTINGS,
  columns: ofChannel,
});

export const personFacts = defineBodyStore<PersonFacts>({
  ...STORE,
  schema: PERSON_FACTS,
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

const LINK_KIND = "link:";
const FACTS_KIND = "channel:";
const SETTINGS_KIND = "settings:";
const PERSON_KIND = "person:";
const COMMAND_KIND = "command:";

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

export function channelSettingsId(channel: string): string {
  return SETTINGS_KIND + channel;
}

export function personFactsId(person: string): string {
  return PERSON_KIND + person;
}

/** @param ts The message's own timestamp. */
export function commandId(channel: string, ts: string): string {
  return `${COMMAND_KIND}${channel}:${ts}`;
}

export type TalkRecord =
  | ChannelLink
  | ChannelFacts
  | ChannelSettings
  | PersonFacts
  | CommandRecord;

/** All of them as one, which are read together. */
export const talkRecords = mixedFormat<TalkRecord>(
  commands,
  (id) => STORES[id.slice(0, id.indexOf(":") + 1)] ?? commands,
);

const STORES: Readonly<Record<string, RecordFormat<TalkRecord>>> = {
  [LINK_KIND]: channelLinks,
  [FACTS_KIND]: channelFacts,
  [SETTINGS_KIND]: channelSettings,
  [PERSON_KIND]: personFacts,
  [COMMAND_KIND]: commands,
};

/** A channel as the records have it. */
export interface ChannelRecords {
  /** By the name of the schedule. */
  links: ChannelLink[];
  facts: ChannelFacts | null;
  settings: ChannelSettings | null;
  /** Links and settings of this channel that do not parse. */
  broken: Broken[];
}

/** What one query finds. */
export interface TalkFound extends ChannelRecords {
  /** Commands of the person, the earliest first. */
  recent: CommandRecord[];
  /** Of that person; `null`: this is their first command. */
  person: PersonFacts | null;
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
    facts: ofKind<ChannelFacts>(FACTS_KIND)[0] ?? null,
    settings: ofKind<ChannelSettings>(SETTINGS_KIND)[0] ?? null,
    broken: broken.filter(({ id }) =>
      id.startsWith(LINK_KIND) || id.startsWith(SETTINGS_KIND)
    ),
    person: ofKind<PersonFacts>(PERSON_KIND)[0] ?? null,
    recent: ofKind<CommandRecord>(COMMAND_KIND)
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
      "#channel = :channel or #channel = :person or (#person = :person and #asked_at > :since)",
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
