import { assertEquals } from "@std/assert";
import { lookupKeysBy } from "../../rosters/lookup_key.ts";
import { rosterShift } from "./roster_shift.ts";

const ALICE = rosterShift().identity;
const NAMED = {
  key: "ical:Bob - Vacation",
  email: null,
  name: "Bob - Vacation",
};

Deno.test("the table is searched by identity key, then by e-mail, and by nothing else", () => {
  const idOf = (people: Record<string, string>, who = ALICE) =>
    lookupKeysBy({ people, aliases: [] })(who)?.value;
  assertEquals(idOf({ [ALICE.key]: "U1" }), "U1");
  assertEquals(idOf({ "alice@example.com": "U2" }), "U2");
  const both = { "alice@example.com": "U2", [ALICE.key]: "U1" };
  assertEquals(idOf(both), "U1");
  const odd = { ...ALICE, key: "constructor", email: null };
  assertEquals(idOf({}, odd), undefined);
  assertEquals(idOf({ [NAMED.key]: "U3" }, NAMED), "U3");
});

Deno.test("the table comes before the roster's Slack id, which comes before an e-mail", () => {
  const known = { ...ALICE, slackId: "UOWN" };
  const aliases = [{ pattern: "alice", person: "UALIAS" }];
  const by = (people: Record<string, string>) =>
    lookupKeysBy({ people, aliases });
  const inTable = by({ [ALICE.key]: "UTABLE" });
  assertEquals(inTable(known), { by: "id", value: "UTABLE" });
  assertEquals(by({})(known), { by: "id", value: "UOWN" });
  assertEquals(by({})(ALICE), { by: "email", value: "alice@example.com" });
});

Deno.test("an alias matches the name of people without id or e-mail; the first match counts", () => {
  const aliases = [
    { pattern: "^bob\\b", person: "Bob@Example.com" },
    { pattern: "vacation", person: "UOTHER" },
  ];
  const handleOf = lookupKeysBy({ people: {}, aliases });
  assertEquals(handleOf(NAMED), { by: "email", value: "bob@example.com" });
  const cid = { ...NAMED, name: "Cid (VACATION)" };
  assertEquals(handleOf(cid), { by: "id", value: "UOTHER" });
  assertEquals(handleOf({ ...NAMED, name: "Bobby" }), null);
});

Deno.test("a name is searched once, and only its first characters", () => {
  const aliases = [{ pattern: "bob", person: "UBOB" }];
  const handleOf = lookupKeysBy({ people: {}, aliases });
  const of = (name: string) => handleOf({ ...NAMED, name })?.value;
  assertEquals(of("x".repeat(197) + "bob"), "UBOB");
  assertEquals(of("x".repeat(198) + "bob"), undefined);
  const { test } = RegExp.prototype;
  let searched = 0;
  RegExp.prototype.test = function (text) {
    searched++;
    return test.call(this, text);
  };
  try {
    assertEquals([of("Bob"), of("Bob"), of("Cid"), of("Cid")], [
      "UBOB",
      "UBOB",
      undefined,
      undefined,
    ]);
  } finally {
    RegExp.prototype.test = test;
  }
  assertEquals(searched, 2);
});
