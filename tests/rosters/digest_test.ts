import { assert, assertEquals } from "@std/assert";
import { rosterDigest as digestOf } from "../../rosters/digest.ts";
import type { RosterShift } from "../../rosters/port.ts";
import { BOB, rosterShift } from "./roster_shift.ts";

const AT = 150;

/** By e-mail, and state: all texts are the same here. */
function rosterDigest(
  shifts: RosterShift[],
  unreadable: Parameters<typeof digestOf>[1],
  at: number,
): string {
  return digestOf(
    shifts,
    unreadable,
    at,
    ({ identity, state }) => `${identity.email ?? identity.key} ${state}`,
  );
}

const ONE = rosterShift();
const TWO = rosterShift({ identity: BOB, end: null });

Deno.test("the digest is SHA-256 in hexadecimal", () => {
  assert(/^[0-9a-f]{64}$/.test(rosterDigest([], [], AT)));
});

Deno.test("order, repetition and the order of a shift's keys do not change the digest", () => {
  const digest = rosterDigest([ONE, TWO], [
    { source: "a", schedule: null },
    { source: "b", schedule: "P1" },
  ], AT);
  const turned = Object.fromEntries(
    Object.entries(ONE).reverse(),
  ) as unknown as typeof ONE;
  const again = rosterDigest([TWO, turned, TWO], [
    { source: "b", schedule: "P1" },
    { source: "a", schedule: null },
  ], AT);
  assertEquals(again, digest);
});

Deno.test("the digest covers present shifts, not past or coming ones", () => {
  const digest = rosterDigest([ONE], [], AT);
  const past = rosterShift({ identity: BOB, start: 1, end: AT });
  const future = rosterShift({ identity: BOB, start: AT + 1, end: null });
  assertEquals(rosterDigest([past, ONE, future], [], AT), digest);
  assert(rosterDigest([past, ONE], [], AT - 1) !== digest);
  assert(rosterDigest([ONE, future], [], AT + 1) !== digest);
  assertEquals(rosterDigest([ONE], [], AT + 1), digest);
});

Deno.test("the digest covers everything that a status depends on", () => {
  const digest = rosterDigest([ONE], [], AT);
  const { identity } = ONE;
  const changes: Parameters<typeof rosterShift>[0][] = [
    { identity: { ...identity, key: "pagerduty:POTHER" } },
    { identity: { ...identity, email: null } },
    { state: "pto" },
    { start: 99 },
    { end: 201 },
    { end: null },
    { source: "other" },
    { schedule: "PS2" },
    { label: "Secondary" },
    { level: 2 },
  ];
  const digests = changes.map((change) =>
    rosterDigest([rosterShift(change)], [], AT)
  );
  assertEquals(new Set([digest, ...digests]).size, changes.length + 1);
});

Deno.test("the digest covers what is unreadable, not why", () => {
  const because = (reason: string) => [{ source: "a", schedule: null, reason }];
  const digest = rosterDigest([], because("500"), AT);
  assertEquals(rosterDigest([], because("502"), AT), digest);
  assert(rosterDigest([], [], AT) !== digest);
  const one = [{ source: "a", schedule: "P1" }];
  const whole = rosterDigest([], one, AT);
  assert(whole !== digest);
  const of = (identity: string) =>
    rosterDigest([], [{ source: "a", schedule: "P1", identity }], AT);
  assertEquals(new Set([whole, of("ical:Ann"), of("ical:Bob")]).size, 3);
});

Deno.test("the digest covers shifts that touch a present one, directly or not, up to a gap", () => {
  const digest = rosterDigest([ONE], [], AT);
  const next = rosterShift({ schedule: "PS2", start: 200, end: 250 });
  const after = rosterShift({ schedule: "PS3", start: 250, end: 300 });
  const chain = [ONE, next, after];
  const all = rosterDigest(chain, [], AT);
  const moved = { ...after, end: 301 };
  const gap = { ...next, end: 249 };
  const digests = [
    digest,
    all,
    rosterDigest([ONE, next], [], AT),
    rosterDigest([ONE, next, moved], [], AT),
    rosterDigest([ONE, gap, after], [], AT),
  ];
  assertEquals(new Set(digests).size, digests.length);
  assertEquals(rosterDigest([...chain].reverse(), [], AT), all);
  // Past the gap nothing is shown yet.
  const past = rosterDigest([ONE, gap, moved], [], AT);
  assertEquals(past, digests[4]);
});

Deno.test("touching shifts of the same e-mail count, not those of other people or states", () => {
  const digest = rosterDigest([ONE], [], AT);
  const next = rosterShift({ start: 200, end: 250, source: "ical" });
  const same = { ...next, identity: { ...ONE.identity, key: "email:alice" } };
  assert(rosterDigest([ONE, same], [], AT) !== digest);
  const others = [{ ...next, identity: BOB }, { ...next, state: "pto" }];
  for (const other of others) {
    assertEquals(rosterDigest([ONE, other], [], AT), digest);
  }
});

/** Two rotas that take turns, as seen through a window of 300 from `at` on. */
function rotaAt(at: number): RosterShift[] {
  return Array.from({ length: 100 }, (_, index) => {
    const start = 100 + 40 * index;
    const schedule = `PS${index % 2}`;
    return rosterShift({ schedule, start, end: start + 40 });
  }).filter(({ start, end }) => start < at + 300 && end! > at)
    .map((shift) => shift.end! >= at + 300 ? { ...shift, end: null } : shift);
}

Deno.test("the digest stays the same as the window moves along a long rota", () => {
  // From 100 to 140 the same one is on; 400 and 440 come into view.
  const digests = Array.from(
    { length: 40 },
    (_, second) => rosterDigest(rotaAt(100 + second), [], 100 + second),
  );
  assertEquals(new Set(digests).size, 1);
  assert(rosterDigest(rotaAt(140), [], 140) !== digests[0]);
});

const MONDAY = Date.parse("2026-03-02T00:00:00Z") / 1000;
const DAY_LONG = rosterShift({
  start: MONDAY,
  end: MONDAY + 86_400,
  days: { from: "2026-03-02", until: "2026-03-03" },
});

Deno.test("whole days are under way if it is that day anywhere", () => {
  const none = rosterDigest([], [], MONDAY);
  const of = (hours: number) =>
    rosterDigest([DAY_LONG], [], MONDAY + hours * 3600);
  const during = [-14, -1, 0, 12, 24, 35.9].map(of);
  assertEquals(new Set(during).size, 1);
  assert(during[0] !== none);
  assertEquals([of(-14.1), of(36)], [none, none]);
});

Deno.test("whole days count by their dates, not by the zone they were read in", () => {
  const digest = rosterDigest([DAY_LONG], [], MONDAY);
  const inTokyo = { ...DAY_LONG, start: MONDAY - 32_400, end: MONDAY + 54_000 };
  assertEquals(rosterDigest([inTokyo], [], MONDAY), digest);
  const longer = { from: "2026-03-02", until: "2026-03-04" };
  const two = { ...DAY_LONG, days: longer };
  assert(rosterDigest([two], [], MONDAY) !== digest);
  // An end that is not known yet is none, wherever the source cut it off.
  const cut = { ...two, end: null };
  const later = { ...cut, days: { ...longer, until: "2026-03-09" } };
  assertEquals(
    rosterDigest([later], [], MONDAY),
    rosterDigest([cut], [], MONDAY),
  );
});

Deno.test("shifts that may touch whole days in some zone count", () => {
  const digest = rosterDigest([DAY_LONG], [], MONDAY);
  const hours = (from: number, until: number) =>
    rosterShift({ start: MONDAY + from * 3600, end: MONDAY + until * 3600 });
  // It is the evening of that day in Los Angeles until then.
  const night = rosterDigest([DAY_LONG, hours(32, 40)], [], MONDAY);
  assert(night !== digest);
  assert(rosterDigest([DAY_LONG, hours(32, 41)], [], MONDAY) !== night);
  assertEquals(rosterDigest([DAY_LONG, hours(60, 70)], [], MONDAY), digest);
  // Which of two it touches depends on where: both count.
  const last = hours(30, 36);
  const two = rosterDigest([DAY_LONG, hours(26, 27), last], [], MONDAY);
  const longer = rosterDigest([DAY_LONG, hours(26, 28), last], [], MONDAY);
  assert(two !== longer);
});

Deno.test("a name counts if nothing else identifies the person", () => {
  const bare = { ...ONE.identity, email: null };
  const digest = rosterDigest([{ ...ONE, identity: bare }], [], AT);
  const renamed = { ...ONE, identity: { ...bare, name: "Al" } };
  assert(rosterDigest([renamed], [], AT) !== digest);
  const known = { ...ONE, identity: { ...ONE.identity, name: "Al" } };
  assertEquals(
    rosterDigest([known], [], AT),
    rosterDigest([ONE], [], AT),
  );
});

Deno.test("another Slack id with the same e-mail is a change", () => {
  const as = (slackId: string) => {
    const { identity } = rosterShift();
    return rosterDigest(
      [rosterShift({ identity: { ...identity, slackId } })],
      [],
      150,
    );
  };
  assertEquals(as("UANN"), as("UANN"));
  assert(as("UANN") !== as("UBOB"));
});
