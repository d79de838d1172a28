import type { Workspace } from "../../packages/slack-box/workspace.ts";
import type { HandoffsSeen } from "./recording.ts";

const NAME = /^Handoff /;

/** The one-off triggers for handoffs as they stand now, and what is on record of them. */
export function handoffsSeen({ clock, state }: Workspace): HandoffsSeen {
  const triggers = [...state.triggers.values()]
    .filter(({ type, name }) => type === "scheduled" && NAME.test(name))
    .map(({ name, schedule }) => ({
      name: name.replace(NAME, ""),
      fires_at: Date.parse(String(schedule?.start_time)),
    }));
  const records = state.datastores.get("handoffs")?.items.values() ?? [];
  return { at: clock.now(), triggers, records: [...records] };
}
