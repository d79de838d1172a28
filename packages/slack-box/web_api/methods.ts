import { AUTH_METHODS } from "./auth.ts";
import { CHAT_METHODS } from "./chat.ts";
import { DATASTORE_BULK_METHODS } from "./datastore_bulk.ts";
import { DATASTORE_ITEM_METHODS } from "./datastore_items.ts";
import { DATASTORE_SCAN_METHODS } from "./datastore_scans.ts";
import { DND_METHODS } from "./dnd.ts";
import { EXTERNAL_AUTH_METHODS } from "./external_auth.ts";
import { FUNCTION_COMPLETION_METHODS } from "./function_completion.ts";
import type { ApiMethod } from "./method.ts";
import { PRESENCE_METHODS } from "./presence.ts";
import { PROFILE_METHODS } from "./profiles.ts";
import { TRIGGER_ACCESS_METHODS } from "./trigger_access.ts";
import { TRIGGER_METHODS } from "./triggers.ts";
import { USER_GROUP_METHODS } from "./user_groups.ts";
import { USER_METHODS } from "./users.ts";
import { VIEW_METHODS } from "./views.ts";

const FAMILIES: readonly (readonly ApiMethod[])[] = [
  AUTH_METHODS,
  CHAT_METHODS,
  DATASTORE_BULK_METHODS,
  DATASTORE_ITEM_METHODS,
  DATASTORE_SCAN_METHODS,
  DND_METHODS,
  EXTERNAL_AUTH_METHODS,
  FUNCTION_COMPLETION_METHODS,
  PRESENCE_METHODS,
  PROFILE_METHODS,
  TRIGGER_ACCESS_METHODS,
  TRIGGER_METHODS,
  USER_GROUP_METHODS,
  USER_METHODS,
  VIEW_METHODS,
];

/** Every method imitated, by its name. */
export const API_METHODS: ReadonlyMap<string, ApiMethod> = new Map(
  FAMILIES.flat().map((method) => [method.name, method]),
);
