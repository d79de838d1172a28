/**
 * What operators' clicks leave in the datastore `runs`. Instants are Unix seconds.
 * Fields are described above their schema: bundles keep the comments within it.
 */
import * as v from "valibot";
import { instant } from "./fields.ts";
import { runStore } from "./run_store.ts";

/** What operators do by a link, by the callback id of its workflow. */
export const ACTIONS = [
  "put_everybody_back",
  "put_one_person_back",
  "confirm_early_ends",
  "switch_mode",
  "set_up",
] as const;

export type ActionKind = typeof ACTIONS[number];

const NOTICE_PREFIX = "notice:";

/** The id of the notice of an action. */
export function noticeId(kind: ActionKind): string {
  return NOTICE_PREFIX + kind;
}

export function isNoticeId(id: string): boolean {
  return id.startsWith(NOTICE_PREFIX);
}

/**
 * - `by`: Slack user id of the operator.
 * - `before`, `after`: of the entry on the audit log.
 * - `text`: what the report channel is told if the action's own execution does not
 *   tell it; `""`: it was told already.
 * - `retry_at`: when another execution tells it. Until then its own may be at work.
 */
const UNTOLD = v.object({
  action: v.picklist(ACTIONS),
  by: v.string(),
  at: instant,
  execution: v.string(),
  before: v.string(),
  after: v.string(),
  text: v.string(),
  retry_at: instant,
});

/** An action that has begun, and of whose outcome the report channel was not told yet. */
export type Untold = v.InferOutput<typeof UNTOLD>;

/**
 * - `id`: `notice:<action>`.
 * - `untold`: in the order in which they began; nearly always one.
 */
const NOTICE = v.object({
  id: v.pipe(v.string(), v.check(isNoticeId, "expected notice:<action>")),
  untold: v.array(UNTOLD),
});

/** The actions of one kind that were not told yet. They are stored before they change anything. */
export type Notice = v.InferOutput<typeof NOTICE>;

export const notices = runStore(1, NOTICE);
