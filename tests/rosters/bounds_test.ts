import { assert, assertEquals } from "@std/assert";
import { withinBounds } from "../../rosters/bounds.ts";
import type { RosterReading } from "../../rosters/port.ts";
import type { ValidatedSource } from "../../rosters/sources.ts";
import { rosterShift } from "./roster_shift.ts";

const SOURCE: ValidatedSource<"pagerduty"> = {
  type: "pagerduty",
  id: "pd",
  state: "on_call",
  schedules: ["y_NbAkKc66ryYTWUXYEu", "P1"],
  escalation_policies: [],
  levels: null,
  region: "us",
  token: "PAGERDUTY_TOKEN",
};

function bounded(reading: Partial<RosterReading>): RosterReading {
  const none = { shifts: [], unreadable: [], rejected: [], schedules: [] };
  return withinBounds({ ...none, ...reading }, SOURCE);
}

const LONG = "x".repeat(420_000);

Deno.test("every text of a source becomes one line, and names are cut", () => {
  const bad = "a\r\n\u202Eb\u0000";
  const identity = { key: `json:${bad}`, email: null, name: bad + LONG };
  const shift = rosterShift({ identity, schedule: bad, label: bad + LONG });
  const where = { source: "pd", schedule: bad };
  const read = bounded({
    shifts: [shift],
    unreadable: [{ ...where, identity: bad, reason: bad + LONG }],
    rejected: [{ source: "pd", reason: bad }],
    schedules: [{ ...where, name: bad + LONG }],
  });
  const cut = `a b ${"x".repeat(195)}\u2026`;
  const [only] = read.shifts;
  assertEquals([only?.schedule, only?.label], ["a b", cut]);
  assertEquals(only?.identity, { key: "json:a b", email: null, name: cut });
  const [unread] = read.unreadable;
  assertEquals([unread?.schedule, unread?.identity], ["a b", "a b"]);
  assertEquals(unread?.reason.length, 1000);
  assertEquals(read.rejected, [{ source: "pd", reason: "a b" }]);
  assertEquals(read.schedules, [{ source: "pd", schedule: "a b", name: cut }]);
});

Deno.test("a name or a label of invisible characters alone is replaced by the id", () => {
  const identity = { key: "json:7", email: null, name: "\u200B\u202E" };
  const shift = rosterShift({ identity, schedule: "P1", label: "\u2060" });
  const [only] = bounded({ shifts: [shift] }).shifts;
  assertEquals([only?.label, only?.identity.name], ["P1", "json:7"]);
});

Deno.test("an entry with an id that cannot be stored is rejected by itself", () => {
  const { identity } = rosterShift();
  const absurd = [
    rosterShift({ schedule: LONG }),
    rosterShift({ identity: { ...identity, key: LONG } }),
    rosterShift({ identity: { ...identity, email: LONG } }),
    rosterShift({ identity: { ...identity, slackId: LONG } }),
    rosterShift({ identity: { ...identity, group: LONG } }),
  ];
  for (const shift of absurd) {
    const { shifts, unreadable } = bounded({ shifts: [rosterShift(), shift] });
    assertEquals(shifts, [rosterShift()]);
    const [only, ...others] = unreadable;
    assertEquals(others, []);
    assert(/has more than \d+ characters/.test(only!.reason), only!.reason);
    assert(JSON.stringify(only).length < 2000);
  }
});

Deno.test("of very many entries that cannot be used a hundred are told", () => {
  const many = Array.from({ length: 5000 }, (_, index) => `entry ${index}`);
  const rejected = many.map((reason) => ({ source: "pd", reason }));
  assertEquals(bounded({ rejected }).rejected.length, 101);
  const unreadable = many.map((identity) => ({
    ...{ source: "pd", schedule: "P1", identity },
    reason: "odd",
  }));
  assertEquals(bounded({ unreadable }).unreadable, [{
    source: "pd",
    schedule: null,
    reason: "more than 100 of its entries cannot be used, one of them: odd",
  }]);
  const some = unreadable.slice(0, 100);
  assertEquals(bounded({ unreadable: some }).unreadable, some);
});

Deno.test("a credential among the schedules is not told when it is not found", () => {
  const [token, fine] = SOURCE.schedules as [string, string];
  const reasonOf = (schedule: string) =>
    `no schedule ${schedule} at /${schedule}`;
  const { unreadable } = bounded({
    unreadable: [token, fine].map((schedule) => ({
      ...{ source: "pd", schedule },
      reason: reasonOf(schedule),
    })),
  });
  assertEquals(unreadable.map(({ reason }) => reason), [
    "no schedule y_Nb\u2026 at /y_Nb\u2026",
    reasonOf(fine),
  ]);
});
