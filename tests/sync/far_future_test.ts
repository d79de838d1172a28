import { assert, assertEquals, assertStringIncludes } from "@std/assert";
import type { RecordFormat } from "../../slack/records/define_store.ts";
import { leases } from "../../slack/records/lease.ts";
import { runRecords } from "../../slack/records/runs.ts";
import { at, EMPTY, onCall, person, scenario, unix } from "./day.ts";
import { inSession, type Session } from "./session.ts";

/** A year from the day on which every scenario begins (Unix seconds). */
const FAR = unix("08:00", 365);

const LUNCH = { text: "Lunch", emoji: ":sandwich:", expiration: 0 };

function put<T>(session: Session, store: RecordFormat<T>, record: T): void {
  const item = store.format(record);
  const { items } = session.workspace.state.datastores.get(store.name)!;
  items.set(String(item[store.key]), item);
}

/** The record of `runs` as it is, with other fields. */
function change(
  session: Session,
  id: string,
  fields: Record<string, unknown>,
): void {
  const { items } = session.workspace.state.datastores.get("runs")!;
  const item = items.get(id)!;
  const body = { ...JSON.parse(String(item.body)), ...fields };
  items.set(id, { ...item, body: JSON.stringify(body) });
}

async function onCallDay(
  play: (session: Session) => Promise<void>,
): Promise<void> {
  const people = ["ann", "bob"].map((name) => person(name));
  await inSession(scenario(people, [onCall("ann", "bob")]), play);
}

async function assertOnCall(session: Session): Promise<void> {
  await session.to(at("09:00:59"));
  for (const { status } of await session.people()) {
    assertStringIncludes(status.text, "On call");
  }
}

Deno.test("a lease that lasts longer than a lease can is ignored and reported", async () => {
  await onCallDay(async (session) => {
    const lease = { holder: "FxDead", until: FAR * 1000, history: {} };
    put(session, leases, { id: "lease", ...lease });
    await assertOnCall(session);
    assertStringIncludes(
      await session.reports(),
      "record lease of runs: says that the write lock is held for longer",
    );
  });
});

Deno.test("calls that lie in the future do not count, and are reported", async () => {
  await onCallDay(async (session) => {
    const times = Array(50).fill(FAR * 1000);
    const history = { "users.profile.set": times, "users.profile.get": times };
    put(session, leases, { id: "lease", holder: "", until: 0, history });
    await assertOnCall(session);
    assertStringIncludes(
      await session.reports(),
      "record lease of runs: lists calls to Slack in the future",
    );
    const [lease] = (await session.items("runs"))
      .filter(({ id }) => id === "lease");
    assert(!String(lease!.body).includes(String(FAR * 1000)));
  });
});

Deno.test("a lease that does not parse is reported", async () => {
  await onCallDay(async (session) => {
    const { items } = session.workspace.state.datastores.get("runs")!;
    items.set("lease", { id: "lease", schema_version: 1, body: "?" });
    await assertOnCall(session);
    assertStringIncludes(
      await session.reports(),
      "record lease of runs: does not parse, so no run holds the write lock",
    );
  });
});

Deno.test("a writer that was cut off is reported by the run that goes on", async () => {
  await onCallDay(async (session) => {
    const lease = { holder: "FxDead", until: unix("08:00") * 1000 };
    put(session, leases, { id: "lease", ...lease, history: {} });
    await assertOnCall(session);
    assertStringIncludes(await session.reports(), "one of its steps held");
    await session.to(at("17:02"));
    assertEquals(
      (await session.reports()).split("held the write lock").length,
      2,
    );
  });
});

/** Records of the last run that mean the future, and the field that the report names. */
const AHEAD: [id: string, field: string, fields: Record<string, unknown>][] = [
  ["latest", "snapshot_at", { snapshot_at: FAR }],
  ["checkpoint", "started_at", { started_at: FAR }],
  ["checkpoint", "snapshot_at", { snapshot_at: FAR }],
  ["checkpoint", "next_due", { next_due: 9e9 }],
  ["checkpoint", "changes_at", { changes_at: 9e9 }],
  ["checkpoint", "book_at", { book_at: 9e9 }],
  ["checkpoint", "booked_until", { booked_until: FAR }],
  ["booked", "retry_at", { retry_at: FAR, failures: 3 }],
];

Deno.test("records of the last run that mean the future count as missing, and are reported", async () => {
  for (const [id, field, fields] of AHEAD) {
    await onCallDay(async (session) => {
      await session.to(at("08:31"));
      change(session, id, fields);
      await assertOnCall(session);
      const line = `record ${id} of runs: does not parse`;
      const reports = await session.reports();
      assertStringIncludes(reports, line, field);
      assertStringIncludes(reports, `${field}: `);
      await session.to(at("17:00:59"));
      for (const { status } of await session.people()) {
        assertEquals(status, EMPTY, field);
      }
    });
  }
});

Deno.test("a continuation booked far ahead keeps no other from being booked", async () => {
  const names = Array.from({ length: 80 }, (_, index) => `p${index}x`);
  const people = names.map((name) => person(name));
  await inSession(scenario(people, [onCall(...names)]), async (session) => {
    await session.to(at("08:31"));
    put(session, runRecords, {
      id: "continuation",
      trigger_id: "FtGone",
      at: FAR,
      run: "",
    });
    await session.to(at("09:03"));
    for (const { status, name } of await session.people()) {
      assertStringIncludes(status.text, "On call", name);
    }
  });
});

Deno.test("a confirmation of early ends in the future confirms nothing", async () => {
  const names = Array.from({ length: 12 }, (_, index) => `p${index}x`);
  const people = names.map((name) => person(name));
  await inSession(scenario(people, [onCall(...names)]), async (session) => {
    await session.to(at("09:31"));
    put(session, runRecords, {
      id: "early_ends",
      people: names.map((name) => `U${name.toUpperCase()}`).sort(),
      active: 12,
      held_at: FAR,
      confirmed_by: "UP0X",
      confirmed_at: FAR,
    });
    await session.roster([]);
    await session.to(at("10:31"));
    for (const { status, name } of await session.people()) {
      assertStringIncludes(status.text, "On call", name);
    }
  });
});

Deno.test("a claim written in the future is left alone and reported, and books nothing far ahead", async () => {
  const people = ["ann", "bob"].map((name) =>
    person(name, { status: LUNCH, consent: { on_own_status: "replace" } })
  );
  await inSession(scenario(people, [onCall("ann", "bob")]), async (session) => {
    await session.to(at("09:05"));
    const { items } = session.workspace.state.datastores.get("claims")!;
    const item = items.get("UANN")!;
    const body = JSON.parse(String(item.body));
    body.status.phase = "intent";
    items.set("UANN", {
      ...item,
      body: JSON.stringify({ ...body, written_at: FAR, written_by: "Fx0" }),
    });
    await session.to(at("17:02"));
    assertEquals(await session.status("UBOB"), LUNCH);
    assertStringIncludes(
      await session.reports(),
      "record UANN of claims: does not parse and is left alone: written_at",
    );
    const triggers = await session.get<{ name: string }[]>("/control/triggers");
    assertEquals(
      triggers.filter(({ name }) => name === "Go on with a run"),
      [],
    );
  });
});

Deno.test("a look-up that is to be kept for years is done again", async () => {
  await onCallDay(async (session) => {
    await session.to(at("09:05"));
    const { items } = session.workspace.state.datastores.get("people")!;
    for (const [key, item] of [...items]) {
      items.set(key, { ...item, slack_id: "UGONE", expires_at: FAR });
    }
    await session.roster([onCall("bob", "ann")]);
    await session.trip("Opt in", { user: "UANN" });
    await session.to(at("09:35"));
    const known = await session.items("people");
    assertEquals(known.some(({ slack_id }) => slack_id === "UGONE"), false);
  });
});

Deno.test("the daily problems are listed although the record says that they were listed later than now", async () => {
  const people = [person("ann")];
  const stranger = { email: "stranger@example.com", start: at("08:30") };
  const rota = onCall("ann");
  const shifts = [...rota.shifts, { ...stranger, end: at("17:00") }];
  await inSession(scenario(people, [{ ...rota, shifts }]), async (session) => {
    put(session, runRecords, {
      id: "reported",
      keys: [],
      listed_at: FAR,
      unposted: [],
      outages: [],
    });
    await session.to(at("09:05"));
    assertStringIncludes(await session.reports(), "not found in Slack");
  });
});
