import { assertEquals, assertMatch } from "@std/assert";
import type { WorkspaceState } from "../../state.ts";
import { type Body, BOT, call, workspace } from "./workspace.ts";

const VIEW = {
  type: "modal",
  title: { type: "plain_text", text: "Opt in" },
  blocks: [],
};

let pointers = 0;

function open(
  state: WorkspaceState,
  view: unknown = VIEW,
  interactivity_pointer = `1.2.${pointers++}`,
): Body {
  return call(state, BOT, "views.open", { interactivity_pointer, view });
}

Deno.test("a view is opened, and updated with its current hash", () => {
  const state = workspace();
  const { view } = open(state, JSON.stringify(VIEW));
  assertMatch(view.id, /^V\w+$/);
  assertEquals([view.title, view.type], [VIEW.title, "modal"]);
  const update = (hash: string) =>
    call(state, BOT, "views.update", {
      view_id: view.id,
      hash,
      view: { ...VIEW, callback_id: "second" },
    });
  const updated = update(view.hash).view;
  assertEquals([updated.id, updated.callback_id], [view.id, "second"]);
  assertEquals(state.views.get(view.id)!.payload.callback_id, "second");
  assertEquals(update(view.hash).error, "hash_conflict");
  const none = { view_id: "V0", view: VIEW };
  assertEquals(call(state, BOT, "views.update", none).error, "not_found");
});

Deno.test("an external id names one view", () => {
  const state = workspace();
  const named = { ...VIEW, external_id: "mine" };
  const id = open(state, named).view.id;
  assertEquals(open(state, named).error, "duplicate_external_id");
  const args = { external_id: "mine", view: named };
  assertEquals(call(state, BOT, "views.update", args).view.id, id);
});

Deno.test("a pointer opens one view", () => {
  const state = workspace();
  assertEquals(open(state, VIEW, "1.2.x").ok, true);
  assertEquals(open(state, VIEW, "1.2.x").error, "exchanged_trigger_id");
  assertEquals(open(state, VIEW, "").error, "invalid_trigger_id");
  const push = { trigger_id: "1.2.y", view: VIEW };
  assertEquals(call(state, BOT, "views.push", push).ok, true);
});

Deno.test("a view that is not a modal or is too large is refused", () => {
  const state = workspace();
  assertEquals(open(state, "{broken").error, "invalid_arguments");
  assertEquals(open(state, { ...VIEW, type: "x" }).error, "invalid_arguments");
  const large = { ...VIEW, private_metadata: "x".repeat(250_000) };
  assertEquals(open(state, large).error, "view_too_large");
  assertEquals(state.views.size, 0);
});

Deno.test("there is no Home tab to publish to", () => {
  const args = { user_id: "UALICE", view: { type: "home", blocks: [] } };
  const { error } = call(workspace(), BOT, "views.publish", args);
  assertEquals(error, "not_enabled");
});
