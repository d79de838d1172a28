import { assert, assertEquals } from "@std/assert";
import {
  consentOf,
  operatorsOf,
  shiftlight,
  stateOf,
} from "../../packages/slack-box/shiftlight.ts";
import { parseScenario } from "../../packages/slack-box/scenario.ts";
import type { Case, Phase } from "../../scripts/bench/cases.ts";
import { crowd, timelineOf } from "../../scripts/bench/crowd.ts";
import { floorOf } from "../../scripts/bench/floors.ts";

const QUARTER = 900;

function caseOf(phase: Phase, changes: Partial<Case> = {}): Case {
  return {
    phase,
    people: 100,
    tokens: "own",
    dnd: false,
    rates: "documented",
    ...changes,
  };
}

function scenarioOf(each: Case) {
  const scenario = crowd(each, timelineOf(each));
  return parseScenario(scenario, shiftlight);
}

Deno.test("what is measured begins with a poll, a warm-up before it", () => {
  for (const phase of ["quiet", "start", "end", "handoff"] as const) {
    const { now, measured, first } = timelineOf(caseOf(phase));
    assertEquals(measured % QUARTER, 0, phase);
    assert(first.start - now > QUARTER, phase);
    assertEquals(measured === first.start, phase === "start", phase);
  }
});

Deno.test("shifts last for longer than they are waited for", () => {
  for (const people of [1, 100, 10_000]) {
    const start = caseOf("start", { people, dnd: true });
    const { measured, giveUp, first } = timelineOf(start);
    assert(giveUp - measured > 3 * floorOf(start).snooze_seconds!);
    assert(first.end > giveUp);
    const handoff = timelineOf(caseOf("handoff", { people }));
    assert(handoff.second!.end > handoff.giveUp);
  }
});

Deno.test("all shifts end with the poll that is measured, or half of them", () => {
  const end = caseOf("end");
  const ends = scenarioOf(end).schedules[0]!.shifts.map(({ endMs: end }) =>
    end
  );
  assertEquals(new Set(ends), new Set([timelineOf(end).measured * 1000]));
  const handoff = caseOf("handoff", { people: 5 });
  const at = timelineOf(handoff).measured * 1000;
  const { shifts } = scenarioOf(handoff).schedules[0]!;
  assertEquals(shifts.filter(({ endMs: end }) => end === at).length, 2);
  assertEquals(shifts.filter(({ startMs: start }) => start === at).length, 3);
});

Deno.test("only leave silences", () => {
  const { people, schedules } = scenarioOf(caseOf("start", { dnd: true }));
  assertEquals(stateOf(schedules[0]!), "pto");
  assert(people.every((person) => consentOf(person)!.dnd));
  const plain = scenarioOf(caseOf("start"));
  assertEquals(stateOf(plain.schedules[0]!), "on_call");
  assert(plain.people.every((person) => !consentOf(person)!.dnd));
});

Deno.test("admins are there beside the crowd, and outrank it", () => {
  const scenario = scenarioOf(caseOf("start", { tokens: "2 admins" }));
  const { people } = scenario;
  assertEquals(operatorsOf(scenario).admin_tokens.length, 2);
  assertEquals(people.filter(({ role }) => role === "owner").length, 2);
  const members = people.filter(({ role }) => role === "member");
  assertEquals(members.length, 100);
  assert(members.every((person) => consentOf(person)!.path === "admin"));
});
