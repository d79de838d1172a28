import { assertEquals, assertThrows } from "@std/assert";
import {
  allRecords,
  deleteRecords,
  getRecords,
  putRecords,
} from "../../../slack/record_store.ts";
import {
  declaredFor,
  type DeclaredShift,
  declaredShifts,
  endedOrDeclaredBy,
} from "../../../slack/records/declared_shifts.ts";
import { NOW, openSlack } from "../local_slack.ts";

const WEEK = 7 * 86400;

const FOCUS: DeclaredShift = {
  id: "Fx1",
  person: "UANN",
  group: null,
  state: "focus",
  start: NOW,
  end: NOW + 3600,
  days: null,
  label: "",
  declared_by: "UANN",
  declared_at: NOW,
  unconfirmed: false,
  ended: null,
};

const SHIFTS: DeclaredShift[] = [
  FOCUS,
  { ...FOCUS, id: "Fx2", end: null },
  {
    ...FOCUS,
    id: "Fx3",
    state: "pto",
    days: { from: "2026-03-02", until: "2026-03-03" },
  },
  {
    ...FOCUS,
    id: "Fx4",
    state: "pto",
    end: null,
    days: { from: "2026-03-02", until: null },
  },
  { ...FOCUS, id: "Fx5", person: null, group: "SREL1", declared_by: "UMO" },
];

const DAYS = { from: "2026-03-02", until: null };

/** Ended by a click, or declared in a minute without calls. */
const OTHERS: DeclaredShift[] = [
  {
    ...FOCUS,
    id: "Fx8",
    ended: { at: NOW, by: "UANN", end: null, days: DAYS, undone_at: null },
  },
  {
    ...FOCUS,
    id: "Fx9",
    ended: { at: NOW, by: "UMO", end: NOW + 60, days: null, undone_at: NOW },
  },
  { ...FOCUS, id: "Fx10", unconfirmed: true },
];

Deno.test("a declared shift reads as it was written", async () => {
  const slack = openSlack([]);
  const all = [...SHIFTS, ...OTHERS];
  await putRecords(slack.client, declaredShifts, all);
  const ids = all.map(({ id }) => id);
  const { records, broken } = await getRecords(
    slack.client,
    declaredShifts,
    ids,
  );
  assertEquals(broken, []);
  assertEquals([...records.values()], all);
  slack.close();
});

Deno.test("an open shift never expires; a shift with an end is kept a week longer", () => {
  const expiries = SHIFTS.map((shift) =>
    declaredShifts.format(shift).expires_at
  );
  const end = NOW + 3600 + WEEK;
  assertEquals(expiries, [end, undefined, end, undefined, end]);
});

Deno.test("a declared shift that is written again keeps no old field", async () => {
  const slack = openSlack([]);
  const [, , days] = SHIFTS;
  await putRecords(slack.client, declaredShifts, [days!]);
  const ended = { ...days!, end: NOW + 60, days: null };
  await putRecords(slack.client, declaredShifts, [ended]);
  const { records } = await getRecords(slack.client, declaredShifts, ["Fx3"]);
  assertEquals(records.get("Fx3"), ended);
  slack.close();
});

Deno.test("a filter finds the shifts of one person, or of one group, and no others", async () => {
  const slack = openSlack([]);
  const bob = { ...FOCUS, id: "Fx6", person: "UBOB" };
  const other = { ...SHIFTS[4]!, id: "Fx7", group: "SREL2" };
  await putRecords(slack.client, declaredShifts, [...SHIFTS, bob, other]);
  const cases = [
    ["person", "UANN", ["Fx1", "Fx2", "Fx3", "Fx4"]],
    ["person", "UMO", []],
    ["group", "SREL1", ["Fx5"]],
  ] as const;
  for (const [whose, id, expected] of cases) {
    const filter = declaredFor(whose, id);
    const { records } = await allRecords(slack.client, declaredShifts, filter);
    assertEquals([...records.keys()].sort(), [...expected]);
  }
  const mine = endedOrDeclaredBy("UMO");
  await putRecords(slack.client, declaredShifts, OTHERS);
  const { records } = await allRecords(slack.client, declaredShifts, mine);
  assertEquals([...records.keys()].sort(), ["Fx5", "Fx7", "Fx9"]);
  await deleteRecords(slack.client, declaredShifts, ["Fx6"]);
  assertEquals(slack.items("declared_shifts").has("Fx6"), false);
  slack.close();
});

Deno.test("a declared shift that does not fit says which field", () => {
  const broken: [Record<string, unknown>, string][] = [
    [{ id: "" }, "id"],
    [{ state: undefined }, "state"],
    [{ start: "nine" }, "start"],
    [{ end: "five" }, "end"],
    [{ first_day: "2 March" }, "first_day"],
    [{ first_day: "2026-03-02", until_day: "soon" }, "until_day"],
    [{ label: undefined }, "label"],
    [{ declared_by: "" }, "declared_by"],
    [{ declared_at: undefined }, "declared_at"],
    [{ person: undefined }, "expected either a person or a group"],
    [{ group: "SREL1" }, "expected either a person or a group"],
    [
      { schema_version: 2 },
      "written by a newer version of Shiftlight (schema_version 2; this one reads up to 1)",
    ],
  ];
  for (const [fields, message] of broken) {
    const item = { ...declaredShifts.format(FOCUS), ...fields };
    assertThrows(() => declaredShifts.parse(item), Error, message);
  }
});
