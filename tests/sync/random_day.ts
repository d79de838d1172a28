import { Chance } from "./chance.ts";
import { at, person, schedule, type ShiftOf } from "./day.ts";
import { History } from "./history.ts";
import { type Fault, Session } from "./session.ts";

export const STATES = ["on_call", "pto", "deploy_freeze", "focus"];
const NAMES = ["ann", "bob", "cat", "dan"];
const POLL = 15 * 60;

/** What the day's judge must know beside the history. */
export interface DayLog {
  seed: number;
  session: Session;
  history: History;
  /** Consents as the people gave them, newest last. Unix seconds. */
  consents: Map<string, { at: number; consent: Consent | null }[]>;
  /** Rosters as they were put, newest last. */
  rosters: { at: number; shifts: Shift[] }[];
  /** When faults, kills or anything of the kind were about. */
  troubles: { from: number; to: number }[];
  /** What happened, for whoever reads a failure. */
  story: string[];
  failed_runs: { at: number; error: string }[];
}

export interface Consent {
  states: string[];
  on_own_status: string;
  after_manual_change: string;
  dnd: boolean;
  presence: boolean;
}

export interface Shift {
  person: string;
  state: string;
  start: number;
  /** `null`: permanent. */
  end: number | null;
}

const EMOJI = [":bee:", ":sandwich:", ":wave::skin-tone-3:", ":+1:", ":tada:"];

/** Plays one random day; the judge looks at what it returns. */
export async function playDay(seed: number): Promise<DayLog> {
  const chance = new Chance(seed);
  const now = Date.parse(at("08:00")) / 1000;
  const day = new Day(chance, now);
  const log = day.open(seed);
  const last = now + 4 * 3600;
  for (let poll = now + POLL; poll < last; poll += POLL) {
    await day.between(poll);
    await day.move(poll + chance.whole(30, 600));
  }
  await day.settle(last);
  return log;
}

class Day {
  #log!: DayLog;
  #texts = 0;
  /** Whose token was refused: they may have to connect again. */
  #refused = new Set<string>();
  /** When the trouble under way ends. */
  #calm = Infinity;

  constructor(private readonly chance: Chance, private now: number) {}

  open(seed: number): DayLog {
    const { chance } = this;
    const people = NAMES.map((name) => this.#newcomer(name));
    const shifts = this.#shifts();
    const session = new Session({
      now: iso(this.now),
      people,
      schedules: schedulesOf(shifts),
    }, { rates: chance.often(0.3) ? "documented" : "none" });
    const consents = new Map(people.map((each) => [
      each.id,
      [{ at: 0, consent: "consent" in each ? each.consent as Consent : null }],
    ]));
    this.#log = {
      seed,
      session,
      history: new History(session),
      consents,
      rosters: [{ at: 0, shifts }],
      troubles: [],
      story: [`people ${JSON.stringify(people)}`, story(shifts)],
      failed_runs: [],
    };
    return this.#log;
  }

  #newcomer(name: string) {
    const { chance } = this;
    const status = chance.often(0.5) ? this.#status() : {};
    return person(name, {
      status,
      snooze_until: chance.often(0.25)
        ? this.now + 60 * chance.whole(1, 300)
        : 0,
      manual_away: chance.often(0.2),
      // One of four stays out: nobody may ever touch them.
      consent: name === "dan" || chance.often(0.1)
        ? null
        : { ...this.#consent(), path: chance.pick(["own", "own", "env"]) },
    });
  }

  #consent(): Consent {
    const { chance } = this;
    const states = chance.some(STATES, 0.75);
    return {
      states: states.length > 0 ? states : ["on_call"],
      on_own_status: chance.pick(["skip", "defer", "replace"]),
      after_manual_change: chance.pick(["yield", "yield", "resume"]),
      dnd: chance.often(0.6),
      presence: chance.often(0.6),
    };
  }

  #status() {
    const { chance } = this;
    const expires = chance.often(0.4);
    return {
      text: `own ${++this.#texts} <${chance.pick(["a & b", "&amp;", "c"])}>`,
      emoji: chance.pick(EMOJI),
      expiration: expires ? this.now + chance.whole(60, 5 * 3600) : 0,
    };
  }

  #shifts(): Shift[] {
    const { chance } = this;
    return NAMES.flatMap((name) =>
      Array.from({ length: chance.whole(0, 3) }, () => {
        const start = this.now + 900 * chance.whole(-2, 12) +
          (chance.often(0.3) ? 300 * chance.whole(0, 2) : 0);
        return {
          person: `U${name.toUpperCase()}`,
          state: chance.pick(STATES),
          start,
          end: chance.often(0.05) ? null : start + 900 * chance.whole(1, 8),
        };
      })
    );
  }

  /** Things that happen before the poll at `poll`, or in the midst of it. */
  async between(poll: number): Promise<void> {
    const { chance } = this;
    while (chance.often(0.35)) await this.#human(poll);
    if (chance.often(0.12)) await this.#changeRoster();
    if (chance.often(0.1)) await this.#changeConsent();
    if (chance.often(0.2)) await this.#trouble(poll);
    if (chance.often(0.15)) await this.#syncNow();
  }

  /** Ends whatever trouble there still is, once it has had its time. */
  async #calmDown(): Promise<void> {
    const { session, troubles } = this.#log;
    await session.clearFaults();
    await session.kill(1_000_000_000);
    for (const trouble of troubles) {
      if (trouble.to === Infinity) trouble.to = this.now;
    }
    this.#calm = Infinity;
  }

  async move(to: number): Promise<void> {
    if (this.now >= this.#calm) await this.#calmDown();
    if (to <= this.now) return;
    const runs = await this.#log.session.to(iso(to));
    this.#noteRuns(runs);
    this.now = this.#log.history.now;
  }

  #noteRuns(runs: Awaited<ReturnType<Session["to"]>>): void {
    for (const run of runs) {
      if (run.status === "completed") continue;
      const error = run.steps.at(-1)?.error ?? "?";
      this.#tell(`run ${run.workflow} failed: ${error}`);
      this.#log.failed_runs.push({ at: this.now, error });
    }
  }

  #tell(what: string): void {
    this.#log.story.push(`${iso(this.now).slice(11, 19)} ${what}`);
  }

  async #human(poll: number): Promise<void> {
    const { chance } = this;
    const { session, history } = this.#log;
    const id = `U${chance.pick(NAMES).toUpperCase()}`;
    const roll = chance.next();
    if (roll < 0.15) {
      // In the middle of a run, at any of its calls.
      const status = chance.often(0.4)
        ? { text: "", emoji: "", expiration: 0 }
        : this.#status();
      const ms = poll * 1000 + chance.whole(0, 6000);
      this.#tell(`${id} will set ${JSON.stringify(status)} at ${ms}`);
      history.byHumanAt(ms, () => {
        session.workspace.state.people.get(id)!.status = status;
      });
      return;
    }
    await history.byHumans(() =>
      this.#act(id, roll).catch((error) => {
        // The fault that was meant for the app struck the person's own client.
        this.#tell(`${id} in vain: ${error}`);
      })
    );
  }

  async #act(id: string, roll: number): Promise<void> {
    const { chance } = this;
    const { session } = this.#log;
    if (roll < 0.5) {
      const { text, emoji, expiration } = this.#status();
      this.#tell(`${id} sets ${text} ${emoji} ${expiration}`);
      await session.edit(id, text, emoji, expiration);
    } else if (roll < 0.7) {
      this.#tell(`${id} clears`);
      await session.edit(id, "", "");
    } else if (roll < 0.78) {
      const { text, emoji } = await session.status(id);
      this.#tell(`${id} sets the same text with another expiry`);
      await session.edit(id, text, emoji, text === "" ? 0 : this.now + 7777);
    } else if (roll < 0.9) {
      const num_minutes = chance.whole(1, 240);
      this.#tell(`${id} snoozes ${num_minutes}`);
      await session.asPerson(id, "dnd.setSnooze", { num_minutes });
    } else {
      this.#tell(`${id} is back`);
      await session.asPerson(id, "users.setPresence", { presence: "auto" });
    }
  }

  async #changeRoster(): Promise<void> {
    const { chance } = this;
    const { rosters, session } = this.#log;
    const shifts = rosters.at(-1)!.shifts.flatMap((shift) => {
      if (chance.often(0.15)) return [];
      if (chance.often(0.3)) {
        const end = (shift.end ?? this.now + 3600) + 300 * chance.whole(-9, 9);
        return [{ ...shift, end: Math.max(shift.start + 300, end) }];
      }
      if (chance.often(0.1)) return [{ ...shift, state: chance.pick(STATES) }];
      return [shift];
    });
    if (chance.often(0.5)) shifts.push(...this.#shifts().slice(0, 2));
    rosters.push({ at: this.now, shifts });
    this.#tell(story(shifts));
    await session.roster(schedulesOf(shifts));
  }

  async #changeConsent(): Promise<void> {
    const { chance } = this;
    const { session } = this.#log;
    const id = `U${chance.pick(NAMES.slice(0, 3)).toUpperCase()}`;
    const out = chance.often(0.4);
    const form = out ? {} : this.#consent();
    const at_once = chance.often(0.2);
    this.#tell(`${id} opts ${out ? "out" : `in ${JSON.stringify(form)}`}`);
    const trip = session.trip(
      out ? "Opt out" : "Opt in",
      out ? { user: id } : { user: id, form },
    );
    const sync = at_once ? session.trip("Sync now", { user: id }) : null;
    const run = await trip;
    if (sync) this.#noteRuns([await sync]);
    this.now = this.#log.history.now;
    if (run.status === "failed") {
      // Nobody knows what became of it: as anybody would, they click again.
      this.#noteRuns([run]);
      await session.clearFaults();
      const again = await session.trip(
        out ? "Opt out" : "Opt in",
        out ? { user: id } : { user: id, form },
      );
      if (again.status === "failed") this.#noteRuns([again]);
      this.now = this.#log.history.now;
    }
    const consent = out ? null : form as Consent;
    this.#log.consents.get(id)!.push({ at: this.now, consent });
  }

  async #syncNow(): Promise<void> {
    const { session } = this.#log;
    const trips = Array.from(
      { length: this.chance.whole(1, 2) },
      () => session.trip("Sync now", { user: "UDAN" }),
    );
    this.#noteRuns(await Promise.all(trips));
    this.now = this.#log.history.now;
  }

  async #trouble(poll: number): Promise<void> {
    const { chance } = this;
    const { session, troubles } = this.#log;
    troubles.push({ from: this.now, to: Infinity });
    this.#calm = poll + POLL;
    if (chance.often(0.4)) {
      const after = chance.whole(1, 40);
      this.#tell(`kill after ${after}`);
      return await session.kill(after);
    }
    if (chance.often(0.2)) {
      const user = `U${chance.pick(NAMES.slice(0, 3)).toUpperCase()}`;
      const [method, error] = chance.pick(PERSONAL);
      this.#tell(`fault ${method} ${user} ${error} x9`);
      this.#refused.add(user);
      return await session.fault({ method, user, error, times: 9 });
    }
    const method = chance.pick(METHODS);
    const failure = chance.pick(
      method === "pagerduty" ? PROVIDER_FAILURES : FAILURES,
    );
    const times = chance.whole(1, 4);
    this.#tell(`fault ${method} ${JSON.stringify(failure)} x${times}`);
    await session.fault({ method, times, ...failure });
  }

  /** Nobody has a shift any more, nothing fails; four polls pass. */
  async settle(from: number): Promise<void> {
    const { session, rosters } = this.#log;
    await this.move(from);
    await this.#calmDown();
    for (const user of this.#refused) {
      const { consent } = this.#log.consents.get(user)!.at(-1)!;
      if (consent) {
        await session.trip("Opt in", { user, form: formOf(consent) });
      }
    }
    await session.roster(schedulesOf([]));
    rosters.push({ at: this.now, shifts: [] });
    this.#tell("everything ends");
    await this.move(from + 4 * POLL + 60);
  }
}

const METHODS = [
  "pagerduty",
  "users.profile.set",
  "users.profile.set",
  "users.profile.get",
  "dnd.setSnooze",
  "dnd.endSnooze",
  "dnd.info",
  "users.setPresence",
  "users.getPresence",
  "apps.datastore.bulkPut",
  "apps.datastore.bulkPut",
  "apps.datastore.bulkGet",
  "apps.datastore.bulkDelete",
  "apps.datastore.query",
  "apps.auth.external.get",
  "users.lookupByEmail",
  "chat.postMessage",
];

/** Refusals of one person's call that are over after a while. */
const PERSONAL = [
  ["users.profile.set", "token_revoked"],
  ["users.profile.set", "invalid_emoji_not_allowed"],
  ["users.profile.set", "profile_set_failed"],
  ["users.profile.get", "internal_error"],
  ["dnd.setSnooze", "snooze_failed"],
  ["users.setPresence", "token_revoked"],
  ["apps.auth.external.get", "token_revoked"],
  ["apps.auth.external.get", "token_not_found"],
] as const;

type Failure = Omit<Fault, "method">;

const FAILURES: Failure[] = [
  { cut: "before" },
  { cut: "after" },
  { cut: "after" },
  { status: 500 },
  { status: 429, retry_after: 3 },
  { status: 429, retry_after: 40 },
  { error: "internal_error" },
  { error: "fatal_error" },
];

const PROVIDER_FAILURES: Failure[] = [
  { status: 500 },
  { status: 401 },
  { status: 429 },
  { cut: "before" },
  { cut: "after" },
];

/** A consent as the form takes it. */
function formOf(consent: Consent): Record<string, unknown> {
  const { states, on_own_status, after_manual_change, dnd, presence } = consent;
  return { states, on_own_status, after_manual_change, dnd, presence };
}

function schedulesOf(shifts: Shift[]) {
  return STATES.map((state) =>
    schedule(
      state,
      ...shifts.filter((shift) => shift.state === state).map(shiftOf),
    )
  );
}

function shiftOf({ person, start, end }: Shift): ShiftOf {
  const email = `${person.slice(1).toLowerCase()}@example.com`;
  return { email, start: iso(start), end: end === null ? null : iso(end) };
}

function story(shifts: Shift[]): string {
  const lines = shifts.map(({ person, state, start, end }) =>
    `${person} ${state} ${iso(start).slice(11, 16)}-${
      end === null ? "" : iso(end).slice(11, 16)
    }`
  );
  return `roster: ${lines.join(", ")}`;
}

function iso(seconds: number): string {
  return new Date(seconds * 1000).toISOString();
}
