import type { Status } from "../../../reconciler/status.ts";
import { at, NO_STATUS, shown, timeOf, unix } from "../presence.ts";
import type { Moment, ScenePerson } from "../scene.ts";

/** What a person must show during and after their shift, and why. */
interface Expected {
  /** Whether the shift shows while it lasts. */
  shows: boolean;
  status: Status;
  /** `null`: the same as before. Otherwise why it differs. */
  differs: string | null;
}

export interface DayPerson extends ScenePerson {
  /** Whether Slack refuses their token. */
  revoked: boolean;
  /** Instants within their shift, and soon after it. */
  during: string;
  after: string;
  expected: Expected;
}

const workshop: Status = {
  text: "In a workshop",
  emoji: ":wrench:",
  expiration: unix(at("11:00")),
};
const fromHome: Status = {
  text: "Working from home",
  emoji: ":house_with_garden:",
  expiration: 0,
};
const reviewing: Status = {
  text: "Reviewing <proposals> & plans",
  emoji: ":eyes:",
  expiration: unix(at("20:00")),
};
const commuting: Status = {
  text: "Commuting",
  emoji: ":train:",
  expiration: unix(at("09:40")),
};
const dentist: Status = {
  text: "At the dentist",
  emoji: ":tooth:",
  expiration: unix(at("18:30")),
};

const heads: Status = {
  text: "Heads down",
  emoji: ":headphones:",
  expiration: 0,
};

const onCall = { states: ["on_call"] };
const replaces = { states: ["on_call", "pto"], on_own_status: "replace" };
const same = (status: Status): Expected => ({
  shows: true,
  status,
  differs: null,
});
const untouched: Expected = { shows: false, status: NO_STATUS, differs: null };

function person(
  name: string,
  about: string,
  status: Status,
  consent: Record<string, unknown> | null,
  expected: Expected,
  more: Partial<DayPerson> = {},
): DayPerson {
  const id = `U${name.toUpperCase()}`;
  const usual = {
    tz: "Europe/London",
    snooze_until: 0,
    revoked: false,
    during: at("12:30"),
    after: at("17:20"),
  };
  return { id, name, about, status, consent, expected, ...usual, ...more };
}

function shift(name: string, start: string, end: string) {
  return { email: `${name}@example.com`, start: at(start), end: at(end) };
}

export const DAY_START = at("08:50");
const DAY_END = at("17:30");

export const people: DayPerson[] = [
  person("alice", "nothing set", NO_STATUS, onCall, same(NO_STATUS)),
  person(
    "bruno",
    "a status that expires in mid-shift; chose replace",
    workshop,
    replaces,
    {
      shows: true,
      status: NO_STATUS,
      differs: "theirs expired at 11:00: not revived",
    },
  ),
  person(
    "chidi",
    "a status without expiry; chose replace",
    fromHome,
    replaces,
    same(fromHome),
  ),
  person("dana", "sets another status in mid-shift", NO_STATUS, onCall, {
    shows: true,
    status: dentist,
    differs: "they set it themselves at 13:20: kept",
  }),
  person(
    "emeka",
    "chose replace, and clears ours in mid-shift",
    heads,
    replaces,
    {
      shows: true,
      status: NO_STATUS,
      differs: "they cleared it themselves at 14:05: kept",
    },
  ),
  person("fumiko", "on the roster, not opted in", NO_STATUS, null, untouched),
  person(
    "goran",
    "opted in, but the connection was revoked",
    NO_STATUS,
    onCall,
    untouched,
    {
      revoked: true,
    },
  ),
  person("hana", "a status until 09:40; chose to wait", commuting, onCall, {
    shows: true,
    status: NO_STATUS,
    differs: "theirs expired at 09:40: waited for, not revived",
  }),
  person(
    "ines",
    "on leave with notifications paused and away; the leave is cut short",
    reviewing,
    { ...replaces, dnd: true, presence: true },
    same(reviewing),
    {
      snooze_until: unix(at("09:55")),
      during: at("09:20"),
      after: at("09:50"),
    },
  ),
];

export const schedules = [
  {
    id: "PPAYMENTS",
    name: "Payments",
    state: "on_call",
    shifts: [
      ...["alice", "bruno", "dana", "fumiko", "goran", "hana"]
        .map((name) => shift(name, "09:00", "17:00")),
      shift("emeka", "12:00", "17:00"),
    ],
  },
  {
    id: "PLEAVE",
    name: "Leave",
    state: "pto",
    shifts: [
      shift("chidi", "10:00", "15:00"),
      shift("ines", "09:00", "16:00"),
    ],
  },
];

/** A change on the roster during a shift: it ends earlier. */
const withLeaveCutShort = schedules.map((schedule) => ({
  ...schedule,
  shifts: schedule.shifts.map((each) =>
    each.email.startsWith("ines") ? { ...each, end: at("09:40") } : each
  ),
}));

function setsOwnStatus(
  name: string,
  message: string,
  status: Status,
): Omit<Moment, "at"> {
  return {
    text: `${name} ${message}: ${shown(status)}`,
    act: async (workspace) => await workspace.setOwnStatus(name, status),
  };
}

/** What happens, by time. */
const acts: Record<string, Omit<Moment, "at">> = {
  "09:30": {
    text: "the roster changes: ines is back from leave early",
    act: async (workspace) => await workspace.putSchedules(withLeaveCutShort),
  },
  "13:20": setsOwnStatus("dana", "sets a status of their own", dentist),
  "14:05": setsOwnStatus("emeka", "clears the status", NO_STATUS),
};

/** Every five minutes of the day. */
export function moments(): Moment[] {
  const all: Moment[] = [];
  for (let t = unix(DAY_START); t <= unix(DAY_END); t += 300) {
    const instant = new Date(t * 1000).toISOString().replace(".000", "");
    all.push({ at: instant, ...(acts[timeOf(instant)] ?? { text: "" }) });
  }
  return all;
}
