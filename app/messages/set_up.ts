/** What the person who sets Shiftlight up reads: a line for each thing that was checked. */
import type { Mode } from "../../config/schema.ts";
import { shortText } from "../../plain_text.ts";
import { escapeText } from "../../slack/messages.ts";
import { listText, mentions, peopleText } from "./phrases.ts";

/** The result of one check. */
export interface Finding {
  /** `missing`: the app cannot work without it. `info`: the app works, but the reader should know. */
  verdict: "ok" | "missing" | "info";
  /** In Slack's markup; what others wrote is escaped in it. */
  text: string;
}

const MARKS: Readonly<Record<Finding["verdict"], string>> = {
  ok: ":white_check_mark:",
  missing: ":x:",
  info: ":information_source:",
};

const ok = (text: string): Finding => ({ verdict: "ok", text });
const missing = (text: string): Finding => ({ verdict: "missing", text });
const info = (text: string): Finding => ({ verdict: "info", text });

/** A link that people open. */
interface Link {
  name: string;
  url: string;
}

/**
 * @param links `optIn`: `null` if there is none. `messages`: the app's own messages;
 * `null`: not known, or people cannot write there.
 */
export function setUpAnswer(
  findings: readonly Finding[],
  { optIn, others, messages }: {
    optIn: Link | null;
    others: readonly Link[];
    messages: string | null;
  },
): string {
  const count = findings.filter(({ verdict }) => verdict === "missing").length;
  const title = count === 0
    ? "*Shiftlight is set up.*"
    : `*Shiftlight is not ready: ${
      count === 1 ? "1 thing is" : `${count} things are`
    } missing.* Fix the marked items, then open this link again.`;
  const lines = findings.map(({ verdict, text }) =>
    `${MARKS[verdict]} ${text}`
  );
  const link = optIn === null
    ? "The opt-in link is missing, because its trigger is."
    : `Share this link, so that people can opt in: ${optIn.url}`;
  const more = others.length === 0 ? [] : [
    "The other links, for a bookmark or a canvas:",
    ...others.map(({ name, url }) => `• ${name}: ${url}`),
  ];
  const talk = [
    ...messages === null ? [] : [
      `People write commands, such as \`help\`, in the app's own messages: ${messages}`,
      "In private channels mentions may not arrive. There, links do what commands do: type `/` and look for Shiftlight.",
    ],
  ];
  return [title, ...lines, link, ...more, ...talk].join("\n");
}

/** @param people Slack user ids. */
export function setUpIsFor(people: readonly string[]): string {
  return `Only ${
    mentions(people)
  } may set up Shiftlight, so nothing was changed.`;
}

/** For a record of the first set-up that does not parse. */
export function setUpRecordUnusable(about: string, reason: string): string {
  return `${about}: ${reason}. Nobody can set up Shiftlight until it is gone. If this goes on, delete it with \`slack datastore delete\``;
}

export const NO_SOURCE = missing(
  "Rosters: no source is configured. Add one to `sources` in shiftlight.config.ts and deploy again.",
);

/** Most schedules of a source that are named. */
const MOST_SCHEDULES = 15;

export function sourceProblem(id: string, reason: string): Finding {
  return missing(`Source ${id}: ${escapeText(reason)}.`);
}

export function moreProblems(id: string, count: number): Finding {
  return missing(`Source ${id}: there are ${count} more problems.`);
}

export function sourceRead(
  { id, type, token, schedules, shifts }: {
    id: string;
    type: string;
    /** The name of the secret that was accepted, if one was needed. */
    token: string | null;
    schedules: readonly { id: string; name: string }[];
    /** How many lie ahead. */
    shifts: number;
  },
): Finding {
  const shown = schedules.slice(0, MOST_SCHEDULES);
  const more = schedules.length - shown.length;
  const access = token === null ? "read" : `${token} was accepted`;
  const names = shown.map((schedule) =>
    schedule.id === schedule.name || schedule.id === id
      ? `"${escapeText(schedule.name)}"`
      : `"${escapeText(schedule.name)}" (${escapeText(schedule.id)})`
  );
  if (more > 0) names.push(`${more} more`);
  const found = names.length === 0
    ? "no schedule was found"
    : `found ${names.join(", ")}`;
  const ahead = shifts === 1 ? "1 shift" : `${shifts} shifts`;
  const verdict = names.length === 0 ? info : ok;
  return verdict(`Source ${id} (${type}): ${access}, ${found}; ${ahead}.`);
}

export function entryLeftOut(source: string, reason: string): Finding {
  return info(`Source ${source} leaves out ${escapeText(reason)}.`);
}

export function moreLeftOut(source: string, count: number): Finding {
  return info(`Source ${source} leaves out ${count} more entries.`);
}

/** For a state that silences and wins over on call. */
export function ranksAboveOnCall(state: string): Finding {
  return info(
    `State \`${state}\` ranks above \`on_call\`: while a person is on call, it shows but neither pauses their notifications nor sets them away.`,
  );
}

/** @param all Whether every source could be read. */
export function everyoneFound(all: boolean): Finding {
  return ok(
    all
      ? "People: everyone on the rosters was found in Slack."
      : "People: everyone on the rosters that could be read was found in Slack.",
  );
}

/** @param named The first of them. */
export function peopleNotFound(
  count: number,
  named: readonly { name: string; identity: string; reason: string }[],
): Finding {
  const lines = named.map(({ name, identity, reason }) =>
    `${escapeText(name)} (${escapeText(shortText(identity))}): ${
      escapeText(reason)
    }`
  );
  const more = count - named.length;
  if (more > 0) lines.push(`and ${more} more`);
  return info(
    `People: ${peopleText(count)} on the rosters ${
      count === 1 ? "was" : "were"
    } not found in Slack. Add them to \`people\` or \`aliases\` in shiftlight.config.ts:\n    ${
      lines.join("\n    ")
    }`,
  );
}

export const SCOPES_COMPLETE = ok("Scopes: the app has every scope it needs.");

export function scopesMissing(scopes: readonly string[]): Finding {
  return missing(
    `Scopes: Slack says that the app lacks ${
      scopes.join(", ")
    }. Deploy again (slack deploy) and have an admin approve the app.`,
  );
}

export const EMOJI_COMPLETE = ok(
  "Emoji: this workspace has the emoji of every state.",
);

/** @param lacking States, with their emoji that the workspace lacks. */
export function emojiMissing(
  lacking: readonly { state: string; emoji: string }[],
): Finding {
  const named = lacking.map(({ state, emoji }) => `${emoji} (\`${state}\`)`);
  return missing(
    `Emoji: this workspace has no ${
      named.join(", ")
    }, so these states cannot be shown. Add the emoji in Slack, or set another one in shiftlight.config.ts.`,
  );
}

export function emojiUnknown(error: string): Finding {
  return info(
    `Emoji: Shiftlight could not read which ones this workspace has (${
      escapeText(error)
    }).`,
  );
}

export const NO_TOKEN_PATH = missing(
  "Tokens: there is no way to set anyone's status. Set companion_app in shiftlight.config.ts, or the secret ADMIN_TOKENS.",
);

export const SAMPLE_CLIENT_ID = missing(
  "Companion app: its client id in shiftlight.config.ts is still the sample's, so nobody can connect their account.",
);

const NOBODY_CONNECTED = info(
  "Companion app: nobody has connected their account yet, so its client secret is not checked. The first person who opts in shows whether it is right.",
);

/** @param people How many opted in. */
export function connected(count: number, people: number): Finding {
  if (people === 0) return NOBODY_CONNECTED;
  const text =
    `Companion app: ${count} of ${people} people who opted in have connected their own account.`;
  return count === 0 ? info(text) : ok(text);
}

export function connectionsUnknown(error: string): Finding {
  return info(
    `Companion app: Shiftlight could not read who has connected (${
      escapeText(error)
    }).`,
  );
}

/** @param user Slack user id of the token's owner. */
export function secretWorks(secret: string, user: string): Finding {
  return ok(`Secret ${secret}: its token works, as <@${user}>.`);
}

/** @param user Slack user id of the token's owner. */
export function secretOfOtherPerson(secret: string, user: string): Finding {
  return missing(
    `Secret ${secret}: its token belongs to <@${user}>, not to the person in its name. Set it again or remove it.`,
  );
}

/**
 * @param user Slack user id of the token's owner.
 * @param team The id of their workspace.
 */
export function secretOfOtherWorkspace(
  secret: string,
  user: string,
  team: string,
): Finding {
  return missing(
    `Secret ${secret}: its token belongs to ${user} in another workspace (${team}). Set it again or remove it.`,
  );
}

export function secretRejected(secret: string, error: string): Finding {
  return missing(
    `Secret ${secret}: Slack rejects its token (${
      escapeText(error)
    }). Set it again with \`slack env set\`, or remove it.`,
  );
}

export const NO_REPORT_CHANNEL = info(
  "Report channel: none is configured. Reports go to `slack activity` only.",
);

export function canPostTo(channel: string): Finding {
  return ok(`Report channel: the app can post to <#${channel}>.`);
}

export function cannotPostTo(channel: string, error: string): Finding {
  return missing(
    `Report channel: the app cannot post to \`${channel}\` (${
      escapeText(error)
    }). Invite it there (/invite @Shiftlight) or correct report_channel.`,
  );
}

/** @param people Slack user ids. */
export function operators(people: readonly string[]): Finding {
  return people.length > 0 ? ok(`Operators: ${mentions(people)}.`) : missing(
    "Operators: there are none, so nobody can switch the app on. Add some to `operators` in shiftlight.config.ts.",
  );
}

/** The names of the triggers that were made, changed and removed. */
interface TriggerChanges {
  made: readonly string[];
  changed: readonly string[];
  removed: readonly string[];
}

/** Triggers that are named; of more the rest is counted. */
const MOST_NAMED = 10;

function namesText(names: readonly string[]): string {
  const shown = names.slice(0, MOST_NAMED).map((name) => `_${name}_`);
  const left = names.length - shown.length;
  return listText(left > 0 ? [...shown, `${left} more`] : shown);
}

/** @param count How many there are. */
export function triggersReady(changes: TriggerChanges, count: number): Finding {
  const { made, changed, removed } = changes;
  const done = Object.entries({ made, changed, removed })
    .filter(([, names]) => names.length > 0)
    .map(([verb, names]) => `${verb} ${names.length}: ${namesText(names)}`);
  return ok(
    done.length === 0
      ? `Triggers: no change, all ${count} are as they should be.`
      : `Triggers: ${done.join("; ")}; all ${count} are as they should be now.`,
  );
}

export function triggersIncomplete(error: string): Finding {
  return missing(
    `Triggers: not all could be made (${
      escapeText(error)
    }). Open this link again: it goes on where it stopped.`,
  );
}

/** @param trigger The name of an event trigger that Slack refuses. */
export function cannotHear(trigger: string, error: string): Finding {
  return missing(
    `Commands: Slack refuses the trigger _${trigger}_ (${
      escapeText(error)
    }). Deploy again and have an admin approve the app's scopes, or do without: \`talk\` in shiftlight.config.ts.`,
  );
}

export function modeIs(mode: Mode): Finding {
  return mode === "enforce"
    ? ok("Mode: enforce. Shiftlight carries out its plans.")
    : info(
      "Mode: preview. Shiftlight only reports its plans. An operator switches it on with *Switch mode*.",
    );
}

/** @param why Why everybody is being restored. */
export function everyoneIsRestored(why: string): Finding {
  return info(
    `Mode: everyone is being restored (${
      escapeText(why)
    }). *Switch mode* ends that.`,
  );
}
