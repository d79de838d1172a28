import type { Host } from "../../packages/slack-box/network.ts";
import type {
  Datastore,
  WorkspacePerson,
} from "../../packages/slack-box/state.ts";
import {
  parsePlainRequest,
  type PlainRequest,
} from "../../packages/slack-box/web_api/parse_request.ts";
import type { Workspace } from "../../packages/slack-box/workspace.ts";
import { contents } from "./judge/truth.ts";
import {
  type Item,
  type PersonRecording,
  type RecordChange,
  type Recording,
  shown,
  type Snooze,
  snoozing,
  type Write,
  type WritingCall,
} from "./recording.ts";

/**
 * Watches every write where the workspace stores it, so that nothing the app
 * does goes unseen, even if the app never learns of it.
 */
export class Watch {
  /** Whether what is written now is the people's own doing. */
  human = false;
  readonly #workspace: Workspace;

  constructor(
    workspace: Workspace,
    recording: Pick<
      Recording,
      | "people"
      | "consents"
      | "claims"
      | "declared"
      | "booked"
      | "modes"
      | "early_ends"
      | "writing"
      | "logged"
    >,
  ) {
    this.#workspace = workspace;
    for (const person of workspace.state.people.values()) {
      recording.people.set(person.id, this.#person(person));
    }
    this.#records("consents", recording.consents);
    this.#records("claims", recording.claims);
    this.#declared(recording.declared);
    this.#runs(recording);
    this.#handoffs(recording.booked);
    followWriting(workspace, recording.writing);
    this.#log(recording.logged);
  }

  /** Counts what `action` writes as the people's own doing. */
  byHuman(action: () => void): void {
    this.human = true;
    try {
      action();
    } finally {
      this.human = false;
    }
  }

  #person(person: WorkspacePerson): PersonRecording {
    const snooze = snoozeOf(person);
    const recording: PersonRecording = {
      id: person.id,
      initial: {
        status: { ...person.status },
        snooze,
        away: person.manual_away,
      },
      status: [],
      snooze: [],
      away: [],
    };
    const { status, away } = recording;
    this.#field(
      person,
      "status",
      (before, after, at) =>
        this.#note(person.id, status, shown(before, at), { ...after }),
    );
    this.#field(
      person,
      "manual_away",
      (before, after) => this.#note(person.id, away, before, after),
    );
    this.#snooze(person, recording.snooze);
    return recording;
  }

  /** A snooze has two fields; this one is set last. */
  #snooze(person: WorkspacePerson, writes: Write<Snooze>[]): void {
    let last = snoozeOf(person);
    this.#field(person, "snooze_indefinite", (_before, indefinite, at) => {
      const after = { until_seconds: person.snooze_until, indefinite };
      this.#note(person.id, writes, snoozing(last, at), after);
      last = after;
    });
  }

  #note<V>(id: string, writes: Write<V>[], before: V, after: V): void {
    writes.push({
      at: this.#workspace.clock.now(),
      by: this.human ? "human" : "app",
      before,
      after,
      claim: this.#item("claims", id),
      consent: this.#item("consents", id),
    });
  }

  #item(store: string, id: string): Item | null {
    const { datastores } = this.#workspace.state;
    return datastores.get(store)?.items.get(id) ?? null;
  }

  #field<F extends "status" | "snooze_indefinite" | "manual_away">(
    person: WorkspacePerson,
    field: F,
    note: (
      before: WorkspacePerson[F],
      after: WorkspacePerson[F],
      at: number,
    ) => void,
  ): void {
    let current = person[field];
    Object.defineProperty(person, field, {
      enumerable: true,
      get: () => current,
      set: (after: WorkspacePerson[F]) => {
        note(current, after, this.#workspace.clock.now());
        current = after;
      },
    });
  }

  /** Notes when each entry of the audit log is first stored. */
  #log(logged: Map<string, number>): void {
    const datastore = this.#workspace.state.datastores.get("audit_log");
    if (!datastore) return;
    follow(datastore, (id) => {
      if (!logged.has(id)) logged.set(id, this.#workspace.clock.now());
    });
  }

  #declared(changes: Recording["declared"]): void {
    const datastore = this.#workspace.state.datastores.get("declared_shifts");
    if (!datastore) return;
    follow(datastore, (id, item) => {
      changes.push({ at: this.#workspace.clock.now(), id, item });
    });
  }

  #handoffs(booked: Recording["booked"]): void {
    const { clock, state } = this.#workspace;
    followMap(state.triggers, (id, trigger) => {
      const at = clock.now();
      const made = booked.find((each) => each.id === id);
      if (trigger === null && made) made.removed_at = at;
      const name = /^Handoff (.+)/.exec(trigger?.name ?? "")?.[1];
      if (name && !made) booked.push({ id, name, at, removed_at: null });
    });
  }

  /** Of what runs leave each other: the mode, and the ends that wait. */
  #runs({ modes, early_ends }: Pick<Recording, "modes" | "early_ends">): void {
    const datastore = this.#workspace.state.datastores.get("runs");
    if (!datastore) return;
    follow(datastore, (id, item) => {
      const at = this.#workspace.clock.now();
      if (id === "early_ends") early_ends.push({ at, item });
      if (id !== "mode" || item === null) return;
      const { mode, put_back } = contents(item);
      modes.push({ at, mode, put_back } as Recording["modes"][number]);
    });
  }

  #records(store: string, changes: RecordChange[]): void {
    const datastore = this.#workspace.state.datastores.get(store);
    if (!datastore) return;
    for (const [person, item] of datastore.items) {
      changes.push({ at: 0, person, item });
    }
    follow(datastore, (person, item) => {
      changes.push({ at: this.#workspace.clock.now(), person, item });
    });
  }
}

function snoozeOf(person: WorkspacePerson): Snooze {
  const { snooze_until: until_seconds, snooze_indefinite: indefinite } = person;
  return { until_seconds, indefinite };
}

/** Tells of every item that is put or deleted from now on. */
function follow(
  { items }: Datastore,
  tell: (key: string, item: Item | null) => void,
): void {
  followMap(items, tell);
}

function followMap<V>(
  items: Map<string, V>,
  tell: (key: string, value: V | null) => void,
): void {
  const set = items.set.bind(items);
  const remove = items.delete.bind(items);
  items.set = (key, item) => {
    tell(key, item);
    return set(key, item);
  };
  items.delete = (key) => {
    const known = items.has(key);
    if (known) tell(key, null);
    return remove(key);
  };
}

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

/** Values of a form are text, others are JSON. */
function parsed(value: unknown): unknown {
  return typeof value === "string" ? JSON.parse(value) : value;
}
