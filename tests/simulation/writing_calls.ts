import type { Host } from "../../packages/slack-box/network.ts";
import { parsePlainRequest } from "../../packages/slack-box/web_api/parse_request.ts";
import type { PlainRequest } from "../../packages/slack-box/web_api/parse_request.ts";
import type { Workspace } from "../../packages/slack-box/workspace.ts";
import type { WritingCall } from "./recording.ts";

const PRESENCE = new Set([
  "users.profile.set",
  "dnd.setSnooze",
  "dnd.endSnooze",
  "users.setPresence",
]);

const STORES = /^apps\.datastore\.(put|update|delete|bulkPut|bulkDelete)$/;

/** Notes each call by which an execution of the workspace writes, as it is sent. */
export function followWriting(
  workspace: Workspace,
  calls: WritingCall[],
): void {
  const host = workspace as Workspace & Host;
  const send = host.handleFromExecution.bind(host);
  host.handleFromExecution = (execution, request, signal) => {
    const what = request instanceof Request ? null : whatIsWritten(request);
    const at = workspace.clock.now();
    if (what !== null) calls.push({ at, execution, what });
    return send(execution, request, signal);
  };
}

function whatIsWritten(request: PlainRequest): WritingCall["what"] | null {
  const method = request.url.slice(request.url.lastIndexOf("/") + 1);
  if (PRESENCE.has(method)) return "presence";
  if (!STORES.test(method)) return null;
  const { args } = parsePlainRequest(request);
  if (args.datastore === "claims") return "claims";
  return args.datastore === "consents" && gives(args) ? "consent" : null;
}

/** Whether any consent is stored that is no tombstone. */
function gives({ item, items }: Record<string, unknown>): boolean {
  const stored = (parsed(items) ?? [parsed(item)]) as unknown[];
  return stored.some((each) =>
    typeof each === "object" && each !== null &&
    !(each as { withdrawn_at?: unknown }).withdrawn_at
  );
}

/** Values of a form are text; whatever is no text there is JSON. */
function parsed(value: unknown): unknown {
  return typeof value === "string" ? JSON.parse(value) : value;
}
