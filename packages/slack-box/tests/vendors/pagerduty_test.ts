import { assert, assertEquals } from "@std/assert";
import { parseSchedules } from "../../scenario.ts";
import { pagerDutyStandIn } from "../../vendors/pagerduty/pagerduty.ts";
import { Roster } from "../../vendors/roster.ts";
import { START_MS } from "../fixture/workspace.ts";

const AUTHORIZATION = "Token token=secret";

const SCHEDULES = [
  {
    id: "P1",
    name: "Payments",
    shifts: [
      {
        email: "alice@example.com",
        start: "2026-03-02T07:00:00Z",
        end: "2026-03-02T09:00:00Z",
      },
      {
        email: "bob@example.com",
        start: "2026-03-02T09:00:00Z",
        end: "2026-03-02T17:00:00Z",
        level: 2,
      },
      { email: "root@example.com", start: null, end: null },
    ],
  },
  {
    id: "P2",
    name: "Search",
    shifts: [{
      email: "alice@example.com",
      start: "2026-03-02T17:00:00Z",
      end: "2026-03-02T09:30:00Z",
    }],
  },
];

function asker(
  rates: "none" | "documented" = "none",
  schedules: unknown = SCHEDULES,
) {
  const parsed = parseSchedules(schedules);
  const roster = new Roster(parsed, new Map());
  const provider = pagerDutyStandIn({ roster, token: "secret", rates });
  return (path: string, authorization = AUTHORIZATION, nowMs = START_MS) => {
    const url = new URL(path, "http://provider");
    const answer = provider.answer({
      method: "GET",
      path: url.pathname,
      query: url.searchParams,
      header: (name) => name === "authorization" ? authorization : null,
    }, nowMs);
    // deno-lint-ignore no-explicit-any
    return answer as { status: number; headers: any; body: any };
  };
}

/** Each entry as `schedule email start`. */
// deno-lint-ignore no-explicit-any
function brief({ body }: { body: any }): string[] {
  return body.oncalls.map((
    one: { schedule: { id: string }; user: { summary: string }; start: string },
  ) => `${one.schedule.id} ${one.user.summary} ${one.start}`);
}

Deno.test("on-calls of now are the default, whole and unclipped", () => {
  const ask = asker();
  const answer = ask("/oncalls?schedule_ids[]=P1");
  assertEquals(brief(answer), [
    "P1 alice 2026-03-02T07:00:00Z",
    "P1 root null",
  ]);
  const [entry] = answer.body.oncalls;
  assertEquals(entry.end, "2026-03-02T09:00:00Z");
  assertEquals(entry.escalation_level, 1);
  assertEquals(entry.escalation_policy.type, "escalation_policy_reference");
  assertEquals(entry.user.type, "user_reference");
  assertEquals(entry.user.email, undefined);
  assertEquals(answer.body.oncalls[1].end, null);
  assertEquals(answer.body.more, false);
  assertEquals(answer.body.total, null);
});

Deno.test("on-calls of a window, with users, of known schedules only", () => {
  const ask = asker();
  const window = "since=2026-03-02T09:00:00Z&until=2026-03-02T10:00:00Z";
  const both = "schedule_ids[]=P1&schedule_ids[]=PNONE";
  const answer = ask(`/oncalls?${both}&${window}&include[]=users`);
  assertEquals(brief(answer), [
    "P1 bob 2026-03-02T09:00:00Z",
    "P1 root null",
  ]);
  assertEquals(answer.body.oncalls[0].user.email, "bob@example.com");
  assertEquals(answer.body.oncalls[0].escalation_level, 2);
  // A shift that ends before it starts is served as it is.
  const inverted = ask(`/oncalls?schedule_ids[]=P2&${window}`).body.oncalls[0];
  assertEquals(inverted.start, "2026-03-02T17:00:00Z");
  assertEquals(inverted.end, "2026-03-02T09:30:00Z");
  assertEquals(ask("/oncalls?schedule_ids[]=PNONE").body.oncalls, []);
});

Deno.test("earliest keeps one entry for each person and level", () => {
  const shift = (start: string, end: string) => ({
    email: "a@example.com",
    start: `2026-03-02T${start}:00Z`,
    end: `2026-03-02T${end}:00Z`,
  });
  const ask = asker("none", [{
    id: "P1",
    name: "One",
    shifts: [shift("12:00", "13:00"), shift("10:00", "11:00")],
  }]);
  const until = "until=2026-03-03T00:00:00Z";
  assertEquals(brief(ask(`/oncalls?${until}`)).length, 2);
  assertEquals(brief(ask(`/oncalls?${until}&earliest=true`)), [
    "P1 a 2026-03-02T10:00:00Z",
  ]);
});

Deno.test("pages run to the end, and no further than the provider allows", () => {
  const shifts = Array.from({ length: 230 }, (_, n) => ({
    email: `p${String(n).padStart(3, "0")}@example.com`,
    start: "2026-03-02T07:00:00Z",
    end: "2026-03-02T09:00:00Z",
  }));
  const ask = asker("none", [{ id: "P1", name: "One", shifts }]);
  const seen = new Set<string>();
  let offset = 0;
  for (let more = true; more; offset += 100) {
    const { body } = ask(`/oncalls?limit=100&offset=${offset}`);
    for (const { user } of body.oncalls) seen.add(user.id);
    assertEquals(body.offset, offset);
    more = body.more;
  }
  assertEquals(seen.size, 230);
  assertEquals(offset, 300);
  assertEquals(ask("/oncalls").body.oncalls.length, 25);
  assertEquals(ask("/oncalls?total=true").body.total, 230);
  assertEquals(ask("/users?limit=100&offset=200").body.users.length, 30);
  for (
    const query of [
      "limit=101",
      "limit=0",
      "limit=ten",
      "offset=-1",
      "limit=100&offset=9901",
      "since=yesterday",
      "since=2026-03-02T09:00:00Z&until=2026-03-02T08:00:00Z",
      "until=2026-08-02T08:00:00Z",
    ]
  ) {
    const { status, body } = ask(`/oncalls?${query}`);
    assertEquals(status, 400, query);
    assertEquals(body.error.code, 2001);
  }
  assertEquals(ask("/oncalls?limit=100&offset=9900").status, 200);
});

Deno.test("schedules and users are listed and read", () => {
  const ask = asker();
  const { body } = ask("/schedules?query=pay");
  assertEquals(body.schedules.length, 1);
  assertEquals(body.schedules[0].name, "Payments");
  assertEquals(body.schedules[0].users.length, 3);
  const rendered = ask(
    "/schedules/P1?since=2026-03-02T08:00:00Z&until=2026-03-02T10:00:00Z",
  ).body.schedule.final_schedule.rendered_schedule_entries;
  assertEquals(
    rendered.map((
      one: { start: string; end: string; user: { summary: string } },
    ) => [one.user.summary, one.start.slice(11, 16), one.end.slice(11, 16)]),
    [
      ["alice", "08:00", "09:00"],
      ["bob", "09:00", "10:00"],
      ["root", "08:00", "10:00"],
    ],
  );
  const { id } = rendered[0].user;
  assertEquals(ask(`/users/${id}`).body.user.email, "alice@example.com");
});

Deno.test("an unknown address is 404, and a wrong credential 401", () => {
  const ask = asker();
  const missing = { error: { message: "Not Found", code: 2100 } };
  for (const path of ["/schedules/PNONE", "/users/PNONE", "/teams", "/"]) {
    const { status, body } = ask(path);
    assertEquals([status, body], [404, missing], path);
  }
  for (const authorization of ["", "Token token=wrong", "secret"]) {
    const { status, body } = ask("/oncalls", authorization);
    assertEquals([status, body.error.code], [401, 2006]);
    assert(body.error.message.startsWith("Unauthorized"));
  }
  assertEquals(ask("/oncalls", "Bearer secret").status, 200);
});

Deno.test("960 requests a minute, when rates are enforced", () => {
  const ask = asker("documented");
  for (let n = 0; n < 960; n++) {
    assertEquals(ask("/users", AUTHORIZATION, START_MS + n).status, 200);
  }
  const limited = ask("/users", AUTHORIZATION, START_MS + 30_000);
  assertEquals(limited.status, 429);
  assertEquals(limited.body.error, {
    message: "Rate Limit Exceeded",
    code: 2020,
  });
  assertEquals(limited.headers["ratelimit-remaining"], "0");
  assertEquals(limited.headers["ratelimit-reset"], "30");
  assertEquals(ask("/users", AUTHORIZATION, START_MS + 60_000).status, 200);
  const free = asker("none");
  for (let n = 0; n < 1_000; n++) assertEquals(free("/users").status, 200);
});
