import type { View, WorkspaceState } from "../state.ts";
import type { ApiMethod, Call } from "./method.ts";
import { invalidArguments, Refusal } from "./refusal.ts";

/** Slack, views.open: a view's size. */
const LARGEST_VIEW_BYTES = 250_000;

const TRIGGER_ERRORS = ["duplicate_external_id", "exchanged_trigger_id"];

export const VIEW_METHODS: readonly ApiMethod[] = [
  {
    name: "views.open",
    tier: 4,
    tokens: "any",
    scope: null,
    errors: [...TRIGGER_ERRORS, "invalid_trigger_id", "view_too_large"],
    perform: openView,
  },
  {
    name: "views.push",
    tier: 4,
    tokens: "any",
    scope: null,
    errors: [...TRIGGER_ERRORS, "invalid_trigger_id", "view_too_large"],
    perform: openView,
  },
  {
    name: "views.update",
    tier: 4,
    tokens: "any",
    scope: null,
    errors: [
      "duplicate_external_id",
      "hash_conflict",
      "not_found",
      "view_too_large",
    ],
    perform: updateView,
  },
  {
    name: "views.publish",
    tier: 4,
    tokens: "any",
    scope: null,
    errors: ["not_enabled"],
    perform(call) {
      call.args.requiredText("user_id");
      call.args.requiredObject("view");
      // Slack, deno-slack-sdk: a hosted app has no Home tab.
      throw new Refusal("not_enabled");
    },
  },
];

/**
 * The interactivity pointers that were used; Slack accepts each of them once.
 */
const exchanged = new WeakMap<WorkspaceState, Set<string>>();

function openView(call: Call): Record<string, unknown> {
  const { state, args, token } = call;
  const pointer = args.text("interactivity_pointer") ??
    args.text("trigger_id");
  if (pointer === undefined) throw new Refusal("invalid_trigger_id");
  const payload = readPayload(call, null);
  exchange(state, pointer);
  const number = String(++state.sequence).padStart(9, "0");
  const view: View = {
    id: `V${number}`,
    hash: `${call.nowSeconds}.${number}`,
    type: String(payload.type),
    user: token.source === "execution" ? "" : token.owner,
    payload,
  };
  state.views.set(view.id, view);
  return { view: viewObject(call, view) };
}

function exchange(state: WorkspaceState, pointer: string): void {
  let pointers = exchanged.get(state);
  if (pointers === undefined) exchanged.set(state, pointers = new Set());
  if (pointers.has(pointer)) throw new Refusal("exchanged_trigger_id");
  pointers.add(pointer);
}

function updateView(call: Call): Record<string, unknown> {
  const { state, args } = call;
  const id = args.text("view_id");
  const externalId = args.text("external_id");
  const view = [...state.views.values()].find((opened) =>
    id === undefined
      ? externalId !== undefined && opened.payload.external_id === externalId
      : opened.id === id
  );
  if (view === undefined) throw new Refusal("not_found");
  const hash = args.text("hash");
  if (hash !== undefined && hash !== view.hash) {
    throw new Refusal("hash_conflict");
  }
  view.payload = readPayload(call, view);
  view.hash = `${call.nowSeconds}.${++state.sequence}`;
  return { view: viewObject(call, view) };
}

/**
 * Reads the given view; `own` is the one it replaces, whose external id it may
 * keep.
 */
function readPayload(call: Call, own: View | null): Record<string, unknown> {
  const payload = call.args.requiredObject("view");
  if (payload.type !== "modal") throw invalidArguments("view must be a modal");
  const size = new TextEncoder().encode(JSON.stringify(payload)).length;
  if (size > LARGEST_VIEW_BYTES) throw new Refusal("view_too_large");
  const { external_id } = payload;
  for (const view of call.state.views.values()) {
    if (
      view !== own && external_id !== undefined && external_id !== "" &&
      view.payload.external_id === external_id
    ) {
      throw new Refusal("duplicate_external_id");
    }
  }
  return structuredClone(payload);
}

function viewObject({ state }: Call, view: View): Record<string, unknown> {
  return {
    ...view.payload,
    id: view.id,
    team_id: state.teamId,
    app_id: state.appId,
    bot_id: `B${state.botUserId.slice(1)}`,
    hash: view.hash,
    state: { values: {} },
    root_view_id: view.id,
    previous_view_id: null,
  };
}
