import { assert, assertEquals } from "@std/assert";
import { Ajv } from "ajv";
import example from "../../docs/sources/json.example.json" with {
  type: "json",
};
import schema from "../../docs/sources/json.schema.json" with { type: "json" };
import { jsonRoster } from "../../rosters/vendors/json/adapter.ts";
import { at, json, readerOf } from "./fake_vendor.ts";

const ajv = new Ajv({
  // Types are narrowed in one place and patterns given in another.
  strictTypes: false,
  formats: { date: isDay, "date-time": (text) => isDay(text.slice(0, 10)) },
});
const fits = ajv.compile(schema);

function isDay(text: string): boolean {
  const [year, month, day] = text.split("-").map(Number);
  const date = new Date(0);
  date.setUTCFullYear(year!, month! - 1, day!);
  return date.getUTCMonth() === month! - 1 && date.getUTCDate() === day;
}

const read = readerOf({
  rosterOf: jsonRoster,
  source: {
    type: "json",
    id: "inhouse",
    state: "on_call",
    url: "https://rosters.example.com/shifts",
    token: null,
  },
  env: { JSON_API_URL: "http://vendor.test" },
  window: {
    since: at("2026-03-02T08:00:00Z"),
    until: at("2026-03-16T08:00:00Z"),
  },
});

/** Whether the adapter reads a document, given as the last page. */
async function isRead(document: unknown): Promise<boolean> {
  const { reading } = await read(({ query }) =>
    json(query.has("cursor") ? { version: 1, shifts: [] } : document)
  );
  return reading.unreadable.length === 0;
}

const ALICE = { email: "alice@example.com" };

function shift(changes: object = {}) {
  const start = "2026-03-02T09:00:00Z";
  return { person: ALICE, start, end: "2026-03-02T17:00:00Z", ...changes };
}

const of = (changes: object) => ({ version: 1, shifts: [shift(changes)] });
const person = (fields: unknown) => of({ person: fields });
const besides = (fields: object) => ({ version: 1, shifts: [], ...fields });

const GOOD: unknown[] = [
  example,
  besides({}),
  besides({ schedules: null, next: null }),
  besides({ schedules: [], next: "2", generated_by: "cron" }),
  besides({ schedules: [{ id: "a", name: "A", team: 7 }] }),
  of({}),
  of({ start: null }),
  of({ end: null }),
  of({ start: null, end: null }),
  of({ start: "2026-03-02T09:00:00.125+05:45" }),
  of({ start: "2026-03-02", end: "2026-03-03" }),
  of({ start: "2024-02-29", end: "2024-03-01" }),
  // It ends before it starts: rejected by itself, with a reason.
  of({ start: "2026-03-03", end: "2026-03-02" }),
  of({ schedule: "a", label: "A", level: 3, state: "pto", note: {} }),
  of({ state: "a".repeat(40) }),
  of({ schedule: null, label: null, level: null, state: null }),
  person({ ...ALICE, slack_id: null, id: null, name: null }),
  person({ slack_id: "W012ABC", team: "core" }),
  person({ id: "7" }),
  person({ name: "Alice" }),
];

const BAD: unknown[] = [
  null,
  [],
  "shifts",
  {},
  { version: 1 },
  { shifts: [] },
  { version: "1", shifts: [] },
  { version: 2, shifts: [] },
  { version: 1, shifts: null },
  { version: 1, shifts: {} },
  { version: 1, shifts: [null] },
  { version: 1, shifts: [{ person: ALICE }] },
  besides({ next: 2 }),
  besides({ next: "" }),
  besides({ schedules: {} }),
  besides({ schedules: [{ id: "a" }] }),
  besides({ schedules: [{ id: "", name: "A" }] }),
  besides({ schedules: [{ id: "a", name: null }] }),
  of({ start: undefined }),
  of({ end: undefined }),
  of({ start: 1772438400 }),
  of({ start: "" }),
  of({ start: "2026-03-02T09:00:00" }),
  of({ start: "2026-03-02T09:00Z" }),
  of({ start: "2026-03-02 09:00:00Z" }),
  of({ start: "2026-03-02T24:00:00Z" }),
  of({ start: "2026-03-02T09:00:60Z" }),
  of({ start: "2026-03-02T09:00:00+0100" }),
  of({ start: "2026-02-30T09:00:00Z" }),
  of({ start: "2026-13-01T09:00:00Z" }),
  of({ start: "2026-03-02" }),
  of({ end: "2026-03-03" }),
  of({ start: "2026-03-02", end: null }),
  of({ start: null, end: "2026-03-02" }),
  of({ start: "2026-02-28", end: "2026-02-30" }),
  of({ start: "2026-3-2", end: "2026-03-03" }),
  of({ level: 0 }),
  of({ level: 1.5 }),
  of({ level: "1" }),
  of({ state: "On call" }),
  of({ state: "" }),
  of({ state: "9to5" }),
  of({ state: "on call" }),
  of({ state: "onCall" }),
  of({ state: "a".repeat(41) }),
  of({ schedule: 7 }),
  of({ label: " " }),
  person(undefined),
  person(null),
  person("alice@example.com"),
  person({}),
  person({ email: null }),
  person({ team: "core" }),
  person({ email: "alice" }),
  person({ email: "alice@example.com, bob@example.com" }),
  person({ ...ALICE, slack_id: "alice" }),
  person({ ...ALICE, slack_id: "S0123456789" }),
  person({ id: 7 }),
  person({ id: "" }),
  person({ ...ALICE, name: ["Alice"] }),
];

Deno.test("schema and adapter take the same documents", async () => {
  for (const document of GOOD.map(sent)) {
    const shown = JSON.stringify(document);
    assert(fits(document), `the schema refuses ${shown}`);
    assert(await isRead(document), `the adapter refuses ${shown}`);
  }
});

Deno.test("schema and adapter refuse the same documents", async () => {
  for (const document of BAD.map(sent)) {
    const shown = JSON.stringify(document);
    assert(!fits(document), `the schema takes ${shown}`);
    assert(!(await isRead(document)), `the adapter takes ${shown}`);
  }
});

/** As it arrives: what is undefined is not there. */
function sent(document: unknown): unknown {
  return JSON.parse(JSON.stringify(document));
}

Deno.test("every field of the schema is in the example", () => {
  const fields = (of: { properties: object }) => Object.keys(of.properties);
  const { shift, person } = schema.definitions;
  const present = (of: object[]) =>
    new Set(of.flatMap((one) => Object.keys(one)));
  const { shifts } = example;
  const people = shifts.map(({ person }) => person);
  assertEquals(Object.keys(example).sort(), fields(schema).sort());
  assertEquals([...present(shifts)].sort(), fields(shift).sort());
  assertEquals([...present(people)].sort(), fields(person).sort());
});

Deno.test("what the operator's page shows is taken", async () => {
  const page = new URL("../../docs/sources/json.md", import.meta.url);
  const shown = [...(await Deno.readTextFile(page)).matchAll(
    /```json\n([^`]*)```/g,
  )];
  assertEquals(shown.length, 1);
  for (const [, text] of shown) {
    const document = JSON.parse(text!);
    assert(fits(document), JSON.stringify(fits.errors));
    assert(await isRead(document));
  }
});
