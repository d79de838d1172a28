import { assert, assertEquals } from "@std/assert";
import fc from "fast-check";
import {
  type Changes,
  changesBetween,
} from "../../../talking/notices/changes.ts";
import type { Notice } from "../../../talking/notices/notice.ts";
import {
  type AssignedTime,
  type ScheduleState,
  stateOf,
} from "../../../talking/notices/schedule_state.ts";
import { fromStored, toStored } from "../../../talking/notices/stored_state.ts";
import { NOON } from "../answer_samples.ts";
import {
  anyEdit,
  anyRoster,
  apply,
  cut,
  edited,
  HOUR,
  joinedAt,
  type Painted,
  painted,
  PAYMENTS,
  within,
} from "./roster_model.ts";

const RUNS = { numRuns: 2000 };

/** A reading at some hours after noon of the next two days. */
function read(roster: readonly AssignedTime[], hours = 0): ScheduleState {
  const from = NOON + hours * HOUR;
  return stateOf(roster, { from, until: from + 48 * HOUR });
}

function compare(
  told: ScheduleState,
  state: ScheduleState,
  now = state.from,
): Changes {
  return changesBetween(PAYMENTS, told, { state }, now);
}

/** A roster, and the same after some edits. */
const anyChange = fc.tuple(
  anyRoster,
  fc.array(anyEdit, { minLength: 1, maxLength: 4 }),
).map(([before, edits]) => ({ before, after: edits.reduce(edited, before) }));

Deno.test("what is told, applied to the first roster, gives the last one, in any order", () => {
  fc.assert(
    fc.property(
      fc.oneof(
        anyChange,
        fc.record({ before: anyRoster, after: anyRoster }),
      ),
      fc.nat(12),
      ({ before, after }, hours) => {
        const [told, last] = [read(before), read(after, hours)];
        const { notices } = compare(told, last);
        const shown = (roster: Painted) =>
          within(roster, last.from, told.until);
        for (const order of [notices, notices.toReversed()]) {
          assertEquals(
            shown(apply(painted(told), order)),
            shown(painted(last)),
          );
        }
        const ids = notices.map(({ id }) => id);
        assertEquals(new Set(ids).size, ids.length);
      },
    ),
    RUNS,
  );
});

/** What a notice says, if time ran backwards. */
function reversed(notice: Notice) {
  const { name, who, start, end, was, level } = notice;
  switch (name) {
    case "AssignmentConfirmed":
      return { name: "AssignmentCancelled", level, who, start, end, was };
    case "AssignmentCancelled":
      return { name: "AssignmentConfirmed", level, who, start, end, was };
    default:
      return { name, level, ...was!, was: { who, start, end } };
  }
}

function asSet(rows: object[]): string[] {
  return rows.map((row) => JSON.stringify(row)).sort();
}

Deno.test("a change and its reverse are each other's reverse", () => {
  fc.assert(
    fc.property(anyChange, ({ before, after }) => {
      // No shift is under way: only forwards in time is known what is over.
      const from = NOON - 100 * HOUR;
      const state = (roster: AssignedTime[]) =>
        stateOf(roster, { from, until: from + 1000 * HOUR });
      const changes = (one: AssignedTime[], other: AssignedTime[]) =>
        compare(state(one), state(other)).notices
          .filter(({ name }) => name !== "CoverageLost");
      assertEquals(
        asSet(changes(before, after).map(reversed)),
        asSet(
          changes(after, before).map((
            { name, level, who, start, end, was },
          ) => (
            { name, level, who, start, end, was }
          )),
        ),
      );
    }),
    RUNS,
  );
});

Deno.test("nothing is told if only pieces, names or ids in Slack changed", () => {
  fc.assert(
    fc.property(anyRoster, fc.nat(60), fc.nat(12), (roster, at, hours) => {
      const renamed = cut(roster, at).map((each) => ({
        ...each,
        name: `${each.name} B.`,
        // As shifts have it of people who are in Slack.
        person: "UANN",
      }));
      const { notices } = changesBetween(
        { ...PAYMENTS, name: "Pay" },
        read(roster),
        { state: read(renamed, hours) },
        NOON + hours * HOUR,
      );
      assertEquals(notices, []);
    }),
    RUNS,
  );
});

Deno.test("of a shift that has begun only the end moves", () => {
  fc.assert(
    fc.property(anyChange, fc.nat(12), ({ before, after }, hours) => {
      const now = NOON + hours * HOUR;
      for (
        const { name, start, end, was } of compare(
          read(before),
          read(after, hours),
        ).notices
      ) {
        const ended = end ?? Infinity;
        if (name === "AssignmentCancelled") assert(start > now);
        else if (name === "AssignmentMoved" && was!.start <= now) {
          assertEquals(start, was!.start);
          assert(ended >= now);
        } else assert(ended > now);
      }
    }),
    RUNS,
  );
});

Deno.test("coverage is lost where somebody was on call and no one is", () => {
  const onCall = ({ times }: ScheduleState, at: number) =>
    times.some(({ start, end }) => start <= at && at < (end ?? Infinity));
  fc.assert(
    fc.property(anyChange, ({ before, after }) => {
      const [told, last] = [read(before), read(after)];
      const lost = compare(told, last).notices
        .filter(({ name }) => name === "CoverageLost");
      for (let at = told.from; at < told.until; at += HOUR) {
        assertEquals(
          lost.some(({ start, end }) => start <= at && at < (end ?? Infinity)),
          onCall(told, at) && !onCall(last, at),
        );
      }
    }),
    RUNS,
  );
});

/** Edits of ten schedules over two weeks, a poll each hour. */
const anyFortnight = fc.record({
  rosters: fc.array(anyRoster, { minLength: 10, maxLength: 10 }),
  runs: fc.array(
    fc.record({
      edits: fc.array(
        fc.record({ schedule: fc.nat(9), edit: anyEdit }),
        { maxLength: 4 },
      ),
      isUnread: fc.boolean(),
      isStopped: fc.boolean(),
    }),
    { minLength: 40, maxLength: 60, size: "max" },
  ),
});

Deno.test("two weeks of edits, told run by run, give the last roster", () => {
  fc.assert(
    fc.property(anyFortnight, ({ rosters, runs }) => {
      const states = rosters.map((roster): ScheduleState => read(roster));
      const shown = states.map(painted);
      const ids: string[] = [];
      let now = NOON;
      for (const { edits, isUnread, isStopped } of runs) {
        now += 8 * HOUR;
        const later = (hours: number) => hours + (now - NOON) / HOUR;
        for (const { schedule, edit } of edits) {
          const { added } = edit;
          const shift = (at: number) => at + later(0) * HOUR;
          const moved = {
            ...added,
            start: shift(added.start),
            end: added.end === null ? null : shift(added.end),
          };
          rosters[schedule] = edited(rosters[schedule]!, {
            ...edit,
            added: moved,
          });
        }
        for (const [at, roster] of rosters.entries()) {
          const told = fromStored(
            JSON.parse(JSON.stringify(toStored(states[at]!))),
          )!;
          const isKept = isUnread && at % 2 === 0;
          const last = read(roster, later(0));
          const reading = { state: isKept ? null : last };
          const { notices, next } = changesBetween(
            PAYMENTS,
            told,
            reading,
            now,
          );
          if (isKept) assertEquals([notices, next], [[], told]);
          // A run that does not get to its end tells nothing, and the next one all of it.
          if (isKept || isStopped) continue;
          shown[at] = joinedAt(
            apply(shown[at]!, notices),
            painted(last),
            Math.max(told.until, now),
          );
          states[at] = next!;
          ids.push(...notices.map(({ id }) => `${at} ${id}`));
          assertEquals(
            within(shown[at]!, now, last.until),
            within(painted(last), now, last.until),
          );
        }
      }
      assertEquals(new Set(ids).size, ids.length);
    }),
    // Shrinking so much takes very long.
    { numRuns: 30, endOnFailure: true },
  );
});
