import { HOUR } from "@std/datetime";

/**
 * The parts of Slack's and PagerDuty's APIs that one execution of each bundle
 * needs, on the loopback interface. There is one person, on call now. Stored items
 * can be read again.
 */
export interface LoopbackApi extends AsyncDisposable {
  slack: string;
  pagerduty: string;
  /** The paths asked for since this was last called. */
  takeAsked(): string[];
}

type Values = Record<string, unknown>;
/** Datastore to primary key to item. */
type Stored = Map<string, Map<string, Values>>;
/** Datastore to the name of its primary key. */
type Keys = Record<string, string>;

export const PERSON = "U0123456789";

export function loopbackApi(keys: Keys): LoopbackApi {
  const stored: Stored = new Map();
  const profile: Values = { status_text: "", status_emoji: "" };
  let asked: string[] = [];
  const server = Deno.serve(
    { hostname: "127.0.0.1", port: 0, onListen() {} },
    async (request) => {
      const { pathname } = new URL(request.url);
      asked.push(pathname);
      const [, api, ...path] = pathname.split("/");
      if (api === "pagerduty") return Response.json(pagerduty(path));
      const given = await argumentsOf(request);
      const method = path.join("/");
      const answer = datastore(stored, keys, method, given) ??
        slack(profile, method, given);
      return Response.json({ ok: true, ...answer });
    },
  );
  const base = `http://127.0.0.1:${server.addr.port}`;
  return {
    slack: `${base}/api/`,
    pagerduty: `${base}/pagerduty`,
    takeAsked() {
      const taken = asked;
      asked = [];
      return taken;
    },
    [Symbol.asyncDispose]: () => server.shutdown(),
  };
}

async function argumentsOf(request: Request): Promise<Values> {
  const entries = [...new URLSearchParams(await request.text())];
  return Object.fromEntries(
    entries.map(([key, value]) => [key, parsed(value)]),
  );
}

/** The client sends other values than text as JSON. */
function parsed(value: string): unknown {
  try {
    return JSON.parse(value);
  } catch {
    return value;
  }
}

function datastore(
  stored: Stored,
  keys: Keys,
  method: string,
  given: Values,
): Values | undefined {
  const [, action] = method.split("apps.datastore.");
  if (action === undefined) return undefined;
  const name = String(given.datastore);
  const items = stored.get(name) ?? new Map<string, Values>();
  stored.set(name, items);
  const ids = (given.ids ?? [given.id]) as string[];
  const put = (given.items ?? [given.item]) as Values[];
  switch (action) {
    case "put":
    case "bulkPut":
      for (const item of put) items.set(String(item[keys[name]!]), item);
      return { items: put, item: put[0] };
    case "get":
      return { item: items.get(ids[0]!) ?? {} };
    case "bulkGet":
      return { items: ids.flatMap((id) => items.get(id) ?? []) };
    case "query":
      return { items: [...items.values()], response_metadata: {} };
    case "delete":
    case "bulkDelete":
      for (const id of ids) items.delete(id);
      return {};
  }
  throw new Error(`${method} is not imitated`);
}

function slack(profile: Values, method: string, given: Values): Values {
  const user = {
    id: PERSON,
    name: "ann",
    tz: "Europe/London",
    profile: { ...profile, email: "ann@example.com", real_name: "Ann" },
  };
  switch (method) {
    case "users.profile.set":
      Object.assign(profile, given.profile);
      return { profile };
    case "users.profile.get":
      return { profile: user.profile };
    case "users.info":
    case "users.lookupByEmail":
      return { user };
    case "users.list":
      return { members: [user], response_metadata: {} };
    case "users.getPresence":
      return { presence: "active", manual_away: false };
    case "dnd.info":
      return { dnd_enabled: false, snooze_enabled: false };
    case "apps.auth.external.get":
      return { external_token: "xoxp-sample" };
    case "auth.test":
      return { user_id: PERSON, team_id: "T0123456789" };
    case "chat.postMessage":
      return { channel: given.channel, ts: "1.2" };
    case "workflows.triggers.create":
      return { trigger: { id: "Ft0123456789" } };
  }
  return {};
}

function pagerduty([collection, id]: string[]): Values {
  if (collection === "schedules" && id !== undefined) {
    return { schedule: { id, name: "Primary", summary: "Primary", users: [] } };
  }
  const entries = collection === "oncalls" ? [oncall()] : [];
  return { [collection!]: entries, limit: 100, offset: 0, more: false };
}

function oncall(): Values {
  const reference = (id: string, type: string, summary: string) => ({
    id,
    type,
    summary,
  });
  return {
    user: {
      ...reference("PXPGF42", "user", "Ann"),
      name: "Ann",
      email: "ann@example.com",
    },
    schedule: reference("PI7DH85", "schedule_reference", "Primary"),
    escalation_policy: reference("PT20YPA", "escalation_policy_reference", "P"),
    escalation_level: 1,
    start: instant(Date.now() - HOUR),
    end: instant(Date.now() + HOUR),
  };
}

function instant(ms: number): string {
  return new Date(ms).toISOString().replace(/\.\d+/, "");
}
