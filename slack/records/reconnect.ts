import * as v from "valibot";
import { runStore } from "./run_store.ts";

/**
 * That a person was told, or is being told, that their connection serves no
 * more. It is not in their consent, which only their own click may write: a
 * run that did could undo an opt-out that happens meanwhile.
 */
export interface Reconnect {
  /** `reconnect:<person>`. */
  id: string;
  person: string;
  /** When the telling began (Unix seconds). */
  since: number;
  /** When the message was posted (Unix seconds); `null`: perhaps it never was. */
  told_at: number | null;
}

const PREFIX = "reconnect:";

export function reconnectId(person: string): string {
  return PREFIX + person;
}

export const reconnects = runStore<Reconnect>(v.object({
  id: v.pipe(v.string(), v.startsWith(PREFIX)),
  person: v.string(),
  since: v.number(),
  told_at: v.nullable(v.number()),
}));
