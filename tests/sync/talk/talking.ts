import { assertEquals } from "@std/assert";
import { at, person, scenario, shift } from "../day.ts";
import { inUnreadSession, type RunAnswer, type Session } from "../session.ts";

/** A message, as the workspace shows it. */
export interface Shown {
  ts: string;
  channel: string;
  user: string;
  text: string;
  blocks?: unknown[];
  thread_ts?: string;
  ephemeral_to?: string;
  edited_at?: string;
  buttons?: {
    label: string;
    action_id: string;
    inputs: Record<string, string>;
  }[];
  notifies: string[];
}

/** A name that would act in Slack's markup. */
export const HOSTILE = "<!channel> & *<@UBOB>*";

/** A schedule of one state, with its name. */
export function named(
  id: string,
  name: string,
  shifts: unknown[] = [],
  state = "on_call",
) {
  return { id, name, state, shifts };
}

/** Alice is on call until 17:00, then Bob; a stranger is on the secondary; no one on Search. */
export const SCHEDULES = [
  named("PPAY", "Payments", [
    shift("alice", at("09:00"), at("17:00")),
    shift("bob", at("17:00"), at("23:00")),
  ]),
  named("PSECOND", "Payments secondary", [{
    email: "nora@agency.example",
    start: at("08:00"),
    end: at("18:00"),
  }]),
  named("PSEARCH", "Search"),
  named("PHOSTILE", HOSTILE),
  named("PLEAVE", "Leave", [shift("bob", at("08:00"), at("12:00"))], "pto"),
];

export const PEOPLE = [
  person("alice"),
  person("bob"),
  person("carol", { consent: null }),
  { ...person("gwen", { consent: null }), guest: true },
  { ...person("olga", { consent: null }), organization: "TOTHER" },
];

export const CHANNELS = [
  { id: "CPAY", name: "payments", app: true },
  { id: "CQUIET", name: "quiet", app: true, private: true, mentions: false },
  { id: "CSHARED", name: "shared", app: true, shared: true },
  { id: "COUT", name: "outside" },
];

/** A workspace in which people talk to the app. */
export class Talk {
  #seen = new Map<string, string>();

  constructor(readonly session: Session) {}

  async messages(): Promise<Shown[]> {
    return await this.session.get<Shown[]>("/control/messages");
  }

  /** The app's messages that are new or were rewritten since the last look. */
  async answers(): Promise<Shown[]> {
    const all = await this.messages();
    const bot = all.filter(({ user, channel, text }) =>
      user === "USHIFTLIGHTBOT" && channel !== "CREPORTS" &&
      !text.startsWith("*Shiftlight is set up.*")
    );
    const fresh = bot.filter(({ ts, text }) => this.#seen.get(ts) !== text);
    this.#seen = new Map(bot.map(({ ts, text }) => [ts, text]));
    // No answer notifies anybody, whatever it says.
    for (const { notifies, text } of fresh) assertEquals(notifies, [], text);
    return fresh;
  }

  /** A person writes, and reads what the app answers; no run may fail. */
  async say(
    user: string,
    text: string,
    more: Record<string, unknown> = { channel: "CPAY" },
  ): Promise<Shown[]> {
    await this.write(user, text, more);
    return await this.answers();
  }

  async write(
    user: string,
    text: string,
    more: Record<string, unknown> = { channel: "CPAY" },
  ): Promise<{ channel: string; ts: string; runs: RunAnswer[] }> {
    const written = await this.session.send<
      { channel: string; ts: string; runs: RunAnswer[] }
    >("POST", "/control/messages", { user, text, ...more });
    assertCompleted(written.runs);
    return written;
  }

  async edit(user: string, ts: string, text: string): Promise<Shown[]> {
    const path = `/control/messages/${ts}`;
    const { runs } = await this.session.send<{ runs: RunAnswer[] }>(
      "PUT",
      path,
      { user, text },
    );
    assertCompleted(runs);
    return await this.answers();
  }

  /** A person presses a button of a message. */
  async press(user: string, ts: string, button: string): Promise<Shown[]> {
    const path = `/control/messages/${ts}/click`;
    const body = { user, button };
    assertCompleted([await this.session.send<RunAnswer>("POST", path, body)]);
    return await this.answers();
  }

  /** A person opens a link. */
  async open(
    link: string,
    body: Record<string, unknown>,
  ): Promise<Shown[]> {
    assertCompleted([await this.session.trip(link, body)]);
    return await this.answers();
  }

  /** The schedules that are linked, by channel. */
  async links(): Promise<string[]> {
    const items = await this.session.items("talk");
    return items.filter(({ id }) => String(id).startsWith("link:"))
      .map(({ channel, body }) =>
        `${channel}: ${JSON.parse(String(body)).name}`
      )
      .sort();
  }
}

function assertCompleted(runs: readonly RunAnswer[]): void {
  for (const { status, steps } of runs) {
    assertEquals(status, "completed", JSON.stringify(steps));
  }
}

/** What a message says, dates left out. */
export function plain({ text }: Pick<Shown, "text">): string {
  return text.replace(
    /<!date\^(\d+)\^[^>]*>/g,
    (_, seconds) =>
      new Date(Number(seconds) * 1000).toISOString().slice(11, 16),
  )
    .replaceAll("&lt;", "<").replaceAll("&gt;", ">").replaceAll("&amp;", "&");
}

/** Plays a workspace whose rosters have just been read. */
export async function talking(
  play: (talk: Talk) => Promise<void>,
  more: Record<string, unknown> = {},
  options: Parameters<typeof inUnreadSession>[2] = {},
): Promise<void> {
  const { people = PEOPLE, schedules = SCHEDULES, ...rest } = more as {
    people?: unknown[];
    schedules?: unknown[];
  };
  const day = {
    ...scenario(people as never, schedules as never),
    channels: CHANNELS,
    operators: [],
    ...rest,
  };
  await inUnreadSession(day, async (session) => {
    await session.to(at("09:31"));
    const talk = new Talk(session);
    await talk.answers().catch(() => []);
    await play(talk);
  }, options);
}
