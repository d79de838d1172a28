import type { AuditEntry } from "../../../reconciler/change.ts";
import { NOW } from "../local_slack.ts";

/** Ann's status set for a shift, logged for a day, by default. */
export function sampleEntry(fields: Partial<AuditEntry> = {}): AuditEntry {
  return {
    id: "Fx1:UANN:status:0",
    person: "UANN",
    at: NOW,
    part: "status",
    state: "on_call",
    action: "start",
    reason: "on call: Payments",
    before: JSON.stringify({ text: "", emoji: "", expiration: 0 }),
    after: JSON.stringify({
      text: "On call until 10:00",
      emoji: ":pager:",
      expiration: NOW + 3600,
    }),
    outcome: "done",
    path: "own",
    run: "Fx1",
    execution: "Fx2",
    expires_at: NOW + 86_400,
    ...fields,
  };
}
