import { at, NO_STATUS } from "../presence.ts";
import type { Moment, ScenePerson } from "../scene.ts";

/** Where something was said: the channel, a person's direct message, or to one person alone. */
export type Place = "#payments" | `DM of ${string}` | `only ${string} sees it`;

/** An answer that a moment must bring. */
export interface Expected {
  where: Place;
  /** What it must say. */
  says: readonly string[];
}

/** Something that a person says or presses, and the answers that must follow. */
export interface TalkMoment extends Moment {
  answers: readonly Expected[];
}

export const START = at("09:50");

/** The channel of the scene. */
export const CHANNEL = { id: "CPAYMENTS", name: "payments" };

/** Somebody on a roster who is not in Slack. */
const STRANGER = "nurse@agency.example";

function person(
  name: string,
  about: string,
  consent: Record<string, unknown> | null,
  more: Partial<ScenePerson> & { guest?: true } = {},
) {
  return {
    id: `U${name.toUpperCase()}`,
    name,
    about,
    status: NO_STATUS,
    snooze_until: 0,
    tz: "Europe/London",
    consent,
    ...more,
  };
}

export const people = [
  person("alice", "on call for Payments until 17:00", { states: ["on_call"] }, {
    status: { text: "In the office", emoji: ":office:", expiration: 0 },
  }),
  person("bob", "on call next", { states: ["on_call"] }),
  person("carol", "has not opted in", null),
  person("gwen", "a guest of the workspace", null, { guest: true }),
];

const shift = (email: string, start: string, end: string) => ({
  email: email.includes("@") ? email : `${email}@example.com`,
  start: at(start),
  end: at(end),
});

export const schedules = [
  {
    id: "PPAY",
    name: "Payments",
    state: "on_call",
    shifts: [shift("alice", "09:00", "17:00"), shift("bob", "17:00", "23:00")],
  },
  {
    id: "PSECOND",
    name: "Payments secondary",
    state: "on_call",
    shifts: [shift(STRANGER, "08:00", "18:00")],
  },
  { id: "PSEARCH", name: "Search", state: "on_call", shifts: [] },
];

/** A person writes in the channel. */
function inChannel(
  time: string,
  name: string,
  text: string,
  ...answers: readonly Expected[]
): TalkMoment {
  return {
    at: at(time),
    text: `${name} in #payments: ${text}`,
    act: (workspace) => workspace.write(name, text, CHANNEL.id),
    answers,
  };
}

/** A person writes to the app alone. */
function inPrivate(
  time: string,
  name: string,
  text: string,
  ...answers: readonly Expected[]
): TalkMoment {
  return {
    at: at(time),
    text: `${name} to Shiftlight: ${text}`,
    act: (workspace) => workspace.write(name, text),
    answers,
  };
}

/** A person presses a button of the latest message that has it. */
function presses(
  time: string,
  name: string,
  button: string,
  ...answers: readonly Expected[]
): TalkMoment {
  return {
    at: at(time),
    text: `${name} presses [${button}]`,
    act: (workspace) => workspace.press(name, button),
    answers,
  };
}

/** A person changes the last message that they wrote. */
function edits(
  time: string,
  name: string,
  text: string,
  ...answers: readonly Expected[]
): TalkMoment {
  return {
    at: at(time),
    text: `${name} edits that message: ${text}`,
    act: (workspace) => workspace.editLast(name, text),
    answers,
  };
}

const all = (...says: string[]): Expected => ({ where: "#payments", says });
const only = (name: string, ...says: string[]): Expected => ({
  where: `only ${name} sees it`,
  says,
});
const dm = (name: string, ...says: string[]): Expected => ({
  where: `DM of ${name}`,
  says,
});

/** Ten minutes in a channel and in direct messages. */
export function moments(): TalkMoment[] {
  return [
    inChannel(
      "09:50",
      "alice",
      "@Shiftlight help",
      all("link schedule", "notification config"),
    ),
    inChannel(
      "09:51",
      "alice",
      "@Shiftlight link schedule paymnts",
      only("alice", "paymnts", "Payments"),
    ),
    edits(
      "09:51",
      "alice",
      "@Shiftlight link schedule “PAYMENTS”",
      all("alice linked Payments here"),
    ),
    inChannel(
      "09:52",
      "bob",
      "@Shiftlight link schedule pay",
      only("bob", "Payments secondary"),
    ),
    inChannel(
      "09:52",
      "bob",
      "@Shiftlight list all schedules",
      all("Payments", "alice", "Search"),
    ),
    presses("09:53", "bob", "Link Search", all("bob linked Search here")),
    inChannel(
      "09:54",
      "carol",
      "@Shiftlight who’s on call?",
      all("alice until", "Next: bob", "Search", "No one is on call"),
    ),
    inChannel(
      "09:54",
      "carol",
      "@Shiftlight who secondary",
      all(STRANGER.split("@")[0]!),
    ),
    inChannel("09:55", "carol", "thanks @Shiftlight!"),
    inChannel(
      "09:55",
      "alice",
      "@Shiftlight notification disable handoff search",
      all("alice turned off Handoff", "Search"),
    ),
    inChannel(
      "09:56",
      "alice",
      "@Shiftlight notification config",
      all("✘ Handoff", "✔ CoverageLost"),
    ),
    inChannel(
      "09:57",
      "gwen",
      "@Shiftlight unlink schedule search",
      only("gwen", "Guests"),
    ),
    inPrivate("09:57", "bob", "my shifts", dm("bob", "Payments")),
    inPrivate("09:58", "alice", "home", dm("alice", "on call", "17:00")),
    inPrivate("09:59", "carol", "home", dm("carol")),
  ];
}
