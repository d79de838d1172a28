import type { Status } from "../../reconciler/status.ts";

/** Something a person does to their own presence, by their own client. */
export interface HumanAct {
  at: string;
  person: string;
  told: string;
  status: Status;
}

/** What is right for a person after their shift, and why. */
export interface Expected {
  /** Whether the shift shows while it lasts. */
  shows: boolean;
  status: Status;
  /** `null`: identical to before. Otherwise why it rightly differs. */
  differs: string | null;
}

export interface DayPerson {
  id: string;
  name: string;
  /** One line on what makes them interesting. */
  about: string;
  status: Status;
  snooze_until: number;
  consent: Record<string, unknown> | null;
  /** Whether Slack refuses their token. */
  revoked: boolean;
  /** Instants within their shift, and soon after it. */
  during: string;
  after: string;
  expected: Expected;
}

export interface Day {
  start: string;
  people: DayPerson[];
  acts: HumanAct[];
  schedules: unknown[];
}

/** `at("09:00")`: that instant of the day played. */
export function at(time: string): string {
  return `2026-03-02T${time}:00Z`;
}

export function unix(instant: string): number {
  return Date.parse(instant) / 1000;
}

const NONE: Status = { text: "", emoji: "", expiration: 0 };

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
const untouched: Expected = { shows: false, status: NONE, differs: null };

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

export const DAY_END = at("17:30");

export const day: Day = {
  start: at("08:50"),
  people: [
    person("alice", "nothing set", NONE, onCall, same(NONE)),
    person(
      "bruno",
      "a status that expires in mid-shift; chose replace",
      workshop,
      replaces,
      {
        shows: true,
        status: NONE,
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
    person("dana", "sets another status in mid-shift", NONE, onCall, {
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
        status: NONE,
        differs: "they cleared it themselves at 14:05: kept",
      },
    ),
    person("fumiko", "on the roster, not opted in", NONE, null, untouched),
    person(
      "goran",
      "opted in, but the connection was revoked",
      NONE,
      onCall,
      untouched,
      {
        revoked: true,
      },
    ),
    person("hana", "a status until 09:40; chose to wait", commuting, onCall, {
      shows: true,
      status: NONE,
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
  ],
  acts: [
    {
      at: at("13:20"),
      person: "dana",
      told: "sets a status of their own",
      status: dentist,
    },
    {
      at: at("14:05"),
      person: "emeka",
      told: "clears the status",
      status: NONE,
    },
  ],
  schedules: [
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
  ],
};
