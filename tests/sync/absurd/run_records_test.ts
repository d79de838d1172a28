import { assert, assertEquals } from "@std/assert";
import { auditLog } from "../../../slack/records/audit_log.ts";
import { failedSteps } from "../../../slack/records/failed_steps.ts";
import {
  consentsRevisions,
  earlyEnds,
  modes,
  oneOffRuns,
  reconnects,
  reportedRuns,
  runRecords,
} from "../../../slack/records/runs.ts";
import { leases } from "../../../slack/records/lease.ts";
import { sampleEntry } from "../../slack/records/sample_entry.ts";
import { at, person, scenario, schedule, shift, unix } from "../day.ts";
import { inSession, type Item, type Session } from "../session.ts";
import {
  describe,
  fieldsOf,
  insteadOf,
  itemsOf,
  type Path,
  withValue,
} from "./values.ts";

/** Minutes from handoff to handoff. */
const EVERY_MINUTES = 10;

/** The instant a number of minutes after eight. */
const after = (minutes: number) => at(`8:${minutes}`);

/** Hal and Ivy take turns, and Jan waits until his own status is gone. */
function turns(count: number) {
  const shifts = Array.from({ length: count + 2 }, (_, index) => {
    const start = (index + 1) * EVERY_MINUTES;
    const who = index % 2 === 0 ? "hal" : "ivy";
    return shift(who, after(start), after(start + EVERY_MINUTES));
  });
  const people = [
    ...["hal", "ivy"].map((name) => person(name)),
    person("jan", { status: { text: "Lunch", emoji: ":sandwich:" } }),
  ];
  const leave = shift("jan", after(5), at("08:00", 30));
  return scenario(people, [schedule("pto", ...shifts, leave)]);
}

/** Whether Hal and Ivy show something. */
async function showing(session: Session): Promise<boolean[]> {
  const people = await session.people();
  return ["hal", "ivy"].map((name) =>
    people.find((each) => each.name === name)!.status.text !== ""
  );
}

/** A record in which each field gets absurd values, one after another. */
interface Target {
  datastore: string;
  /** Finds its key among those that are stored. */
  key(keys: string[]): string;
  /** What is there before each value, if the days' runs leave none. */
  sample?: Item;
  /** Whether each run reads it, and reports what does not parse. */
  isTold: boolean;
}

/** Fields that an absurd value makes so doubtful that nothing is written: they are looked at alone. */
const MODE_FIELDS = ["id", "mode", "put_back", "schema_version", "body"];

/** Only the next shifts are read, so that a run takes little time. */
const SHORT = {
  rates: "none",
  extraConfig: () => ({ limits: { roster_hours: 1, rates: "none" } }),
} as const;

/** Each handoff with one absurd value in the record. */
async function play(target: Target): Promise<void> {
  const { datastore, sample, isTold } = target;
  const count = 180;
  await inSession(turns(count), async (session) => {
    const items = itemsOf(session, datastore);
    await session.to(after(EVERY_MINUTES + 5));
    const key = () => target.key([...items.keys()]);
    const first = sample ?? items.get(key())!;
    const cases = fieldsOf(first).flatMap(({ path, value }) =>
      insteadOf(value).map((instead) => ({ path, value: instead }))
    ).filter(({ path }) => !isOfMode(target, path));
    assert(cases.length < count, `${cases.length} values`);
    for (const [index, { path, value }] of cases.entries()) {
      const told = `${datastore} ${key()}: ${describe(path, value)}`;
      const item = withValue(sample ?? items.get(key()) ?? first, path, value);
      items.set(key(), item);
      await session.to(after((index + 2) * EVERY_MINUTES + 1));
      const isIvy = index % 2 === 0;
      assertEquals(await showing(session), [!isIvy, isIvy], told);
      if (isTold && !parses(item)) assertTold(session, key(), path, told);
      if (sample) items.delete(key());
      else if (items.get(key()) === item) items.set(key(), first);
      await session.to(after((index + 2) * EVERY_MINUTES + 5));
    }
    const reports = await session.reports();
    assert(!reports.includes("Invalid time value"));
    assert(!reports.includes("its run ended"), reports.slice(-900));
  }, SHORT);
}

function isOfMode({ sample }: Target, path: Path): boolean {
  if (sample?.id !== "mode") return false;
  const [first, second] = path;
  return MODE_FIELDS.includes(
    String(first === "body" ? second ?? first : first),
  );
}

/** Whether the app can read it. A record with another key is not looked at. */
function parses(item: Item): boolean {
  const store = item.id === "lease" ? leases : runRecords;
  try {
    store.parse(item);
    return true;
  } catch {
    return false;
  }
}

function assertTold(
  session: Session,
  id: string,
  path: Path,
  told: string,
): void {
  const [first, second] = path;
  if (first === "id") return;
  const field = first === "body" ? second ?? first : first;
  const isNamed = session.workspace.state.messages.some(({ text }) =>
    text.includes(`record ${id} of runs`) && text.includes(`${field}`)
  );
  assert(isNamed, `${told}: no one hears of it`);
}

const RUN_RECORDS = ["checkpoint", "booked", "lease"];

for (const id of RUN_RECORDS) {
  Deno.test(`an absurd value in the record ${id} stops no one`, async () => {
    await play({ datastore: "runs", key: () => id, isTold: true });
  });
}

Deno.test("an absurd value in the record of the last reading stops no one", async () => {
  await play({ datastore: "runs", key: () => "latest", isTold: true });
});

/** Records that these days' runs do not leave. */
const MORE: [id: string, sample: Item, isTold: boolean][] = [
  [
    "mode",
    modes.format({
      id: "mode",
      mode: "enforce",
      put_back: false,
      set_by: "UHAL",
      set_at: unix("08:00"),
    }),
    true,
  ],
  [
    "consents",
    consentsRevisions.format({
      id: "consents",
      revision: "Fx1",
      pending_since: unix("08:00"),
    }),
    true,
  ],
  [
    "reported",
    reportedRuns.format({
      id: "reported",
      keys: ["key"],
      listed_at: unix("08:00"),
      unposted: ["Fx1"],
    }),
    true,
  ],
  [
    "continuation",
    oneOffRuns.format({
      id: "continuation",
      trigger_id: "Ft1",
      at: unix("08:00"),
      run: "",
    }),
    true,
  ],
  [
    "early_ends",
    earlyEnds.format({
      id: "early_ends",
      people: ["UIVY"],
      active: 20,
      held_at: unix("08:00"),
      confirmed_by: "UHAL",
      confirmed_at: unix("08:00"),
    }),
    true,
  ],
  [
    "reconnect:UIVY",
    reconnects.format({
      id: "reconnect:UIVY",
      person: "UIVY",
      since: unix("08:00"),
      told_at: unix("08:00"),
    }),
    false,
  ],
  [
    "failed_steps",
    failedSteps.format({
      id: "failed_steps",
      told: [{ text: "x", at: unix("08:00") }],
    }),
    false,
  ],
];

for (const [id, sample, isTold] of MORE) {
  Deno.test(`an absurd value in the record ${id} stops no one`, async () => {
    await play({ datastore: "runs", key: () => id, sample, isTold });
  });
}

/** Records under the ids of runs: those that were written last. */
const NEWEST: [what: string, datastore: string, ending: string][] = [
  ["results", "runs", ":apply:0"],
  ["a snapshot's head", "roster_snapshots", ":head"],
  ["a snapshot", "roster_snapshots", ":0"],
  ["a booked handoff", "handoffs", "Z"],
];

for (const [what, datastore, ending] of NEWEST) {
  Deno.test(`an absurd value in ${what} stops no one`, async () => {
    const key = (keys: string[]) =>
      keys.findLast((each) => each.endsWith(ending))!;
    await play({ datastore, key, isTold: false });
  });
}

Deno.test("an absurd value on the audit log keeps nobody from their history", async () => {
  await inSession(turns(2), async (session) => {
    const items = itemsOf(session, "audit_log");
    const entry = sampleEntry({ person: "UHAL", at: unix("08:00") });
    const item = auditLog.format({ ...entry, expires_at: unix("08:00", 9) });
    for (const { path, value } of fieldsOf(item)) {
      for (const instead of insteadOf(value)) {
        items.set(entry.id, withValue(item, path, instead));
        const { status } = await session.trip("My history", { user: "UHAL" });
        assertEquals(status, "completed", describe(path, instead));
      }
    }
    assertEquals((await session.reports()).includes("its run ended"), false);
  }, { rates: "none" });
});
