import { assertEquals } from "@std/assert";
import type { WorkspaceState } from "../../state.ts";
import { addToken, BOT, call, workspace } from "./workspace.ts";

const LINK = {
  type: "shortcut",
  name: "Switch mode",
  workflow: "#/workflows/sync",
};

function withLink() {
  const state = workspace();
  const { trigger } = call(state, BOT, "workflows.triggers.create", LINK);
  return { state, trigger_id: trigger.id as string };
}

function set(
  state: WorkspaceState,
  trigger_id: string,
  args: Record<string, unknown>,
) {
  const method = "workflows.triggers.permissions.set";
  return call(state, BOT, method, { trigger_id, ...args });
}

function list(state: WorkspaceState, trigger_id: string) {
  return call(state, BOT, "workflows.triggers.permissions.list", {
    trigger_id,
  });
}

const NAMED = { permission_type: "named_entities" };

Deno.test("everyone may run a trigger until its access is limited", () => {
  const { state, trigger_id } = withLink();
  const everyone = { ok: true, permission_type: "everyone" };
  assertEquals(list(state, trigger_id), everyone);
  const two = { ok: true, ...NAMED, user_ids: ["UALICE", "UBOB"] };
  const user_ids = ["UALICE", "UBOB", "UALICE"];
  assertEquals(set(state, trigger_id, { ...NAMED, user_ids }), two);
  assertEquals(list(state, trigger_id), two);
  for (const as of ["UALICE, UBOB", JSON.stringify(user_ids)]) {
    assertEquals(set(state, trigger_id, { ...NAMED, user_ids: as }), two);
  }
  const places = { channel_ids: ["CREPORTS"], team_ids: [state.teamId] };
  assertEquals(set(state, trigger_id, { ...NAMED, ...places }), {
    ok: true,
    ...NAMED,
    ...places,
  });
  const app = { permission_type: "app_collaborators" };
  assertEquals(set(state, trigger_id, app), { ok: true, ...app });
  set(state, trigger_id, { permission_type: "everyone" });
  assertEquals(list(state, trigger_id), everyone);
});

Deno.test("an update keeps who may run a trigger", () => {
  const { state, trigger_id } = withLink();
  set(state, trigger_id, { ...NAMED, user_ids: ["UADA"] });
  const renamed = { ...LINK, name: "Renamed", trigger_id };
  call(state, BOT, "workflows.triggers.update", renamed);
  assertEquals(list(state, trigger_id).user_ids, ["UADA"]);
  assertEquals(state.triggers.get(trigger_id)!.name, "Renamed");
});

Deno.test("a refused permission leaves the previous one in place", () => {
  const { state, trigger_id } = withLink();
  set(state, trigger_id, { ...NAMED, user_ids: ["UADA"] });
  state.people.get("UBOB")!.deleted = true;
  const wrong: [Record<string, unknown>, string][] = [
    [{}, "invalid_arguments"],
    [{ permission_type: "nobody" }, "invalid_arguments"],
    [{ ...NAMED, user_ids: 5 }, "invalid_arguments"],
    [{ ...NAMED, user_ids: [5] }, "invalid_arguments"],
    [NAMED, "named_entities_cannot_be_empty"],
    [{ ...NAMED, user_ids: [] }, "named_entities_cannot_be_empty"],
    [
      { permission_type: "everyone", user_ids: ["UALICE"] },
      "invalid_permission_type",
    ],
    [{ ...NAMED, user_ids: ["UALICE", "UNOBODY"] }, "user_not_found"],
    [{ ...NAMED, user_ids: ["UBOB"] }, "user_not_found"],
    [{ ...NAMED, channel_ids: ["#general"] }, "channel_not_found"],
    [{ ...NAMED, team_ids: ["T2"] }, "team_not_found"],
    [{ ...NAMED, org_ids: ["E1"] }, "org_not_found"],
  ];
  for (const [args, error] of wrong) {
    assertEquals([args, set(state, trigger_id, args).error], [args, error]);
  }
  assertEquals(list(state, trigger_id).user_ids, ["UADA"]);
  assertEquals(set(state, "Ft0", NAMED).error, "trigger_not_found");
  assertEquals(list(state, "Ft0").error, "trigger_not_found");
  const alice = addToken(state, "client", "UALICE");
  const method = "workflows.triggers.permissions.list";
  const person = call(state, alice, method, { trigger_id });
  assertEquals(person.error, "not_allowed_token_type");
});
