import { assertEquals } from "@std/assert";
import {
  identitiesOf,
  type LookUp,
  mapPeople,
  slackIdInTable,
} from "../../rosters/map_people.ts";
import { BOB, rosterShift } from "./roster_shift.ts";

const ALICE = rosterShift().identity;
const ALICE_IN_SLACK = { id: "UALICE", name: "Alice", time_zone: "Asia/Tokyo" };
const BOB_IN_SLACK = { id: "UBOB", name: "Bob", time_zone: "Europe/London" };

function lookUps(...found: [string, LookUp][]): Map<string, LookUp> {
  return new Map(found);
}

const BOTH = lookUps(
  [ALICE.key, { ok: true, person: ALICE_IN_SLACK }],
  [BOB.key, { ok: true, person: BOB_IN_SLACK }],
);

Deno.test("everybody on the shifts is named once, in order", () => {
  const shifts = [
    rosterShift({ identity: BOB }),
    rosterShift(),
    rosterShift({ start: 300, end: 400 }),
  ];
  assertEquals(identitiesOf(shifts), [ALICE, BOB]);
  assertEquals(identitiesOf([]), []);
});

Deno.test("of one person's readings the one with an e-mail is kept", () => {
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

Deno.test("the table goes by identity key, then by e-mail, and by nothing else", () => {
  assertEquals(slackIdInTable(ALICE, { [ALICE.key]: "U1" }), "U1");
  assertEquals(slackIdInTable(ALICE, { "alice@example.com": "U2" }), "U2");
  const both = { "alice@example.com": "U2", [ALICE.key]: "U1" };
  assertEquals(slackIdInTable(ALICE, both), "U1");
  const odd = { ...ALICE, key: "constructor", email: null };
  assertEquals(slackIdInTable(odd, {}), null);
});

Deno.test("the table outranks the look-up and does without it", () => {
  const table = { "alice@example.com": "UTABLE", [BOB.key]: "UBOB" };
  const shifts = [rosterShift(), rosterShift({ identity: BOB })];
  const failed = lookUps([ALICE.key, {
    ok: false,
    reason: "ratelimited",
    passing: true,
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

Deno.test("who cannot be mapped is reported once a source and harms nobody", () => {
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
      passing: false,
    }],
  );
  const mapped = mapPeople(shifts, {}, found);
  assertEquals(mapped.shifts.map(({ person }) => person), ["UALICE"]);
  const reason =
    "the roster gives no e-mail address and the table of people has no entry";
  assertEquals(mapped.unmapped, [
    {
      identity: "pagerduty:PBOB",
      name: "Bob",
      source: "pd",
      reason: "no account for bob@example.com",
      passing: false,
    },
    {
      identity: nobody.key,
      name: "Nobody",
      source: "pd",
      reason,
      passing: false,
    },
    {
      identity: nobody.key,
      name: "Nobody",
      source: "z",
      reason,
      passing: false,
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
