import { assert, assertEquals } from "@std/assert";
import {
  groupKey,
  groupsOf,
  isGroupKey,
  type Members,
  withMembers,
} from "../../rosters/members.ts";
import { BOB, rosterShift } from "./roster_shift.ts";

function ofGroup(group: string, source = "pd") {
  const key = groupKey(group);
  const identity = { key, email: null, name: group, group };
  return rosterShift({ identity, source });
}

const READ = new Map<string, Members>([
  ["SREL", { ok: true, members: ["UANN", "UBOB"] }],
  ["SNONE", { ok: true, members: [] }],
  ["SODD", { ok: false, reason: "no such group" }],
]);

Deno.test("each group is asked about once", () => {
  const shifts = [ofGroup("SREL"), ofGroup("SODD"), ofGroup("SREL", "b")];
  assertEquals(groupsOf([...shifts, rosterShift()]), ["SODD", "SREL"]);
});

Deno.test("a group's shift becomes one shift for each member; other shifts stay", () => {
  const bob = rosterShift({ identity: BOB });
  const { shifts, unmapped } = withMembers([ofGroup("SREL"), bob], READ);
  const rows = shifts.map(({ identity: { key, slackId, group } }) => [
    key,
    slackId,
    group,
  ]);
  assertEquals(rows, [
    ["slack:UANN", "UANN", "SREL"],
    ["slack:UBOB", "UBOB", "SREL"],
    [BOB.key, undefined, undefined],
  ]);
  assertEquals(shifts[2], bob);
  assertEquals(unmapped, []);
});

Deno.test("a group without members has no shift; a group that was not read is unmapped", () => {
  const groups = ["SNONE", "SODD", "SNEW"];
  const all = [...groups.map((id) => ofGroup(id)), ofGroup("SODD")];
  const { shifts, unmapped } = withMembers(all, READ);
  assertEquals(shifts, []);
  const rows = unmapped.map((each) => [each.identity, each.reason]);
  assertEquals(rows, [
    ["group:SNEW", "was not read"],
    ["group:SODD", "no such group"],
  ]);
  assert(unmapped.every(({ transient }) => transient));
});

Deno.test("a group's key differs from a person's", () => {
  assert(isGroupKey(groupKey("SREL")));
  assert(!isGroupKey("slack:UANN"));
});
