import { assert, assertEquals, assertThrows } from "@std/assert";
import * as v from "valibot";
import { getRecords, putRecords } from "../../../slack/record_store.ts";
import * as auditLog from "../../../slack/records/audit_log.ts";
import { checkpoints } from "../../../slack/records/checkpoint.ts";
import * as claims from "../../../slack/records/claims.ts";
import * as consents from "../../../slack/records/consents.ts";
import * as declaredShifts from "../../../slack/records/declared_shifts.ts";
import {
  defineBodyStore,
  defineStore,
  type Item,
  type Store,
} from "../../../slack/records/define_store.ts";
import { failedSteps } from "../../../slack/records/failed_steps.ts";
import * as handoffs from "../../../slack/records/handoffs.ts";
import * as lease from "../../../slack/records/lease.ts";
import * as operatorActions from "../../../slack/records/operator_actions.ts";
import * as ownWrites from "../../../slack/records/own_writes.ts";
import * as people from "../../../slack/records/people.ts";
import * as questions from "../../../slack/records/questions.ts";
import * as snapshots from "../../../slack/records/roster_snapshots.ts";
import * as reported from "../../../slack/records/reported.ts";
import * as rostersRead from "../../../slack/records/rosters_read.ts";
import * as runs from "../../../slack/records/runs.ts";
import * as talk from "../../../slack/records/talk.ts";
import { NOW, openSlack } from "../local_slack.ts";
import { asVersion0, migratingVersion0 } from "./made_up_version.ts";
import { SAMPLE_CHECKPOINT } from "./sample_checkpoint.ts";
import { sampleClaim, sampleShift } from "./sample_claim.ts";
import { sampleEntry } from "./sample_entry.ts";

/** A store, one of its records, and the field that a made-up version 0 calls otherwise. */
interface Case {
  store: Store<unknown>;
  record: Item;
  field: string;
}

function caseOf<T extends object>(
  store: Store<T>,
  record: T,
  field: keyof T & string,
): Case {
  return { store: store as Store<unknown>, record: record as Item, field };
}

const CASES = {
  channelFacts: caseOf(
    talk.channelFacts,
    {
      id: talk.channelFactsId("C1"),
      channel: "C1",
      welcomed_at: NOW,
      shared: false,
      checked_at: 0,
    },
    "shared",
  ),
  channelLinks: caseOf(
    talk.channelLinks,
    {
      id: talk.linkId({ channel: "C1", source: "pd", schedule: "P1" }),
      channel: "C1",
      source: "pd",
      schedule: "P1",
      name: "Payments",
      linked_at: NOW,
      by: "UANN",
      by_name: "ann",
      settings: { Handoff: { on: false, at: NOW } },
    },
    "linked_at",
  ),
  channelSettings: caseOf(
    talk.channelSettings,
    {
      id: talk.channelSettingsId("C1"),
      channel: "C1",
      settings: { Handoff: { on: false, at: NOW } },
    },
    "settings",
  ),
  personFacts: caseOf(
    talk.personFacts,
    { id: talk.personFactsId("UANN"), channel: "UANN", greeted_at: NOW },
    "greeted_at",
  ),
  commands: caseOf(
    talk.commands,
    {
      id: talk.commandId("C1", "1.2"),
      person: "UANN",
      asked_at: NOW,
      bidder: "Fx1",
      until_ms: NOW * 1000,
      understood: '{"kind":"command","command":{"name":"help"}}',
      answered: true,
      reply: { channel: "C1", ts: "1.3" },
      done: "",
      expires_at: NOW + 60,
    },
    "understood",
  ),
  rostersRead: caseOf(
    rostersRead.rostersRead,
    {
      id: rostersRead.ROSTERS_READ_ID,
      at: NOW,
      snapshot: { version: "Fx1", chunks: 1, read_at: NOW },
      unread: [{ key: ["pd", null, null], since: NOW }],
      schedules: [{ source: "pd", schedule: "P1", name: "Payments" }],
    },
    "unread",
  ),
  ownWrites: caseOf(
    ownWrites.ownWrites,
    {
      id: ownWrites.ownWriteId("Fx1"),
      person: "UANN",
      by: "UOPS",
      at: NOW,
      part: "presence",
      state: "",
      action: "workflow",
      reason: "a workflow set it",
      before: "false",
      after: "true",
      outcome: "done",
      path: "own",
      run: "Wx1",
      execution: "Fx1",
      expires_at: NOW + 60,
    },
    "by",
  ),
  auditLog: caseOf(auditLog.auditLog, sampleEntry(), "before"),
  actionLog: caseOf(
    auditLog.actionLog,
    {
      id: auditLog.actionEntryId("Fx1"),
      person: "",
      by: "UOPS",
      at: NOW,
      part: "settings",
      state: "",
      action: "switch_mode",
      reason: "an operator did it",
      before: '{"mode":"preview"}',
      after: '{"mode":"enforce"}',
      outcome: "done",
      path: "",
      run: "Fx1",
      execution: "Fx1",
      expires_at: NOW + 60,
    },
    "before",
  ),
  claims: caseOf(claims.claims, sampleClaim(), "status"),
  consents: caseOf(
    consents.consents,
    {
      person: "UANN",
      states: ["on_call"],
      on_own_status: "replace",
      after_manual_change: "resume",
      dnd: true,
      presence: false,
      external_token_id: "Et1",
      notices: true,
      workflow_presence: false,
      recorded_at: NOW,
      withdrawn_at: null,
    },
    "on_own_status",
  ),
  declaredShifts: caseOf(
    declaredShifts.declaredShifts,
    {
      id: "Fx1",
      person: "UANN",
      group: null,
      state: "pto",
      start: NOW,
      end: NOW + 3600,
      days: null,
      label: "Away",
      declared_by: "UANN",
      declared_at: NOW,
      unconfirmed: false,
      ended: null,
    },
    "label",
  ),
  handoffs: caseOf(
    handoffs.handoffs,
    {
      id: "2026-03-02T09:00:00Z",
      at: NOW,
      trigger_id: "Ft1",
      expires_at: NOW + 60,
    },
    "trigger_id",
  ),
  leases: caseOf(
    lease.leases,
    { id: "lease", holder: "Fx1", until: NOW * 1000, history: {} },
    "history",
  ),
  knownPeople: caseOf(
    people.knownPeople,
    {
      identity: "pagerduty:P1",
      looked_up: "email:ann@example.com",
      slack_id: "UANN",
      name: "ann",
      time_zone: "UTC",
      expires_at: NOW + 60,
    },
    "slack_id",
  ),
  snapshotHeads: caseOf(
    snapshots.snapshotHeads,
    { id: "v1:head", version: "v1", read_at: NOW, chunks: 1 },
    "chunks",
  ),
  snapshotChunks: caseOf(
    snapshots.snapshotChunks,
    {
      id: "v1:0",
      shifts: [sampleShift()],
      remembered: [],
      unplaced: [],
      unmapped_shifts: [],
      people: [{ id: "UANN", name: "ann", time_zone: "UTC" }],
      unreadable: [],
      unmapped: [],
      rejected: [],
      schedules: [],
    },
    "shifts",
  ),
  checkpoints: caseOf(checkpoints, SAMPLE_CHECKPOINT, "next_due"),
  latestRuns: caseOf(
    runs.latestRuns,
    { id: "latest", snapshot: "v1", snapshot_at: NOW },
    "snapshot",
  ),
  consentsRevisions: caseOf(
    runs.consentsRevisions,
    { id: "consents", revision: "Fx1", pending_since: null },
    "revision",
  ),
  runResults: caseOf(
    runs.runResults,
    { id: "Fx1:apply:0", results: [1], expires_at: NOW + 60 },
    "results",
  ),
  postedRuns: caseOf(
    runs.postedRuns,
    {
      id: runs.postedId("Wx1/Fx1"),
      channels: ["CREPORTS"],
      expires_at: NOW + 60,
    },
    "channels",
  ),
  reportedRuns: caseOf(
    reported.reportedRuns,
    {
      id: "reported",
      keys: ["a"],
      listed_at: NOW,
      unposted: ["Fx1"],
      outages: [{
        key: "x",
        about: "pagerduty",
        since: NOW,
        told_at: NOW,
        called: true,
        over_at: NOW,
      }],
      preview_at: NOW,
    },
    "keys",
  ),
  reportsDue: caseOf(reported.reportsDue, { id: "report_due", at: NOW }, "at"),
  runsAtWork: caseOf(
    runs.runsAtWork,
    { id: "at_work", run: "Fx1", at: NOW, revision: "none" },
    "revision",
  ),
  bookedRuns: caseOf(
    runs.bookedRuns,
    { id: "booked", handoffs: "none", failures: 2, retry_at: NOW },
    "failures",
  ),
  oneOffRuns: caseOf(
    runs.oneOffRuns,
    { id: "continuation", trigger_id: "Ft1", at: NOW, run: "", attempt: 0 },
    "trigger_id",
  ),
  earlyEnds: caseOf(
    runs.earlyEnds,
    {
      id: "early_ends",
      people: ["UANN"],
      active: 3,
      held_at: NOW,
      confirmed_by: "UOPS",
      confirmed_at: NOW,
    },
    "confirmed_by",
  ),
  modes: caseOf(
    runs.modes,
    {
      id: "mode",
      mode: "enforce",
      put_back: true,
      set_by: "UOPS",
      set_at: NOW,
    },
    "put_back",
  ),
  userLists: caseOf(runs.userLists, { id: "user_list", pages: 3 }, "pages"),
  setUps: caseOf(
    runs.setUps,
    { id: "set_up", first_by: "UOPS", channel: "C1", ts: "1.2" },
    "channel",
  ),
  reconnects: caseOf(
    runs.reconnects,
    { id: "reconnect:UANN", person: "UANN", since: NOW, told_at: null },
    "since",
  ),
  notices: caseOf(
    operatorActions.notices,
    {
      id: operatorActions.noticeId("switch_mode"),
      untold: [{
        action: "switch_mode",
        by: "UOPS",
        at: NOW,
        execution: "Fx1",
        before: "null",
        after: "null",
        text: "cut short",
        retry_at: NOW + 90,
      }],
    },
    "untold",
  ),
  questions: caseOf(
    questions.questions,
    {
      id: questions.questionId("put_everybody_back", "UOPS"),
      people: ["UANN"],
      at: NOW,
      expires_at: NOW + 600,
    },
    "people",
  ),
  failedSteps: caseOf(
    failedSteps,
    {
      id: "failed_steps",
      told: [{ text: "failed", at: NOW, title: "Set statuses", since: NOW }],
    },
    "told",
  ),
} satisfies Record<string, Case>;

/** What all files of `slack/records/` export. */
async function allExports(): Promise<[string, unknown][]> {
  const folder = new URL("../../../slack/records/", import.meta.url);
  const exports: [string, unknown][] = [];
  for (const { name } of Deno.readDirSync(folder)) {
    exports.push(...Object.entries(await import(`${folder}${name}`)));
  }
  return exports;
}

Deno.test("every store of every datastore is tested here", async () => {
  const stores = (await allExports())
    .filter(([, value]) =>
      typeof value === "object" && value !== null && "migrations" in value
    )
    .map(([name]) => name);
  assertEquals(stores.sort(), Object.keys(CASES).sort());
  const names = new Set(Object.values(CASES).map(({ store }) => store.name));
  const slack = openSlack([]);
  assertEquals([...names].sort(), [...slack.state.datastores.keys()].sort());
  slack.close();
});

/** The item with its body parsed: the order of fields in the JSON does not matter. */
function opened(item: Item): Item {
  return typeof item.body === "string"
    ? { ...item, body: JSON.parse(item.body) }
    : item;
}

for (const [name, { store, record, field }] of Object.entries(CASES)) {
  const id = record[store.key] as string;

  Deno.test(`${name}: a record of an older version is migrated when it is read, and written in the new shape`, async () => {
    const slack = openSlack([]);
    const items = slack.items(store.name);
    const current = store.format(record);
    const old = asVersion0(current, field);
    items.set(id, old);
    const { found, lost } = await migratingVersion0(store, field, async () => {
      const found = await getRecords(slack.client, store, [id]);
      assertEquals(items.get(id), old);
      const records = [...found.records.values()];
      return { found, lost: await putRecords(slack.client, store, records) };
    });
    assertEquals(found, { records: new Map([[id, record]]), broken: [] });
    assertEquals(lost.size, 0);
    assertEquals(opened(items.get(id)!), opened(current));
    assertEquals(current.schema_version, store.version);
    slack.close();
  });

  Deno.test(`${name}: a record of a newer version, or of none that is known, is reported and left alone`, async () => {
    const slack = openSlack([]);
    const items = slack.items(store.name);
    const current = store.format(record);
    const { schema_version: _, ...unversioned } = current;
    const { version } = store;
    const newer = version + 1;
    const cases: [Item, string][] = [
      [
        { ...current, schema_version: newer },
        `written by a newer version of Shiftlight (schema_version ${newer}; this one reads up to ${version})`,
      ],
      [
        asVersion0(current, field),
        `schema_version: expected ${version}, found 0`,
      ],
      [unversioned, `schema_version: expected ${version}, found undefined`],
    ];
    for (const [item, reason] of cases) {
      items.set(id, item);
      const found = await getRecords(slack.client, store, [id]);
      const broken = { store: store.name, id, reason, transient: false };
      assertEquals(found, { records: new Map(), broken: [broken] });
      assertEquals(items.get(id), item);
    }
    slack.close();
  });
}

Deno.test("versions are migrated one after the other, and no migration may be missing", async () => {
  const { store, record } = CASES.claims;
  const item = store.format(record);
  const at = (schema_version: number) => ({ ...item, schema_version });
  await migratingVersion0(store, "name", () => {
    const second = store.migrations[0]!;
    const seen: number[] = [];
    store.migrations[0] = (fields) => (seen.push(0), second(fields));
    store.migrations[-1] = (fields) => {
      seen.push(-1);
      const { name, ...rest } = fields;
      return { ...rest, old_name: name };
    };
    assertEquals(store.parse(at(-1)), record);
    assertEquals(seen, [-1, 0]);
    delete store.migrations[-1];
    const parse = () => store.parse(at(-1));
    assertThrows(parse, Error, "schema_version: expected 1, found -1");
  });
  assert(Object.keys(store.migrations).length === 0);
});

Deno.test("a record is broken when its migration throws, or leaves a field that does not fit", async () => {
  const { store, record } = CASES.claims;
  const old = asVersion0(store.format(record), "status");
  await migratingVersion0(store, "name", () => {
    assertThrows(() => store.parse(old), Error, "name");
    store.migrations[0] = () => {
      throw new Error("no such field");
    };
    assertThrows(() => store.parse(old), Error, "no such field");
  });
});

Deno.test("a record is written with the version of its store", () => {
  for (const version of [1, 2, 7]) {
    const options = { name: "x", key: "id", version };
    const schema = v.object({ id: v.string() });
    for (
      const store of [
        defineStore({ ...options, schema }),
        defineBodyStore({ ...options, schema }),
      ]
    ) assertEquals(store.format({ id: "a" }).schema_version, version);
  }
});
