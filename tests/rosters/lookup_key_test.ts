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
    { pattern: "Bob *", person: "Bob@Example.com" },
    { pattern: "*vacation*", person: "UOTHER" },
  ];
  const handleOf = lookupKeysBy({ people: {}, aliases });
  assertEquals(handleOf(NAMED), { by: "email", value: "bob@example.com" });
  const cid = { ...NAMED, name: "Cid (VACATION)" };
  assertEquals(handleOf(cid), { by: "id", value: "UOTHER" });
  assertEquals(handleOf({ ...NAMED, name: "Bobby" }), null);
});

Deno.test("a name is searched once", () => {
  const aliases = [{ pattern: "*bob", person: "UBOB" }];
  const handleOf = lookupKeysBy({ people: {}, aliases });
  const of = (name: string) => handleOf({ ...NAMED, name })?.value;
  const { normalize } = String.prototype;
  let searched = 0;
  String.prototype.normalize = function (form) {
    searched++;
    return normalize.call(this, form);
  };
  try {
    assertEquals([of("Bob"), of("Bob"), of("Cid"), of("Cid")], [
      "UBOB",
      "UBOB",
      undefined,
      undefined,
    ]);
  } finally {
    String.prototype.normalize = normalize;
  }
  assertEquals(searched, 2);
});
