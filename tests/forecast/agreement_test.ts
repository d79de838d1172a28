import { assert, assertEquals } from "@std/assert";
import fc from "fast-check";
import { consentToAll, forecast } from "../../forecast/forecast.ts";
import { connect } from "../../packages/slack-box/network.ts";
import { shiftlight } from "../../packages/slack-box/shiftlight.ts";
import { VENDOR_KINDS } from "../../packages/slack-box/vendors/kinds.ts";
import { LEAST_GRACE_SECONDS } from "../../reconciler/expiry.ts";
import type { Shift } from "../../reconciler/shift.ts";
import { closeGaps } from "../../intervals.ts";
import { lookupKeysBy } from "../../rosters/lookup_key.ts";
import { identitiesOf, mapPeople } from "../../rosters/map_people.ts";
import { readRosters } from "../../rosters/read_rosters.ts";
import { configFor } from "../../config/overlay.ts";
import config from "../../shiftlight.config.ts";
import { SECONDS_PER_HOUR } from "../../time.ts";
import { inSession, type Session } from "../sync/session.ts";
import { person } from "../sync/day.ts";

/**
 * The same rosters at each run. `FORECAST_SEED=7 deno task test tests/forecast`
 * plays others.
 */
const SEED = Number(Deno.env.get("FORECAST_SEED") ?? 4);
const ROSTERS = Number(Deno.env.get("FORECAST_ROSTERS") ?? 20);

/** The night after, clocks change in London and Berlin. */
const START = Date.parse("2026-03-28T06:00:00Z") / 1000;
const HOURS = 60;
const AHEAD_HOURS = 30;

const PEOPLE = [
  { name: "ann", tz: "Europe/London" },
  { name: "bob", tz: "America/New_York" },
  { name: "cat", tz: "Asia/Kolkata" },
];

const SCHEDULES = [
  { id: "P_calls", name: "Payments", state: "on_call", vendor: "pagerduty" },
  { id: "O_calls", name: "Search", state: "on_call", vendor: "opsgenie" },
  { id: "J_calls", name: "Ledger", state: "on_call", vendor: "json" },
  { id: "G_calls", name: "Storage", state: "on_call", vendor: "grafana" },
  { id: "P_focus", name: "Focus", state: "focus", vendor: "pagerduty" },
  { id: "I_freeze", name: "Freeze", state: "deploy_freeze", vendor: "ical" },
  { id: "J_leave", name: "Leave", state: "pto", vendor: "json", days: true },
  { id: "B_leave", name: "Days", state: "pto", vendor: "bamboohr", days: true },
] as const;

/** As `SHIFTLIGHT_CONFIG` would have it: backups show a text of their own. */
const SETTINGS = {
  states: {
    ...config.states,
    on_call: {
      ...config.states.on_call!,
      level_texts: { "2": "Backup for {label} until {until}" },
    },
  },
  limits: {
    ...config.limits,
    roster_hours: AHEAD_HOURS,
    rates: "none",
  },
};

interface RandomShift {
  name: number;
  schedule: number;
  /** Minutes since the start. */
  start: number;
  minutes: number | null;
  level: number;
}

const steps = (least: number, most: number, minutes: number) =>
  fc.integer({ min: least, max: most }).map((count) => count * minutes);

const shift: fc.Arbitrary<RandomShift> = fc.record({
  name: fc.nat(PEOPLE.length - 1),
  schedule: fc.nat(SCHEDULES.length - 1),
  start: fc.oneof(
    steps(-4, HOURS, 60),
    steps(-4 * 12, HOURS * 12, 5),
  ),
  minutes: fc.option(
    fc.oneof(steps(1, 12, 60), steps(4, 60, 7), steps(24, 60, 60)),
    { freq: 12 },
  ),
  level: fc.constantFrom(1, 1, 2),
});

/** Some shifts follow or overlap one of the same person. */
const shifts: fc.Arbitrary<RandomShift[]> = fc.array(
  fc.tuple(
    shift,
    fc.option(fc.record({
      schedule: fc.nat(SCHEDULES.length - 1),
      overlap: fc.constantFrom(0, 0, 30, 1),
      minutes: steps(1, 10, 60),
    })),
  ),
  { minLength: 5, maxLength: 12 },
).map((drawn) =>
  drawn.flatMap(([one, next]) =>
    next === null || one.minutes === null ? [one] : [one, {
      ...one,
      schedule: next.schedule,
      start: one.start + one.minutes - next.overlap,
      minutes: next.minutes,
    }]
  )
);

const iso = (seconds: number) =>
  new Date(seconds * 1000).toISOString().replace(".000Z", "Z");

/** The shifts as a scenario has them. A vendor of whole days gets the day and the next. */
function rosterOf(drawn: readonly RandomShift[]) {
  return SCHEDULES.map((schedule, index) => {
    const { id, name, state, vendor } = schedule;
    const hasDays = "days" in schedule;
    const written = (seconds: number) =>
      hasDays ? iso(seconds).slice(0, 10) : iso(seconds);
    return {
      ...{ id, name, state, vendor },
      shifts: drawn.filter((each) => each.schedule === index).map((each) => {
        const start = START + each.start * 60;
        const minutes = each.minutes === null && hasDays ? 60 : each.minutes;
        const end = minutes === null
          ? null
          : start + minutes * 60 + (hasDays ? 24 * SECONDS_PER_HOUR : 0);
        return {
          email: `${PEOPLE[each.name]!.name}@example.com`,
          start: written(start),
          end: end === null ? null : written(end),
          level: each.level,
        };
      }),
    };
  });
}

/** The rosters as the vendors of a workspace give them, in Slack's terms. */
async function readShifts(session: Session, from: number): Promise<Shift[]> {
  const { workspace } = session;
  const { host, disconnect } = connect({
    handle: (request) => workspace.handle(request),
    handleFromExecution: () => Promise.reject(new Error("no execution")),
  });
  try {
    const vendors = Object.entries(VENDOR_KINDS).map(([name, { token }]) => ({
      ...{ name: name as keyof typeof VENDOR_KINDS, token },
      url: `http://${host}/${name}`,
    }));
    const env = shiftlight.environment!({
      ...{ vendors, state: workspace.state, extraConfig: SETTINGS },
      ...{ functionLimitSeconds: 60, rates: "none" as const },
      scenario: { app: { operators: [], admin_tokens: [], talk: true } },
      schedules: rosterOfWorkspace(session),
    } as never);
    const own = configFor(config, env);
    const reading = await readRosters(
      own.sources,
      Object.keys(own.states),
      { since: from, until: START + (HOURS + AHEAD_HOURS) * SECONDS_PER_HOUR },
      {
        env,
        timeZone: own.time_zone,
        stopAtMs: workspace.clock.now() + 40_000,
        clock: {
          now: () => workspace.clock.now(),
          sleep: () => Promise.resolve(),
          deadline: () => new AbortController().signal,
        },
      },
    );
    assertEquals([reading.unreadable, reading.rejected], [[], []]);
    const lookUps = new Map(
      identitiesOf(reading.shifts).map(({ key, email }) => {
        const { name, tz } = PEOPLE.find((each) =>
          email === `${each.name}@example.com`
        )!;
        const id = `U${name.toUpperCase()}`;
        return [key, {
          ok: true as const,
          person: { id, name, time_zone: tz },
        }];
      }),
    );
    const mapped = mapPeople(
      reading.shifts.map((each) =>
        each.days === undefined
          ? each
          : { ...each, listed: { start: each.start, end: each.end } }
      ),
      lookupKeysBy(own),
      lookUps,
      own.time_zone,
    );
    return closeGaps(
      mapped.shifts,
      ({ person, state }) => `${person} ${state}`,
    );
  } finally {
    disconnect();
  }
}

const current = new WeakMap<Session, ReturnType<typeof rosterOf>>();

/** The schedules as the configuration needs them: ids, vendors and states. */
function rosterOfWorkspace(session: Session) {
  return current.get(session)!.map(({ id, name, vendor, state }) => ({
    ...{ id, name, vendor, shifts: [] },
    app: { state },
  }));
}

/** What was compared, so that a test that compares nothing is noticed. */
const seen = { compared: 0, shown: 0, joined: 0, cut: 0 };

async function compare(drawn: readonly RandomShift[]): Promise<void> {
  const roster = rosterOf(drawn);
  const setting = {
    now: iso(START),
    people: PEOPLE.map(({ name, tz }) => person(name, { tz })),
    schedules: roster,
  };
  await inSession(setting, async (session) => {
    current.set(session, roster);
    const first = (await session.to(iso(START + 16 * 60)))
      .find(({ workflow }) => workflow === "sync")!;
    const from = Math.floor(Date.parse(first.at) / 1000);
    const until = START + HOURS * SECONDS_PER_HOUR;
    const all = await readShifts(session, from);
    const forecasts = PEOPLE.map(({ name, tz }) => {
      const id = `U${name.toUpperCase()}`;
      return forecast({
        person: { id, name, time_zone: tz },
        shifts: all.filter((each) => each.person === id),
        consent: consentToAll(id, SETTINGS.states),
        claim: null,
        rules: SETTINGS.states,
        graceSeconds: LEAST_GRACE_SECONDS,
        aheadSeconds: AHEAD_HOURS * SECONDS_PER_HOUR,
        ...{ from, until },
      });
    });
    const changes = all.flatMap(({ start, end }) => [start, end ?? 0]);
    // A run takes seconds, so no other one may be due meanwhile.
    const isCalm = (at: number) =>
      !changes.some((each) => at < each && each <= at + 60);
    const instants = [...new Set(changes)].sort((a, b) => a - b)
      .filter((at) => at > from + 900 && at + 60 < until && isCalm(at));
    for (const instant of instants) {
      const at = instant + 60;
      await session.to(iso(at));
      const people = await session.people();
      for (const [index, { shown }] of forecasts.entries()) {
        const now = shown.find((each) =>
          each.from <= at && at < (each.to ?? Infinity)
        );
        const { status } = people[index]!;
        seen.compared++;
        if (status.text !== "") seen.shown++;
        if (now?.shift.joined) seen.joined++;
        assertEquals(
          { text: now?.text ?? "", emoji: now?.emoji ?? "" },
          { text: status.text, emoji: status.emoji },
          `${people[index]!.name} at ${iso(at)}`,
        );
      }
    }
  }, { extraConfig: () => SETTINGS, rates: "none" });
}

Deno.test("property: a forecast says what the app shows a minute after each start and end", async () => {
  await fc.assert(fc.asyncProperty(shifts, compare), {
    numRuns: ROSTERS,
    seed: SEED,
    endOnFailure: true,
  });
  const counts = JSON.stringify(seen);
  assert(seen.compared > 10 * ROSTERS, counts);
  assert(seen.shown > 5 * ROSTERS && seen.joined > ROSTERS, counts);
});
