import type { App } from "../../packages/slack-box/app.ts";
import type { Host } from "../../packages/slack-box/network.ts";
import type { MetTrouble } from "../../packages/slack-box/traffic/gateway.ts";
import { methodOf, userOf } from "../../packages/slack-box/traffic/call.ts";
import type { Workspace } from "../../packages/slack-box/workspace.ts";
import type { ExecutionRecord, Item, TouchRecord } from "./recording.ts";
import { isRefusal } from "./troubles.ts";
import { emailOf, idOf } from "./script.ts";
import type { Stage } from "./stage.ts";
import type { ServedSchedule } from "./vendors.ts";

/** Notes each execution: which step of which run it is, and what it calls. */
export class Executions {
  readonly all: ExecutionRecord[] = [];
  readonly #byId = new Map<string, ExecutionRecord>();

  /** The app, with each execution noted when its code begins and ends. */
  of(app: App, now: () => number): App {
    return {
      ...app,
      load: async (callbackId) => {
        const module = await app.load(callbackId);
        return {
          default: async (context) => {
            const record = this.#begin(callbackId, context, now());
            try {
              return await module.default(context);
            } finally {
              record.ended_at = now();
            }
          },
        };
      },
    };
  }

  get(id: string | null): ExecutionRecord | null {
    return (id === null ? null : this.#byId.get(id)) ?? null;
  }

  /** Counts the calls of each execution, by method, as they are sent. */
  countCalls(workspace: Workspace): void {
    const host = workspace as Workspace & Host;
    const send = host.handleFromExecution.bind(host);
    host.handleFromExecution = (id, request, signal) => {
      const calls = this.#byId.get(id)?.calls;
      if (calls) {
        const method = methodIn(request.url);
        calls[method] = (calls[method] ?? 0) + 1;
      }
      return send(id, request, signal);
    };
  }

  #begin(step: string, context: Item, at: number): ExecutionRecord {
    const { id, inputs } = {
      id: String((context.event as Item).function_execution_id),
      inputs: (context.inputs ?? {}) as Item,
    };
    const record: ExecutionRecord = {
      id,
      at,
      step,
      by: clickedBy(inputs),
      run: typeof inputs.run_id === "string" ? inputs.run_id : id,
      ended_at: Infinity,
      calls: {},
    };
    this.all.push(record);
    this.#byId.set(id, record);
    return record;
  }
}

function clickedBy({ interactivity }: Item): string | null {
  const { interactor } = (interactivity ?? {}) as Item;
  return interactor ? String((interactor as Item).id) : null;
}

const ADDRESS = /\/x\/[^/]+\/(?:api\/([^?]+)|([^/?]+))/;

/** `users.profile.set`, or a vendor's name. */
function methodIn(url: string): string {
  const [, method, vendor] = ADDRESS.exec(url) ?? [];
  return method ?? vendor ?? url;
}

/** What a call that met a fault was about. */
export function touchOf(
  { atMs, call, execution, failure }: MetTrouble,
  { workspace, executions, schedules }: Pick<
    Stage,
    "workspace" | "executions" | "schedules"
  >,
): TouchRecord {
  const known = executions.get(execution);
  const args: Item = call.to === "slack" ? call.request.args : {};
  const killed = failure === "killed";
  // What is stopped serves no one any more, also the person whom its last call was about.
  const people = killed ? null : peopleIn(call, args, workspace);
  return {
    at: atMs,
    run: known?.run ?? "",
    step: known?.step ?? "",
    execution: execution ?? "",
    method: methodOf(call),
    datastore: typeof args.datastore === "string" ? args.datastore : null,
    people: people ?? (known?.by ? [known.by] : null),
    schedules: killed ? [] : schedulesIn(call, schedules),
    refused: typeof failure === "object" && isRefusal(failure),
    killed,
  };
}

const OF_ONE_PERSON =
  /^(users\.(profile|setPresence|getPresence)|dnd\.|apps\.auth\.)/;

/** Datastores whose records are each about one person. */
const PERSONAL = ["claims", "consents", "audit_log"];

/** The people whom a call is about; `null`: it cannot be told, or everybody. */
function peopleIn(
  call: MetTrouble["call"],
  args: Item,
  { state }: Workspace,
): string[] | null {
  const method = methodOf(call);
  if (method === "users.lookupByEmail") {
    const at = [...state.people.values()]
      .findIndex((_, who) => emailOf(who) === args.email);
    return at < 0 ? null : [idOf(at)];
  }
  if (OF_ONE_PERSON.test(method)) {
    const person = userOf(call, state);
    return person === null || !state.people.has(person) ? null : [person];
  }
  if (!PERSONAL.includes(String(args.datastore))) return null;
  const items = parsed(args.items ?? args.ids ?? null);
  if (!Array.isArray(items)) return null;
  const people = items.map((item) =>
    typeof item === "string" ? item : String(item.person)
  );
  return people.every((person) => state.people.has(person)) ? people : null;
}

function parsed(value: unknown): unknown {
  return typeof value === "string" ? JSON.parse(value) : value;
}

/** The schedules of the sources that were asked for; all of the vendor's if none is named. */
function schedulesIn(
  call: MetTrouble["call"],
  schedules: readonly ServedSchedule[],
): string[] {
  if (call.to !== "vendor") return [];
  const { path, query } = call.request;
  const address = `${path}?${query}`;
  const own = schedules.filter(({ vendor }) => vendor === call.vendor);
  const named = own.filter(({ id }) => address.includes(id));
  const sources = (named.length === 0 ? own : named)
    .map(({ source }) => source);
  return own.filter(({ source }) => sources.includes(source))
    .map(({ id }) => id);
}
