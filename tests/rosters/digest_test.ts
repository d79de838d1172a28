import { assert, assertEquals } from "@std/assert";
import { rosterDigest } from "../../rosters/digest.ts";
import { BOB, rosterShift } from "./roster_shift.ts";

const AT = 150;
const ONE = rosterShift();
const TWO = rosterShift({ identity: BOB, end: null });

Deno.test("the digest is SHA-256 in hexadecimal", () => {
  assert(/^[0-9a-f]{64}$/.test(rosterDigest([], [], AT)));
});

Deno.test("order, repetition and the key order of a shift do not change it", () => {
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

Deno.test("it sees who is on now, not who was or will be", () => {
  const digest = rosterDigest([ONE], [], AT);
  const past = rosterShift({ identity: BOB, start: 1, end: AT });
  const future = rosterShift({ identity: BOB, start: AT + 1, end: null });
  assertEquals(rosterDigest([past, ONE, future], [], AT), digest);
  assert(rosterDigest([past, ONE], [], AT - 1) !== digest);
  assert(rosterDigest([ONE, future], [], AT + 1) !== digest);
  assertEquals(rosterDigest([ONE], [], AT + 1), digest);
});

Deno.test("it sees whatever a status depends on", () => {
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

Deno.test("it sees what is unreadable, not why", () => {
  const because = (reason: string) => [{ source: "a", schedule: null, reason }];
  const digest = rosterDigest([], because("500"), AT);
  assertEquals(rosterDigest([], because("502"), AT), digest);
  assert(rosterDigest([], [], AT) !== digest);
  const one = [{ source: "a", schedule: "P1" }];
  assert(rosterDigest([], one, AT) !== digest);
});
