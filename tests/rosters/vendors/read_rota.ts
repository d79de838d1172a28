import config from "../../../shiftlight.config.ts";
import manifest from "../../../manifest.ts";
import { systemClock } from "../../../clock.ts";
import { readRosters } from "../../../rosters/read_rosters.ts";

/**
 * Reads the rosters of shiftlight.config.ts, with Rota's API answering, and
 * prints what came of it. For a copy of the project to which
 * docs/how-to/add_a_roster_vendor.md has added Rota.
 */
const asked: string[] = [];

globalThis.fetch = (input, init) => {
  const request = new Request(input, init);
  const { host, pathname, searchParams } = new URL(request.url);
  asked.push(`${host}${pathname}`);
  if (request.headers.get("authorization") !== "Bearer rota-token") {
    return Promise.resolve(Response.json({ message: "who?" }, { status: 401 }));
  }
  return Promise.resolve(Response.json(answerTo(pathname, searchParams)));
};

/** Two pages of rotas, and one shift on each of them. */
function answerTo(path: string, query: URLSearchParams): unknown {
  if (path === "/v1/rotas") {
    return query.get("cursor") === null
      ? { rotas: [{ id: "r1", name: "Second line" }], next_cursor: "2" }
      : { rotas: [{ id: "r2", name: "First line" }], next_cursor: null };
  }
  const person = { id: path, name: "Ann", email: "ann@example.com" };
  const [starts_at, ends_at] = ["2026-03-02T09:00:00Z", "2026-03-02T17:00:00Z"];
  return { shifts: [{ person, starts_at, ends_at }] };
}

const since = Date.parse("2026-03-02T08:00:00Z") / 1000;

function read(env: Record<string, string>) {
  return readRosters(
    config.sources,
    Object.keys(config.states),
    { since, until: since + 86_400 },
    { env, timeZone: "UTC", stopAtMs: Infinity, clock: systemClock },
  );
}

const reading = await read({ ROTA_TOKEN: "rota-token" });
const { unreadable } = await read({ ROTA_TOKEN: "another-token" });
console.log(JSON.stringify({
  domains: manifest.outgoing_domains,
  asked: [...new Set(asked)],
  shifts: reading.shifts,
  schedules: reading.schedules,
  unreadable: reading.unreadable,
  refused: unreadable.map(({ reason }) => reason),
}));
