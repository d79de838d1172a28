import { assert, assertEquals } from "@std/assert";
import {
  dueBy,
  excusedUntil,
  forgottenBy,
  inTrouble,
  leftHelpless,
  twoPollsAfter,
} from "./judge/excuses.ts";
import { isBlind } from "./judge/own_choice.ts";
import { Truth } from "./judge/truth.ts";
import type { Choice, Recording, TroubleRecord } from "./recording.ts";
import { type Answers, POLL_MS, START_MS } from "./script.ts";

const MINUTE = 60_000;
const HOUR = 60 * MINUTE;

const ANSWERS: Answers = {
  states: ["on_call"],
  on_own_status: "defer",
  after_manual_change: "yield",
  dnd: false,
  presence: false,
};

/** Instants are minutes after the start. */
function trouble(
  kind: TroubleRecord["kind"],
  from: number,
  to: number,
): TroubleRecord {
  return {
    from: START_MS + from * MINUTE,
    to: START_MS + to * MINUTE,
    person: "UANN",
    what: kind,
    kind,
    schedules: [],
  };
}

function choice(at: number, answers: Answers | null): Choice {
  return {
    at: START_MS + at * MINUTE,
    person: "UANN",
    answers,
    outcome: "completed",
    message: "",
  };
}

function truthOf(troubles: TroubleRecord[], ...choices: Choice[]): Truth {
  const nothing = {
    ...{ rosters: [], declared: [], templates: [] },
    ...{ groups: [], operations: [], early_ends: [], runs: [] },
    ...{ modes: [], touched: [], script: { day: "plain" } },
  };
  return new Truth({ troubles, choices, ...nothing } as unknown as Recording);
}

function minutes(at: number): number {
  return (at - START_MS) / MINUTE;
}

Deno.test("what passes is an excuse for no more than what it left behind", () => {
  const passing = trouble("passing", 10, 20);
  assert(minutes(excusedUntil(truthOf([]), passing)) < 25);
});

Deno.test("a refused person is excused for an hour after it was mended", () => {
  const refusal = trouble("refusal", 10, 20);
  const until = minutes(excusedUntil(truthOf([]), refusal));
  assert(until > 80 && until < 85, `${until}`);
});

Deno.test("a person who opts in again is excused no longer", () => {
  const helpless = trouble("helpless", 10, 20);
  const early = truthOf([], choice(5, ANSWERS), choice(30, ANSWERS));
  const until = minutes(excusedUntil(early, helpless));
  assert(until > 30 && until < 36, `${until}`);
  const failed = { ...choice(30, ANSWERS), outcome: "failed" as const };
  assert(minutes(excusedUntil(truthOf([], failed), helpless)) > 80);
  assert(minutes(excusedUntil(truthOf([], choice(30, null)), helpless)) > 80);
});

Deno.test("one person's trouble excuses that person alone", () => {
  const truth = truthOf([trouble("helpless", 10, 20)]);
  assert(inTrouble(truth, "UANN", START_MS, START_MS + HOUR));
  assert(!inTrouble(truth, "UBOB", START_MS, START_MS + HOUR));
  const shared = { ...trouble("passing", 10, 20), person: null };
  assert(inTrouble(truthOf([shared]), "UBOB", START_MS, START_MS + HOUR));
  assert(
    !inTrouble(truthOf([shared]), "UBOB", START_MS + HOUR, START_MS + HOUR),
  );
});

Deno.test("what is due is done with its run, or by the second poll after the trouble", () => {
  const at = START_MS + 15 * MINUTE;
  assertEquals(dueBy(truthOf([]), "UANN", at, MINUTE), at + MINUTE);
  const over = truthOf([trouble("passing", 1, 2)]);
  assertEquals(dueBy(over, "UANN", at, MINUTE), at + MINUTE);
  const passing = trouble("passing", 15, 31);
  const due = dueBy(truthOf([passing]), "UANN", at, MINUTE);
  assertEquals(due, twoPollsAfter(passing.to + 4 * MINUTE));
  assertEquals(minutes(due), 68);
});

Deno.test("only of a person who left without a serving token nothing is kept", () => {
  const revoked = trouble("helpless", 10, Infinity);
  const out = choice(30, null);
  assertEquals(leftHelpless(truthOf([revoked], out), "UANN"), out.at);
  assertEquals(leftHelpless(truthOf([], out), "UANN"), null);
  assertEquals(leftHelpless(truthOf([revoked]), "UANN"), null);
  const mended = trouble("helpless", 10, 20);
  assertEquals(leftHelpless(truthOf([mended], out), "UANN"), null);
});

Deno.test("a person who came back before Slack cleared the status has theirs kept", () => {
  const revoked = trouble("helpless", 10, 40);
  const truth = truthOf([revoked], choice(30, null), choice(40, ANSWERS));
  const cleared = (at: number) =>
    leftHelpless(truth, "UANN", START_MS + at * MINUTE);
  assertEquals(cleared(50), null);
  assertEquals(cleared(35), START_MS + 35 * MINUTE);
});

Deno.test("a person who left without a serving token is forgotten within two hours", () => {
  const left = START_MS + 3 * POLL_MS;
  const by = forgottenBy(left) - left;
  assert(by > HOUR && by < 2 * HOUR, `${by}`);
});

Deno.test("no poll can tell that a shift is over of a person whom no token serves", () => {
  const truth = truthOf([trouble("helpless", 10, 40)]);
  const poll = START_MS + 2 * POLL_MS;
  assert(isBlind(truth, "UANN", poll));
  assert(!isBlind(truth, "UBOB", poll));
  assert(!isBlind(truth, "UANN", START_MS + 3 * POLL_MS));
  const refused = truthOf([trouble("refusal", 10, 40)]);
  assert(!isBlind(refused, "UANN", poll));
});
