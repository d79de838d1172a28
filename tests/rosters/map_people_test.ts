import { assertEquals } from "@std/assert";
import {
  identitiesOf,
  type LookUp,
  mapPeople as mapInZone,
} from "../../rosters/map_people.ts";
import { lookupKeysBy } from "../../rosters/lookup_key.ts";
import type { RosterShift } from "../../rosters/port.ts";
import { BOB, rosterShift } from "./roster_shift.ts";

const ALICE = rosterShift().identity;
const ALICE_IN_SLACK = { id: "UALICE", name: "Alice", time_zone: "Asia/Tokyo" };
const BOB_IN_SLACK = { id: "UBOB", name: "Bob", time_zone: "Europe/London" };

function lookUps(...found: [string, LookUp][]): Map<string, LookUp> {
  return new Map(found);
}

/** Maps by a table of people alone; the default zone is Paris. */
function mapPeople(
  shifts: RosterShift[],
  people: Record<string, string>,
  found: ReadonlyMap<string, LookUp>,
) {
  const handleOf = lookupKeysBy({ people, aliases: [] });
  return mapInZone(shifts, handleOf, found, "Europe/Paris");
}

const BOTH = lookUps(
  [ALICE.key, { ok: true, person: ALICE_IN_SLACK }],
  [BOB.key, { ok: true, person: BOB_IN_SLACK }],
);

Deno.test("the people on the shifts are listed once, in order", () => {
  const shifts = [
    rosterShift({ identity: BOB }),
    rosterShift(),
    rosterShift({ start: 300, end: 400 }),
  ];
  assertEquals(identitiesOf(shifts), [ALICE, BOB]);
  assertEquals(identitiesOf([]), []);
});

Deno.test("if sources describe one person differently, the one with an e-mail is kept", () => {
  const bare = rosterShift({ identity: { ...ALICE, email: null } });
  assertEquals(identitiesOf([bare, rosterShift()]), [ALICE]);
  assertEquals(identitiesOf([rosterShift(), bare]), [ALICE]);
});

Deno.test("shifts get the Slack account that was looked up", () => {
  const shifts = [
    rosterShift({ identity: BOB }),
    rosterShift({ start: 300, end: null }),
    rosterShift(),
    rosterShift(),
  ];
  const mapped = mapPeople(shifts, {}, BOTH);
  const alice = {
    ...rosterShift(),
    person: "UALICE",
    identity: "pagerduty:PALICE",
  };
  assertEquals(mapped, {
    shifts: [
      alice,
      { ...alice, person: "UBOB", identity: "pagerduty:PBOB" },
      { ...alice, start: 300, end: null },
    ],
    people: [ALICE_IN_SLACK, BOB_IN_SLACK],
    unmapped: [],
  });
  assertEquals(mapPeople([...shifts].reverse(), {}, BOTH), mapped);
});

Deno.test("the table comes before a look-up and needs none", () => {
  const table = { "alice@example.com": "UTABLE", [BOB.key]: "UBOB" };
  const shifts = [rosterShift(), rosterShift({ identity: BOB })];
  const failed = lookUps([ALICE.key, {
    ok: false,
    reason: "ratelimited",
    transient: true,
  }]);
  for (const found of [BOTH, failed]) {
    const mapped = mapPeople(shifts, table, found);
    const people = mapped.shifts.map(({ person }) => person);
    assertEquals(people, ["UBOB", "UTABLE"]);
    assertEquals(mapped.unmapped, []);
    // Somebody else's name and time zone are not theirs.
    assertEquals(mapped.people, found === BOTH ? [BOB_IN_SLACK] : []);
  }
});

Deno.test("a person who cannot be mapped is reported once a source; others are mapped", () => {
  const nobody = { key: "pagerduty:PNOBODY", email: null, name: "Nobody" };
  const shifts = [
    rosterShift({ identity: nobody, source: "z" }),
    rosterShift({ identity: nobody }),
    rosterShift({ identity: nobody, start: 300, end: 400 }),
    rosterShift({ identity: BOB }),
    rosterShift(),
  ];
  const found = lookUps(
    [ALICE.key, { ok: true, person: ALICE_IN_SLACK }],
    [BOB.key, {
      ok: false,
      reason: "no account for bob@example.com",
      transient: false,
    }],
  );
  const mapped = mapPeople(shifts, {}, found);
  assertEquals(mapped.shifts.map(({ person }) => person), ["UALICE"]);
  const reason =
    "the roster gives no e-mail address, and neither the table of people nor an alias knows them";
  assertEquals(mapped.unmapped, [
    {
      identity: "pagerduty:PBOB",
      name: "Bob",
      source: "pd",
      reason: "no account for bob@example.com",
      transient: false,
    },
    {
      identity: nobody.key,
      name: "Nobody",
      source: "pd",
      reason,
      transient: false,
    },
    {
      identity: nobody.key,
      name: "Nobody",
      source: "z",
      reason,
      transient: false,
    },
  ]);
});

Deno.test("two identities of one person are two shifts of one person", () => {
  const found = lookUps(
    [ALICE.key, { ok: true, person: ALICE_IN_SLACK }],
    [BOB.key, { ok: true, person: ALICE_IN_SLACK }],
  );
  const shifts = [rosterShift({ identity: BOB }), rosterShift()];
  const mapped = mapPeople(shifts, {}, found);
  assertEquals(mapped.shifts.length, 2);
  assertEquals(mapped.people, [ALICE_IN_SLACK]);
});

Deno.test("an identity with a Slack id is kept before one with an e-mail", () => {
  const known = { ...ALICE, email: null, slackId: "UALICE" };
  const shifts = [rosterShift(), rosterShift({ identity: known })];
  assertEquals(identitiesOf(shifts), [known]);
  assertEquals(identitiesOf([...shifts].reverse()), [known]);
});

Deno.test("a Slack id that the roster knows needs no look-up to succeed", () => {
  const identity = { ...ALICE, slackId: "UALICE" };
  const failed = { ok: false, reason: "429", transient: true } as const;
  const found = lookUps([ALICE.key, failed]);
  const mapped = mapPeople([rosterShift({ identity })], {}, found);
  assertEquals(mapped.shifts.map(({ person }) => person), ["UALICE"]);
  assertEquals(mapped.unmapped, []);
});

Deno.test("a person whose Slack id does not exist is unmapped", () => {
  const identity = { ...ALICE, slackId: "UALICE" };
  const reason = "nobody in Slack has UALICE";
  const nobody = { ok: false, reason, transient: false } as const;
  const found = lookUps([ALICE.key, nobody]);
  const mapped = mapPeople([rosterShift({ identity })], {}, found);
  assertEquals(mapped.shifts, []);
  assertEquals(mapped.unmapped.map((each) => each.reason), [reason]);
});

Deno.test("whole days are in the person's own zone, or else in the configured one", () => {
  const at = (utc: string) => Date.parse(utc) / 1000;
  const days = { from: "2026-03-02", until: "2026-03-04" };
  const noZone = { id: "UCID", name: "cid", time_zone: "" };
  const cid = { ...ALICE, key: "pagerduty:PCID" };
  const found = lookUps(...BOTH, [cid.key, { ok: true, person: noZone }]);
  const [start, end] = [at("2026-03-02T00:00Z"), at("2026-03-04T00:00Z")];
  const shifts = [ALICE, BOB, cid].map((identity) =>
    rosterShift({ identity, start, end, days })
  );
  const { shifts: mapped } = mapPeople(shifts, {}, found);
  const spans = mapped.map(({ person, start, end }) => [person, start, end]);
  assertEquals(spans, [
    ["UALICE", at("2026-03-01T15:00Z"), at("2026-03-03T15:00Z")],
    ["UCID", at("2026-03-01T23:00Z"), at("2026-03-03T23:00Z")],
    ["UBOB", start, end],
  ]);
  assertEquals(mapped.some((shift) => "days" in shift), false);
  const open = mapPeople([rosterShift({ days, end: null })], {}, BOTH);
  assertEquals(open.shifts[0]!.end, null);
});

Deno.test("a member's shift has the group as its identity", () => {
  const member = {
    key: "slack:UALICE",
    email: null,
    name: "UALICE",
    slackId: "UALICE",
  };
  const shifts = [
    rosterShift({ identity: { ...member, group: "SREL" } }),
    rosterShift({ identity: member, schedule: "PS2" }),
  ];
  const mapped = mapPeople(shifts, {}, lookUps());
  const identified = mapped.shifts.map((
    { person, identity },
  ) => [person, identity]);
  assertEquals(identified, [["UALICE", "group:SREL"], [
    "UALICE",
    "slack:UALICE",
  ]]);
});
