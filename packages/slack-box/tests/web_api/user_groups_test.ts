import { assertEquals } from "@std/assert";
import { addToken, BOT, call, workspace } from "./workspace.ts";

const GROUPS = new Map([
  ["SREL1", { id: "SREL1", name: "release", members: ["UALICE", "UBOB"] }],
  ["SNONE", { id: "SNONE", name: "nobody", members: [] }],
]);

function members(state: ReturnType<typeof workspace>, usergroup?: string) {
  return call(state, BOT, "usergroups.users.list", { usergroup });
}

Deno.test("a user group's members are listed", () => {
  const state = workspace({ userGroups: GROUPS });
  assertEquals(members(state, "SREL1"), {
    ok: true,
    users: ["UALICE", "UBOB"],
  });
  assertEquals(members(state, "SNONE"), { ok: true, users: [] });
  const alice = addToken(state, "client", "UALICE");
  const listed = call(state, alice, "usergroups.users.list", {
    usergroup: "SREL1",
    include_disabled: "true",
  });
  assertEquals(listed.users.length, 2);
  // What was answered is not the group itself.
  members(state, "SREL1").users.pop();
  assertEquals(members(state, "SREL1").users.length, 2);
});

Deno.test("a user group must exist, and needs a paid plan and a scope", () => {
  const state = workspace({ userGroups: GROUPS });
  assertEquals(members(state, "SOTHER").error, "no_such_subteam");
  assertEquals(members(workspace(), "SREL1").error, "no_such_subteam");
  assertEquals(members(state).error, "invalid_arguments");
  const free = workspace({ userGroups: GROUPS, plan: "free" });
  assertEquals(members(free, "SREL1").error, "plan_upgrade_required");
  const token = addToken(state, "env", "UALICE", {
    scopes: new Set(["users:read"]),
  });
  const { error, needed } = call(state, token, "usergroups.users.list", {
    usergroup: "SREL1",
  });
  assertEquals([error, needed], ["missing_scope", "usergroups:read"]);
});

Deno.test("user groups are listed with their handles", () => {
  const payments = { name: "Payments & team", handle: "pay", members: [] };
  const state = workspace({
    userGroups: new Map([...GROUPS, ["SPAY", { id: "SPAY", ...payments }]]),
  });
  const listed = call(state, BOT, "usergroups.list", { include_users: true });
  assertEquals(
    listed.usergroups.map((
      { id, name, handle, users }: Record<string, unknown>,
    ) => [id, name, handle, users]),
    [
      ["SREL1", "release", "release", ["UALICE", "UBOB"]],
      ["SNONE", "nobody", "nobody", []],
      ["SPAY", "Payments &amp; team", "pay", []],
    ],
  );
  assertEquals(call(workspace(), BOT, "usergroups.list").usergroups, []);
  const free = workspace({ userGroups: GROUPS, plan: "free" });
  const { error } = call(free, BOT, "usergroups.list");
  assertEquals(error, "plan_upgrade_required");
});
