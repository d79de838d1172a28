import { assertEquals } from "@std/assert";
import type { ValidatedSource } from "../../../rosters/sources.ts";
import { calendar, event, read } from "./feed.ts";

type Settings = Partial<ValidatedSource<"ical">>;

/** Whom an event of these lines is about, by key; or why it says nothing. */
function keysOf(lines: string[], source: Settings = {}): string[] {
  const one = event(
    "UID:u",
    "DTSTART:20261102T090000Z",
    "DURATION:PT1H",
    ...lines,
  );
  const { shifts, rejected } = read(calendar(one), { source });
  return [
    ...shifts.map(({ identity }) => identity.key),
    ...rejected.map(({ reason }) => reason.replace(/^.*\): /, "! ")),
  ];
}

const ALICE = "ATTENDEE;CN=Alice Example:mailto:Alice@Example.com";
const BOB = "ATTENDEE:bob@example.com";

Deno.test("the people of an event are found by who", () => {
  const cases: [lines: string[], source: Settings, keys: string[]][] = [
    [[ALICE, BOB], {}, ["email:alice@example.com", "email:bob@example.com"]],
    [[ALICE, ALICE], {}, ["email:alice@example.com"]],
    [["SUMMARY: Bob  - Vacation "], {}, ["ical:Bob - Vacation"]],
    [["SUMMARY:Bob\\, the first"], {}, ["ical:Bob, the first"]],
    [[ALICE, BOB.replace(":", ";PARTSTAT=DECLINED:")], {}, [
      "email:alice@example.com",
    ]],
    [[BOB.replace(":", ";PARTSTAT=DECLINED:")], {}, []],
    [[ALICE, "ATTENDEE;CUTYPE=ROOM:mailto:attic@example.com"], {}, [
      "email:alice@example.com",
    ]],
    [["ATTENDEE;CUTYPE=RESOURCE:mailto:attic@example.com"], {}, ["ical:Alice"]],
    [[BOB], { who: "summary" }, ["ical:Alice"]],
    [["SUMMARY:"], { who: "summary" }, ["! it has no summary"]],
    [["SUMMARY:"], {}, ["! it has neither attendees nor a summary"]],
    [[], { who: "attendees" }, ["! it has no attendees"]],
    [[BOB, "ORGANIZER;CN=Eve:MAILTO:eve@example.com"], { who: "organizer" }, [
      "email:eve@example.com",
    ]],
    [[BOB], { who: "organizer" }, ["! it has no organizer"]],
    [['ATTENDEE;CN="Example, Alice":urn:uuid:1'], {}, ["ical:Example, Alice"]],
    [["ATTENDEE;EMAIL=eve@example.com:urn:uuid:1"], {}, [
      "email:eve@example.com",
    ]],
    [["ATTENDEE;CN=eve@example.com:invalid:nomail"], {}, [
      "email:eve@example.com",
    ]],
    [[`SUMMARY:${"x".repeat(201)}`], {}, [
      `! "${
        "x".repeat(79)
      }…" is not a person's name: it is longer than 200 characters`,
    ]],
    [[BOB], { everybody: ["U012AB3CD", "S0123456789", "Eve@example.com"] }, [
      "email:eve@example.com",
      "group:S0123456789",
      "slack:U012AB3CD",
    ]],
  ];
  for (const [lines, source, keys] of cases) {
    assertEquals(keysOf(lines, source).sort(), keys.sort(), lines.join());
  }
});

Deno.test("identities hold e-mail, name, Slack id and group", () => {
  const one = event("DTSTART:20261102T090000Z", "DURATION:PT1H", ALICE);
  const identities = (source: Settings) =>
    read(calendar(one), { source }).shifts.map(({ identity }) => identity);
  assertEquals(identities({}), [{
    key: "email:alice@example.com",
    email: "alice@example.com",
    name: "Alice Example",
  }]);
  assertEquals(identities({ who: "summary" }), [{
    key: "ical:Alice",
    email: null,
    name: "Alice",
  }]);
  assertEquals(identities({ everybody: ["W012AB3CD"] }), [{
    key: "slack:W012AB3CD",
    email: null,
    name: "W012AB3CD",
    slackId: "W012AB3CD",
  }]);
  assertEquals(identities({ everybody: ["S012AB3CD"] }), [{
    key: "group:S012AB3CD",
    email: null,
    name: "S012AB3CD",
    group: "S012AB3CD",
  }]);
  assertEquals(identities({ everybody: ["eve@example.com"] }), [{
    key: "email:eve@example.com",
    email: "eve@example.com",
    name: "eve@example.com",
  }]);
});
