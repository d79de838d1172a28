import type { UserGroup, WorkspaceState } from "../state.ts";
import type { ApiMethod } from "./method.ts";
import { Refusal } from "./refusal.ts";

export const USER_GROUP_METHODS: readonly ApiMethod[] = [
  {
    name: "usergroups.list",
    tier: 2,
    tokens: "any",
    scope: "usergroups:read",
    errors: ["plan_upgrade_required"],
    perform({ state, args }) {
      const withUsers = args.flag("include_users");
      const withCount = args.flag("include_count");
      // No group here is disabled, so the answer is the same.
      args.flag("include_disabled");
      const usergroups = [...groupsOf(state).values()].map((group) => ({
        ...groupObject(state, group),
        ...(withUsers ? { users: [...group.members] } : {}),
        ...(withCount ? { user_count: group.members.length } : {}),
      }));
      return { usergroups };
    },
  },
  {
    name: "usergroups.users.list",
    tier: 2,
    tokens: "any",
    scope: "usergroups:read",
    errors: ["no_such_subteam", "plan_upgrade_required"],
    perform({ state, args }) {
      const id = args.requiredText("usergroup");
      // No account here is disabled, so the answer is the same.
      args.flag("include_disabled");
      const group = groupsOf(state).get(id);
      if (group === undefined) throw new Refusal("no_such_subteam");
      return { users: group.members };
    },
  },
];

/** Slack has user groups only on paid plans. */
function groupsOf(state: WorkspaceState): ReadonlyMap<string, UserGroup> {
  if (state.plan === "free") throw new Refusal("plan_upgrade_required");
  return state.userGroups ?? new Map();
}

function groupObject(state: WorkspaceState, { id, name, handle }: UserGroup) {
  return {
    id,
    team_id: state.teamId,
    is_usergroup: true,
    name,
    description: "",
    handle: handle ?? handleFrom(name),
    is_external: false,
    date_create: 0,
    date_update: 0,
    date_delete: 0,
    auto_type: null,
    prefs: { channels: [], groups: [] },
  };
}

/** `payments-team` for "Payments team". */
function handleFrom(name: string): string {
  return name.toLowerCase().replace(/[^\p{L}\p{N}_.]+/gu, "-")
    .replace(/^-|-$/g, "");
}
