import { assertEquals } from "@std/assert";
import type { Case } from "../../scripts/bench/cases.ts";
import {
  changesOf,
  floorOf,
  floorSeconds,
  shareOfFloor,
} from "../../scripts/bench/floors.ts";

const start: Case = {
  phase: "start",
  people: 1_000,
  tokens: "own",
  dnd: false,
  rates: "documented",
};

Deno.test("a minute passes after every full allowance but the last", () => {
  assertEquals(floorSeconds(1, 50), 10);
  assertEquals(floorSeconds(50, 50), 10);
  assertEquals(floorSeconds(51, 50), 70);
  assertEquals(floorSeconds(1_000, 50), 1_150);
  assertEquals(floorSeconds(1_000, 30), 1_990);
  assertEquals(floorSeconds(1_000, 20), 2_950);
});

Deno.test("each kind of token has the floor of its rate", () => {
  const seconds = (tokens: Case["tokens"]) =>
    floorOf({ ...start, tokens }).status_seconds;
  assertEquals(seconds("own"), 1_150);
  assertEquals(seconds("1 admin"), 1_990);
  assertEquals(seconds("2 admins"), 1_150);
});

Deno.test("snoozes have a floor of their own, where there are any", () => {
  const dnd = { ...start, people: 100, dnd: true };
  assertEquals(floorOf(dnd).snooze_seconds, 250);
  assertEquals(floorOf(start).snooze_seconds, null);
  assertEquals(floorOf({ ...dnd, tokens: "1 admin" }).snooze_seconds, null);
  assertEquals(floorOf({ ...dnd, phase: "end" }).snooze_seconds, null);
});

Deno.test("in a handoff snoozes wait for the statuses that are given back", () => {
  const seconds = (people: number) =>
    floorOf({ ...start, phase: "handoff", dnd: true, people }).snooze_seconds;
  assertEquals(seconds(20), 10);
  // Fifty given back take the first minute; fifty snoozes two more and a bit.
  assertEquals(seconds(100), 60 + 130);
  assertEquals(seconds(1_000), 600 + 1_450);
});

Deno.test("without rates there is nothing to wait for", () => {
  assertEquals(floorOf({ ...start, rates: "none" }), {
    status_seconds: null,
    snooze_seconds: null,
    calls: 2_000,
  });
});

Deno.test("one read and one write for each part that changes", () => {
  const calls = (each: Partial<Case>) => floorOf({ ...start, ...each }).calls;
  assertEquals(calls({}), 2_000);
  assertEquals(calls({ dnd: true }), 4_000);
  assertEquals(calls({ phase: "end", dnd: true }), 2_000);
  assertEquals(calls({ phase: "handoff", dnd: true }), 3_000);
  assertEquals(calls({ phase: "quiet", dnd: true }), 0);
});

Deno.test("the odd one of a handoff starts", () => {
  const changes = changesOf({
    ...start,
    phase: "handoff",
    people: 5,
    dnd: true,
  });
  assertEquals(changes, { ends: 2, starts: 3, snoozes: 3 });
});

Deno.test("a share needs both the floor and a figure", () => {
  assertEquals(shareOfFloor(70, 140), 0.5);
  assertEquals(shareOfFloor(null, 140), null);
  assertEquals(shareOfFloor(70, null), null);
  assertEquals(shareOfFloor(0, 0), null);
});
