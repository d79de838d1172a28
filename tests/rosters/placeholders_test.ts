import { assertEquals } from "@std/assert";
import { withoutPlaceholders } from "../../rosters/placeholders.ts";
import { BOB, rosterShift } from "./roster_shift.ts";

Deno.test("whoever is nobody by name or e-mail has no shift", () => {
  const shift = (name: string, email: string | null) =>
    rosterShift({ identity: { key: "pagerduty:P1", name, email } });
  const real = [
    rosterShift({ identity: BOB }),
    shift("Nobody Knows", "nobody.knows@example.com"),
  ];
  const gone = [
    shift(" nobody ", null),
    shift("NOBODY", "x@example.com"),
    shift("Filler", "filler@example.com"),
  ];
  const placeholders = ["Nobody", " Filler@Example.com "];
  assertEquals(withoutPlaceholders([...gone, ...real], placeholders), real);
  assertEquals(withoutPlaceholders(gone, []), gone);
});
