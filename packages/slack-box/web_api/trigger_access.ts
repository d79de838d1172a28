import type { TriggerAccess, TriggerRecord, WorkspaceState } from "../state.ts";
import type { ApiMethod, Call } from "./method.ts";
import { invalidArguments, Refusal } from "./refusal.ts";

const TYPES = ["everyone", "app_collaborators", "named_entities"] as const;

const EVERYONE: TriggerAccess = {
  permission_type: "everyone",
  user_ids: [],
  channel_ids: [],
  team_ids: [],
  org_ids: [],
};

/** The methods that tell and change who may run a trigger. */
export const TRIGGER_ACCESS_METHODS: readonly ApiMethod[] = [
  {
    name: "workflows.triggers.permissions.set",
    tier: 3,
    tokens: "bot",
    scope: "triggers:write",
    errors: [
      "channel_not_found",
      "invalid_permission_type",
      "named_entities_cannot_be_empty",
      "org_not_found",
      "team_not_found",
      "trigger_not_found",
      "user_not_found",
    ],
    perform(call) {
      const trigger = triggerOf(call);
      trigger.access = readAccess(call);
      return accessObject(trigger.access);
    },
  },
  {
    name: "workflows.triggers.permissions.list",
    tier: 3,
    tokens: "bot",
    scope: "triggers:read",
    errors: ["trigger_not_found"],
    perform: (call) => accessObject(triggerOf(call).access ?? EVERYONE),
  },
];

/** The trigger that a call names. */
export function triggerOf({ args, state }: Call): TriggerRecord {
  const record = state.triggers.get(args.requiredText("trigger_id"));
  if (record === undefined) throw new Refusal("trigger_not_found");
  return record;
}

/** Slack leaves out lists that are empty. */
function accessObject({ permission_type, ...named }: TriggerAccess) {
  const given = Object.entries(named).filter(([, ids]) => ids.length > 0);
  return { permission_type, ...structuredClone(Object.fromEntries(given)) };
}

function readAccess(call: Call): TriggerAccess {
  const { state } = call;
  const given = call.args.requiredText("permission_type");
  const permission_type = TYPES.find((type) => type === given);
  if (permission_type === undefined) {
    throw invalidArguments(
      `permission_type must be one of ${TYPES.join(", ")}`,
    );
  }
  const access: TriggerAccess = {
    permission_type,
    user_ids: readIds(call, "user_ids"),
    channel_ids: readIds(call, "channel_ids"),
    team_ids: readIds(call, "team_ids"),
    org_ids: readIds(call, "org_ids"),
  };
  const { user_ids, channel_ids, team_ids, org_ids } = access;
  const named = [user_ids, channel_ids, team_ids, org_ids].flat();
  if (permission_type !== "named_entities" && named.length > 0) {
    throw new Refusal("invalid_permission_type");
  }
  if (permission_type === "named_entities" && named.length === 0) {
    throw new Refusal("named_entities_cannot_be_empty");
  }
  if (!user_ids.every((id) => isMember(state, id))) {
    throw new Refusal("user_not_found");
  }
  if (!channel_ids.every((id) => /^C[A-Z0-9]+$/.test(id))) {
    throw new Refusal("channel_not_found");
  }
  if (!team_ids.every((id) => id === state.teamId)) {
    throw new Refusal("team_not_found");
  }
  if (org_ids.length > 0) throw new Refusal("org_not_found");
  return access;
}

function isMember(state: WorkspaceState, id: string): boolean {
  return state.people.get(id)?.deleted === false;
}

/** Slack accepts a list of ids as an array or as a text with commas. */
function readIds({ args }: Call, name: string): string[] {
  const given = args.decoded(name);
  const ids = typeof given === "string" ? given.split(",") : given ?? [];
  if (!Array.isArray(ids) || !ids.every((id) => typeof id === "string")) {
    throw invalidArguments(`must be a list of ids [json-pointer:/${name}]`);
  }
  return [...new Set(ids.map((id) => id.trim()))].filter((id) => id !== "");
}
