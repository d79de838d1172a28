import type { ApiMethod } from "./method.ts";
import { Refusal } from "./refusal.ts";

export const USER_GROUP_METHODS: readonly ApiMethod[] = [
  {
    name: "usergroups.users.list",
    tier: 2,
    tokens: "any",
    scope: "usergroups:read",
    errors: ["no_such_subteam", "plan_upgrade_required"],
    perform({ state, args }) {
      const id = args.requiredText("usergroup");
      // Nothing here is disabled, so neither answer differs.
      args.flag("include_disabled");
      // Slack has user groups on paid plans alone.
      if (state.plan === "free") throw new Refusal("plan_upgrade_required");
      const group = state.user_groups?.get(id);
      if (group === undefined) throw new Refusal("no_such_subteam");
      return { users: group.members };
    },
  },
];
