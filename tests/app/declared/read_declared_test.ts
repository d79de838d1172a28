import { assert, assertEquals } from "@std/assert";
import { readDeclared } from "../../../app/declared/read_declared.ts";
import { NOW } from "../../slack/local_slack.ts";
import { declaredShift, keep, openDeclaring } from "./declared_bench.ts";

const HOUR = 3600;
const DAY = 24 * HOUR;

const ANN = {
  key: "slack:UANN",
  slackId: "UANN",
  email: null,
  name: "UANN",
};

Deno.test("each declaration is read as a shift on its own schedule", async () => {
  const bench = openDeclaring();
  const days = { from: "2026-03-02", until: "2026-03-04" };
  const open = { from: "2026-03-02", until: null };
  keep(
    bench,
    declaredShift({ id: "Fx1" }),
    declaredShift({ id: "Fx2", state: "pto", days }),
    declaredShift({ id: "Fx3", state: "pto", end: null, days: open }),
    declaredShift({ id: "Fx4", person: null, group: "SREL1" }),
  );
  const reading = await readDeclared(bench.execution());
  const own = {
    identity: ANN,
    start: NOW,
    end: NOW + HOUR,
    source: "declared",
    label: "",
    level: 1,
  };
  const group = {
    key: "group:SREL1",
    group: "SREL1",
    email: null,
    name: "SREL1",
  };
  const shifts = reading.shifts.sort((a, b) =>
    a.schedule < b.schedule ? -1 : 1
  );
  assertEquals({ ...reading, shifts }, {
    shifts: [
      { ...own, state: "focus", schedule: "Fx1" },
      { ...own, state: "pto", schedule: "Fx2", days },
      { ...own, state: "pto", schedule: "Fx3", end: null },
      { ...own, state: "focus", schedule: "Fx4", identity: group },
    ],
    unreadable: [],
    rejected: [],
    schedules: [],
    readAgainAt: null,
    isComplete: true,
  });
  bench.close();
});

Deno.test("a declaration that is over, never began or is far ahead gives no shift", async () => {
  const bench = openDeclaring();
  const far = NOW + 336 * HOUR;
  const days = { from: "2026-03-01", until: "2026-03-02" };
  keep(
    bench,
    declaredShift({ id: "FxOver", start: NOW - HOUR, end: NOW }),
    declaredShift({ id: "FxNever", start: NOW + HOUR, end: NOW + HOUR }),
    declaredShift({ id: "FxCut", start: NOW + HOUR, end: NOW + 60 }),
    declaredShift({ id: "FxFar", start: far, end: far + HOUR }),
    declaredShift({ id: "FxLast", start: far - 1, end: far + HOUR }),
    declaredShift({ id: "FxEnds", start: NOW - HOUR, end: NOW + 1 }),
    // Over where they declared it, not everywhere they may have gone.
    declaredShift({ id: "FxDay", start: NOW - DAY, end: NOW - HOUR, days }),
    declaredShift({
      id: "FxDayOver",
      start: NOW - 4 * DAY,
      end: NOW - 3 * DAY,
      days,
    }),
  );
  const { shifts } = await readDeclared(bench.execution());
  const schedules = shifts.map(({ schedule }) => schedule).sort();
  assertEquals(schedules, ["FxDay", "FxEnds", "FxLast"]);
  bench.close();
});

Deno.test("a record that does not parse makes only itself unknown", async () => {
  const bench = openDeclaring();
  keep(bench, declaredShift({ id: "Fx1" }), declaredShift({ id: "Fx2" }));
  bench.slack.items("declared_shifts").get("Fx1")!.state = "";
  const { shifts, unreadable } = await readDeclared(bench.execution());
  assertEquals(shifts.map(({ schedule }) => schedule), ["Fx2"]);
  assertEquals(unreadable.length, 1);
  const { source, schedule, reason } = unreadable[0]!;
  assertEquals([source, schedule], ["declared", "Fx1"]);
  assert(
    reason.startsWith("record Fx1 of declared_shifts does not parse: state"),
    reason,
  );
  bench.close();
});

Deno.test("a datastore that cannot be read leaves the whole source unknown", async () => {
  const bench = openDeclaring();
  keep(bench, declaredShift());
  const method = "apps.datastore.query";
  bench.slack.fail({ method, error: "datastore_error", times: 9 });
  const { shifts, unreadable } = await readDeclared(bench.execution());
  assertEquals(shifts, []);
  assertEquals(unreadable.map(({ source, schedule }) => [source, schedule]), [
    ["declared", null],
  ]);
  assert(unreadable[0]!.reason.includes("datastore_error"));
  bench.close();
});
