import { assert, assertEquals } from "@std/assert";
import fc from "fast-check";
import { changesBetween } from "../../../talking/notices/changes.ts";
import {
  type NoticesMetadata,
  noticesMetadata,
} from "../../../talking/notices/metadata.ts";
import {
  type AssignedTime,
  stateOf,
} from "../../../talking/notices/schedule_state.ts";
import {
  difference,
  type Span,
  union,
} from "../../../talking/notices/spans.ts";
import { HOSTILE, NOON, NOTICES } from "../answer_samples.ts";
import {
  anyEdit,
  anyRoster,
  edited,
  HOUR,
  painted,
  PAYMENTS,
  time,
  within,
} from "./roster_model.ts";

const byIdentity = ({ identity }: { identity: string }) => identity;

const WINDOW = { from: NOON, until: NOON + 48 * HOUR };

function changes(before: AssignedTime[], after: AssignedTime[]) {
  const state = stateOf(after, WINDOW);
  return changesBetween(PAYMENTS, stateOf(before, WINDOW), { state }, NOON)
    .notices;
}

Deno.test("metadata says what a notice says, and what it was before as far as it differs", () => {
  const rows = (before: AssignedTime[], after: AssignedTime[]) =>
    noticesMetadata(changes(before, after), ({ name }) => name)
      .event_payload.notices.map(({ id: _, ...row }) => row);
  const ann = { schedule: "Payments", who: "Ann" };
  const [eight, nine, four] = [8, 9, 16].map((at) => NOON + at * HOUR);
  assertEquals(rows([], [time("Ann", 8, null)]), [
    { name: "AssignmentConfirmed", ...ann, start: eight!, end: 0 },
  ]);
  assertEquals(rows([time("Ann", 9, 16)], [time("Ann", 8, 16)]), [{
    ...{ name: "AssignmentMoved", ...ann, start: eight!, end: four! },
    was_start: nine!,
  }]);
  assertEquals(rows([time("Ann", 9, null)], [time("Ann", 9, 16)]), [{
    ...{ name: "AssignmentMoved", ...ann, start: nine!, end: four! },
    was_end: 0,
  }, {
    ...{ name: "CoverageLost", schedule: "Payments", who: "" },
    ...{ start: four!, end: 0 },
  }]);
  assertEquals(rows([time("Bob", 8, 16)], [time("Ann", 8, 16)]), [{
    ...{ name: "AssignmentSwapped", ...ann, start: eight!, end: four! },
    was_who: "Bob",
  }]);
});

/** Applies a message's metadata to a roster, as a program would that knows no more. */
function applied(
  roster: ReadonlyMap<string, Span[]>,
  { event_payload: { notices } }: NoticesMetadata,
) {
  const all = new Map(roster);
  for (const row of notices) {
    const { name, who, start, end, was_who, was_start, was_end } = row;
    if (!name.startsWith("Assignment")) continue;
    const span = (from: unknown, until: unknown) => ({
      start: Number(from),
      end: until === 0 ? Infinity : Number(until),
    });
    const before = String(was_who ?? who);
    const gone = span(was_start ?? start, was_end ?? end);
    if (name !== "AssignmentConfirmed") {
      all.set(before, difference(all.get(before) ?? [], [gone]));
    }
    if (name !== "AssignmentCancelled") {
      all.set(who, union([...all.get(who) ?? [], span(start, end)]));
    }
  }
  return all;
}

Deno.test("the metadata of a message with at most ten changes gives the last roster", () => {
  const onOneLevel = (roster: AssignedTime[]) =>
    roster.map((each) => ({ ...each, level: 1 }));
  let full = 0;
  fc.assert(
    fc.property(
      anyRoster,
      fc.array(anyEdit, { minLength: 1, maxLength: 3 }),
      (roster, edits) => {
        const before = onOneLevel(roster);
        const after = onOneLevel(edits.reduce(edited, before));
        const shown = (shifts: AssignedTime[]) =>
          new Map(
            [...painted(stateOf(shifts, WINDOW))]
              .map(([key, spans]) => [key.slice(2), spans]),
          );
        const notices = changes(before, after);
        const metadata = noticesMetadata(notices, byIdentity);
        if (notices.length > 10) return;
        full++;
        assertEquals(metadata.event_payload.more, 0);
        assertEquals(
          within(applied(shown(before), metadata), NOON, WINDOW.until),
          within(shown(after), NOON, WINDOW.until),
        );
      },
    ),
    { numRuns: 1000 },
  );
  assert(full > 500, `only ${full} messages were looked at`);
});

Deno.test("ten notices are in it, and the rest is counted", () => {
  const many = Array.from({ length: 500 }, () => NOTICES[0]!);
  const { event_payload } = noticesMetadata(many, byIdentity);
  assertEquals(event_payload.notices.length, 10);
  assertEquals(event_payload.more, 490);
});

Deno.test("names as long as they get leave fewer in it, and all are counted", () => {
  const long = "😀".repeat(200);
  const named = NOTICES.map((notice) => ({
    ...notice,
    schedule: { ...PAYMENTS, name: long },
  }));
  for (const notices of [named, named.slice(0, 1), []]) {
    const metadata = noticesMetadata(notices, () => long);
    const { length } = new TextEncoder().encode(JSON.stringify(metadata));
    assert(length <= 6000, `${length} bytes`);
    const { notices: rows, more } = metadata.event_payload;
    assertEquals(rows.length + more, notices.length);
    assertEquals(rows.length > 0, notices.length > 0);
  }
});

Deno.test("values are as plain as Slack takes them", () => {
  const { event_payload } = noticesMetadata(NOTICES, () => HOSTILE);
  for (const row of event_payload.notices) {
    for (const value of Object.values(row)) {
      assert(typeof value === "string" || Number.isSafeInteger(value));
    }
  }
});
