import type { Clock } from "../clock.ts";

/**
 * The syncer to race against. At each tick it reads everybody's status and
 * writes everybody's status, snooze and presence, as a published peer does. It
 * obeys every 429 and remembers nothing.
 */
export interface Tick {
  env: Record<string, string>;
  clock: Clock;
}

type Answer = Record<string, unknown>;

async function ask(
  { env, clock }: Tick,
  token: string,
  method: string,
  args: Answer = {},
): Promise<Answer> {
  const headers = {
    "Authorization": `Bearer ${token}`,
    "Content-Type": "application/json",
  };
  const init = { method: "POST", headers, body: JSON.stringify(args) };
  while (true) {
    const response = await fetch(`${env.SLACK_API_URL}${method}`, init);
    const answer = await response.json();
    if (response.status !== 429) return answer;
    await clock.sleep(Number(response.headers.get("retry-after")) * 1000);
  }
}

/** When each person's shift ends (Unix seconds), by e-mail: those on shift now. */
async function readEnds({ env, clock }: Tick): Promise<Map<string, number>> {
  const now = clock.now();
  const ends = new Map<string, number>();
  for (let offset = 0, more = true; more; offset += 100) {
    const query = `include[]=users&limit=100&offset=${offset}`;
    const response = await fetch(`${env.PAGERDUTY_API_URL}/oncalls?${query}`, {
      headers: { Authorization: `Token token=${env.PAGERDUTY_TOKEN}` },
    });
    const page = await response.json();
    for (const { user, start, end } of page.oncalls) {
      if (Date.parse(start) > now || Date.parse(end) <= now) continue;
      ends.set(user.email, Date.parse(end) / 1000);
    }
    more = page.more;
  }
  return ends;
}

/** One tick. `emails` by person, whose tokens are in `env`. */
export async function naiveSync(
  tick: Tick,
  emails: ReadonlyMap<string, string>,
): Promise<void> {
  const ends = await readEnds(tick);
  for (const [id, email] of emails) {
    const token = tick.env[`USER_TOKEN_${id}`]!;
    const end = ends.get(email) ?? 0;
    const num_minutes = Math.ceil((end - tick.clock.now() / 1000) / 60);
    await ask(tick, token, "users.profile.get");
    const profile = {
      status_text: end ? "On leave until further notice" : "",
      status_emoji: end ? ":palm_tree:" : "",
      status_expiration: end,
    };
    await ask(tick, token, "users.profile.set", { profile });
    if (end) await ask(tick, token, "dnd.setSnooze", { num_minutes });
    else await ask(tick, token, "dnd.endSnooze");
    const presence = end ? "away" : "auto";
    await ask(tick, token, "users.setPresence", { presence });
  }
}
