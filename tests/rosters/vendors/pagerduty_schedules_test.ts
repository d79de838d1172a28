import { assert, assertEquals } from "@std/assert";
import {
  NOT_FOUND,
  oncall,
  page,
  readWith,
  reference,
  schedule,
} from "../fake_pagerduty.ts";
import { at, type Handler, json, reasonOf } from "../fake_vendor.ts";

const ALONE = { source: { schedules: ["PALONE1"] } };
const REGINA = reference("PXPGF42", "Regina Phalange");

/** `/oncalls` lists nobody; the rest as given, by path, else not found. */
function provider(answers: Record<string, unknown>): Handler {
  return ({ path }) => {
    if (path === "/oncalls") return json(answers[path] ?? page([]));
    return path in answers ? json(answers[path]) : json(NOT_FOUND, 404);
  };
}

function entry(
  start: string | null,
  end: string | null,
  user: unknown = REGINA,
) {
  return { start, end, user };
}

Deno.test("a schedule without a policy is read itself, its users by id", async () => {
  const { reading, seen } = await readWith(
    provider({
      "/schedules/PALONE1": schedule("PALONE1", [
        entry("2015-03-07T08:00:00-05:00", "2015-03-07T17:00:00-05:00"),
        entry("2015-03-08T08:00:00-04:00", "2015-03-08T16:00:00-04:00"),
      ]),
      "/users/PXPGF42": {
        user: { ...REGINA, name: "Regina", email: "Regina@Example.com" },
      },
    }),
    ALONE,
  );
  const identity = {
    key: "pagerduty:PXPGF42",
    email: "regina@example.com",
    name: "Regina Phalange",
  };
  const common = {
    identity,
    state: "on_call",
    source: "pd",
    schedule: "PALONE1",
    label: "Weekend Rotation",
    level: 1,
  };
  assertEquals(reading.shifts, [
    {
      ...common,
      start: at("2015-03-07T13:00:00Z"),
      end: at("2015-03-07T22:00:00Z"),
    },
    {
      ...common,
      start: at("2015-03-08T12:00:00Z"),
      end: at("2015-03-08T20:00:00Z"),
    },
  ]);
  assertEquals(reading.unreadable, []);
  const paths = seen.map(({ path }) => path);
  assertEquals(paths, ["/oncalls", "/schedules/PALONE1", "/users/PXPGF42"]);
});

Deno.test("users of entries outside the window are not looked up", async () => {
  const { seen } = await readWith(
    provider({
      "/schedules/PALONE1": schedule("PALONE1", [
        entry("2015-02-07T08:00:00Z", "2015-03-06T21:00:00Z"),
      ]),
    }),
    ALONE,
  );
  assertEquals(seen.length, 2);
});

Deno.test("a user PagerDuty no longer has keeps the name and has no e-mail", async () => {
  const { reading } = await readWith(
    provider({
      "/schedules/PALONE1": schedule("PALONE1", [
        entry("2015-03-07T08:00:00Z", "2015-03-07T17:00:00Z"),
      ]),
    }),
    ALONE,
  );
  assertEquals(reading.shifts.map(({ identity }) => identity), [
    { key: "pagerduty:PXPGF42", email: null, name: "Regina Phalange" },
  ]);
});

Deno.test("a schedule that is not there is unreadable by itself, by name", async () => {
  const { reading } = await readWith(
    provider({ "/oncalls": page([oncall()]) }),
    { source: { schedules: ["PI7DH85", "PGONE11"] } },
  );
  assertEquals(reading.shifts.length, 1);
  assertEquals(reading.unreadable, [{
    source: "pd",
    schedule: "PGONE11",
    reason: "PagerDuty has no schedule PGONE11 that the API key in " +
      "PAGERDUTY_TOKEN can see (404): correct or remove it in the source pd " +
      "of shiftlight.config.ts",
    needs: "operator",
  }]);
});

Deno.test("a 404 to /oncalls itself is traced to its schedule", async () => {
  const { reading } = await readWith(
    ({ path }) =>
      path === "/schedules/PI7DH85"
        ? json(schedule("PI7DH85", [entry(null, null, oncall().user)]))
        : json(NOT_FOUND, 404),
    {
      source: { schedules: ["PI7DH85", "PGONE11"] },
    },
  );
  assertEquals(reading.shifts.map(({ schedule }) => schedule), ["PI7DH85"]);
  const names = reading.unreadable.map(({ schedule }) => schedule);
  assertEquals(names, ["PGONE11"]);
});

Deno.test("a readable schedule with nobody on it is a gap", async () => {
  const { reading } = await readWith(
    provider({ "/schedules/PALONE1": schedule("PALONE1", []) }),
    ALONE,
  );
  assertEquals(reading, {
    shifts: [],
    unreadable: [],
    rejected: [],
    schedules: [{
      source: "pd",
      schedule: "PALONE1",
      name: "Weekend Rotation",
    }],
  });
});

Deno.test("anything else wrong with a schedule or user makes the source unreadable", async () => {
  const shift = entry("2015-03-07T08:00:00Z", "2015-03-07T17:00:00Z");
  const fine = schedule("PALONE1", [shift]);
  const wrong: [string, () => Response, string][] = [
    ["/schedules/PALONE1", () => json({}, 500), "500"],
    ["/schedules/PALONE1", () => json({}, 403), "PAGERDUTY_TOKEN"],
    ["/schedules/PALONE1", () => json({}), "schedule: missing"],
    [
      "/schedules/PALONE1",
      () => json(schedule("POTHER1", [shift])),
      "schedule.id: expected PALONE1, received POTHER1",
    ],
    ["/users/PXPGF42", () => json({}, 503), "503"],
    [
      "/users/PXPGF42",
      () => json({ user: { id: "PXPGF42", email: 7 } }),
      "user.email: expected string, received 7",
    ],
  ];
  for (const [where, answer, said] of wrong) {
    const { reading } = await readWith(({ path }) => {
      if (path === where) return answer();
      return json(path === "/oncalls" ? page([]) : fine);
    }, ALONE);
    const reason = reasonOf(reading);
    assert(reason.includes(said), `${reason} lacks ${said}`);
  }
});

/** Cuts the entries off at both ends of what was asked, as PagerDuty does. */
function cutting(start: string, end: string): Handler {
  return ({ path, query }) => {
    if (path === "/oncalls") return json(page([]));
    const since = query.get("since") ?? "";
    const until = query.get("until") ?? "";
    const cut = entry(
      at(start) < at(since) ? since : start,
      at(end) > at(until) ? until : end,
      oncall().user,
    );
    return json(schedule("PALONE1", [cut]));
  };
}

Deno.test("a shift keeps its start and end from poll to poll", async () => {
  const polls = Array.from({ length: 40 }, (_, poll) => {
    const since = at("2015-03-06T21:07:13Z") + poll * 901;
    return { since, until: since + 48 * 3600 };
  });
  const spans: [string, string, number, number | null][] = [
    [
      "2015-03-02T09:00:00Z",
      "2015-03-30T09:00:00Z",
      at("2015-03-02T09:00:00Z"),
      null,
    ],
    // Longer than the look back: its start is out of sight, and stays so.
    ["2014-01-01T00:00:00Z", "2015-03-30T09:00:00Z", 0, null],
  ];
  for (const [from, to, start, end] of spans) {
    for (const window of polls) {
      const { reading } = await readWith(cutting(from, to), {
        ...ALONE,
        window,
      });
      const seen = reading.shifts.map((shift) => [shift.start, shift.end]);
      assertEquals(seen, [[start, end]]);
    }
  }
});
