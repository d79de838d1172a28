import { assert, assertEquals } from "@std/assert";
import {
  oncall,
  page,
  readWith,
  reference,
  TOKEN,
  WINDOW,
} from "../fake_pagerduty.ts";
import { at, HOST, json } from "../fake_vendor.ts";

const TIM = {
  key: "pagerduty:PT23IWX",
  email: "tim.wright@example.com",
  name: "Tim Wright",
};

Deno.test("the documented on-call becomes a shift", async () => {
  const { reading } = await readWith(() => json(page([oncall()])));
  assertEquals(reading, {
    shifts: [{
      identity: TIM,
      state: "on_call",
      start: at("2015-03-06T20:28:51Z"),
      end: at("2015-03-07T20:28:51Z"),
      source: "pd",
      schedule: "PI7DH85",
      label: "Daily Engineering Rotation",
      level: 2,
    }],
    unreadable: [],
    rejected: [],
    schedules: [{
      source: "pd",
      schedule: "PI7DH85",
      name: "Daily Engineering Rotation",
    }],
  });
});

Deno.test("asks for the schedules, the window, users and 100 a page", async () => {
  const source = { schedules: ["PI7DH85", "PI7DH86", "PI7DH85"] };
  const other = { id: "PI7DH86", summary: "Second" };
  const { seen } = await readWith(
    () => json(page([oncall(), oncall({ schedule: other })])),
    { source },
  );
  const [call, ...more] = seen;
  assertEquals(more.length, 0);
  assert(call);
  assertEquals(call.path, "/oncalls");
  assertEquals(call.query.getAll("schedule_ids[]"), ["PI7DH85", "PI7DH86"]);
  assertEquals(call.query.getAll("include[]"), ["users"]);
  assertEquals(call.query.get("since"), "2015-03-06T21:00:00Z");
  assertEquals(call.query.get("until"), "2015-03-08T21:00:00Z");
  assertEquals(call.query.get("limit"), "100");
  assertEquals(call.headers.get("authorization"), `Token token=${TOKEN}`);
  assertEquals(
    call.headers.get("accept"),
    "application/vnd.pagerduty+json;version=2",
  );
});

Deno.test("the region decides the host, the environment may replace it", async () => {
  const env = { PAGERDUTY_TOKEN: TOKEN };
  const answer = () => json(page([oncall()]));
  for (
    const [region, host] of [
      ["us", "https://api.pagerduty.com"],
      ["eu", "https://api.eu.pagerduty.com"],
    ] as const
  ) {
    const { reading } = await readWith(answer, {
      source: { region },
      env,
      host,
    });
    assertEquals(reading.unreadable, []);
  }
  const stand_in = { ...env, PAGERDUTY_API_URL: `${HOST}/pagerduty/` };
  const { seen } = await readWith(answer, { env: stand_in });
  assertEquals(seen[0]?.path, "/pagerduty/oncalls");
});

Deno.test("one shift under several policies and levels is one, at its lowest level", async () => {
  const answer = page([
    oncall({ escalation_level: 3 }),
    oncall({ escalation_level: 1, escalation_policy: { id: "POTHER" } }),
    oncall({ escalation_level: 2, start: "2015-03-06T20:28:51Z" }),
  ]);
  const { reading } = await readWith(() => json(answer));
  assertEquals(reading.shifts.map(({ level }) => level), [1]);
});

Deno.test("shifts that touch become one, other people and other schedules stay apart", async () => {
  const source = { schedules: ["PI7DH85", "PI7DH86"] };
  const next = {
    start: "2015-03-07T15:28:51-05:00",
    end: "2015-03-07T18:00:00-05:00",
  };
  const { reading } = await readWith(() =>
    json(page([
      oncall(),
      oncall(next),
      oncall({ user: { ...oncall().user, id: "PANOTHER" } }),
      oncall({ schedule: { id: "PI7DH86", summary: "Second" } }),
    ])), { source });
  const joined = reading.shifts.filter(({ end }) =>
    end === at("2015-03-07T23:00:00Z")
  );
  assertEquals([joined.length, reading.shifts.length], [1, 3]);
});

Deno.test("permanent on call has start 0 and no end", async () => {
  const forever = oncall({ start: null, end: null });
  const { reading } = await readWith(() => json(page([forever])));
  const [shift] = reading.shifts;
  assertEquals([shift?.start, shift?.end], [0, null]);
});

Deno.test("an end at or past the window is unknown, one before it is not", async () => {
  const ends = [
    ["2015-03-08T20:59:59Z", at("2015-03-08T20:59:59Z")],
    ["2015-03-08T21:00:00Z", null],
    ["2015-03-15T00:00:00Z", null],
  ] as const;
  for (const [end, expected] of ends) {
    const { reading } = await readWith(() => json(page([oncall({ end })])));
    assertEquals(reading.shifts.map((shift) => shift.end), [expected]);
  }
});

Deno.test("entries outside the window, of other schedules and of none do not count", async () => {
  const { reading } = await readWith(() =>
    json(page([
      oncall(),
      oncall({ start: "2015-03-01T00:00:00Z", end: "2015-03-06T21:00:00Z" }),
      oncall({ start: "2015-03-08T21:00:00Z", end: "2015-03-09T00:00:00Z" }),
      oncall({ schedule: { id: "PSTRANGE", summary: "Not asked for" } }),
      oncall({ schedule: null, start: null, end: null }),
    ]))
  );
  assertEquals(reading.shifts.length, 1);
  assertEquals(reading.rejected, []);
});

Deno.test("an entry that ends before or when it starts is rejected, once, by name", async () => {
  const backwards = {
    start: "2015-03-07T12:00:00Z",
    end: "2015-03-07T11:00:00Z",
  };
  const empty = { start: "2015-03-07T12:00:00Z", end: "2015-03-07T12:00:00Z" };
  const { reading } = await readWith(() =>
    json(page([
      oncall(empty),
      oncall(backwards),
      oncall({ ...backwards, escalation_level: 1 }),
      oncall(),
    ]))
  );
  assertEquals(reading.shifts.length, 1);
  const who = "Tim Wright on Daily Engineering Rotation (PI7DH85)";
  assertEquals(reading.rejected, [
    {
      source: "pd",
      reason:
        `${who} from 2015-03-07T12:00:00Z to 2015-03-07T11:00:00Z: it ends before it starts`,
    },
    {
      source: "pd",
      reason:
        `${who} from 2015-03-07T12:00:00Z to 2015-03-07T12:00:00Z: it ends when it starts`,
    },
  ]);
});

Deno.test("the reading does not depend on PagerDuty's order", async () => {
  const entries = [
    oncall({ escalation_level: 1 }),
    oncall({ escalation_level: 2 }),
    oncall({ start: "2015-03-07T00:00:00Z" }),
    oncall({ user: { ...oncall().user, id: "PANOTHER", name: "A" } }),
    oncall({ user: { ...oncall().user, id: "PANOTHER", summary: "B" } }),
    oncall({ user: reference("PT23IWX", "Old name") }),
    oncall({ start: null, end: null }),
    oncall({ start: "2015-03-08T00:00:00Z", end: "2015-03-07T00:00:00Z" }),
  ];
  const { reading } = await readWith(() => json(page(entries)));
  assertEquals(reading.shifts.length, 3);
  for (let turn = 1; turn < entries.length; turn++) {
    const turned = [...entries.slice(turn), ...entries.slice(0, turn)];
    for (const order of [turned, [...turned].reverse()]) {
      const again = await readWith(() => json(page(order)));
      assertEquals(again.reading, reading);
    }
  }
});

Deno.test("without a schedule nothing is asked", async () => {
  const { reading, seen } = await readWith(
    () => json(page([oncall()])),
    { source: { schedules: [] }, window: WINDOW },
  );
  assertEquals(seen.length, 0);
  assertEquals(reading, {
    shifts: [],
    unreadable: [],
    rejected: [],
    schedules: [],
  });
});
