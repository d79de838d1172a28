import type { PersonRecording, Recording } from "../recording.ts";
import { OPERATOR } from "../stage.ts";
import { judgeAudit } from "./audit_judge.ts";
import { judgeDeclared } from "./declared_judge.ts";
import { edgesOf, judgeHandoffs, SEEN_MS } from "./handoff_judge.ts";
import { judgeOnCallStart, startsOnCall } from "./on_call_judge.ts";
import { PartJudge } from "./part_judge.ts";
import { PRESENCE, SNOOZE } from "./part_rules.ts";
import { judgeRecords } from "./records_judge.ts";
import { checkpoints, judgeHandoff, judgeService } from "./service_judge.ts";
import { StatusJudge } from "./status_judge.ts";
import { Truth } from "./truth.ts";
import type { Verdict } from "./verdict.ts";
import { judgeWriters } from "./writers_judge.ts";

/** Judges a history by what it left behind alone; it shares no code with the app. */
export function judge(recording: Recording): Verdict {
  const verdict: Verdict = { violations: [], windows: 0, writes: 0 };
  const truth = new Truth(recording);
  for (const person of recording.people.values()) {
    if (person.id !== OPERATOR) judgePerson(truth, person, verdict);
  }
  judgeRecords(truth, verdict);
  judgeAudit(truth, verdict);
  judgeWriters(truth, verdict);
  judgeDeclared(truth, verdict);
  judgeHandoffs(truth, verdict);
  verdict.violations.sort((a, b) => a.at - b.at);
  return verdict;
}

/** Goes through everything that happened to one person, in its order. */
function judgePerson(
  truth: Truth,
  person: PersonRecording,
  verdict: Verdict,
): void {
  const status = new StatusJudge(truth, person, verdict);
  const isShown = () => status.ours?.whole ?? false;
  const snooze = new PartJudge(truth, person, SNOOZE, verdict, isShown);
  const presence = new PartJudge(truth, person, PRESENCE, verdict, isShown);
  const { ended_at } = truth.recording;
  const followed = { person, status, snooze, presence };
  const events: [number, () => void][] = [
    ...person.status.map(event(status)),
    ...person.snooze.map(event(snooze)),
    ...person.away.map(event(presence)),
    ...checkpoints(truth.recording).map((at): [number, () => void] => [
      at,
      () => judgeService(truth, followed, at, verdict),
    ]),
    ...edgesOf(truth, person.id).map((edge): [number, () => void] => [
      edge + SEEN_MS,
      () => judgeHandoff(truth, followed, edge, verdict),
    ]),
  ];
  events.push(
    ...startsOnCall(truth, person.id).map((start): [number, () => void] => [
      start + SEEN_MS,
      () => judgeOnCallStart(truth, followed, start, verdict),
    ]),
  );
  for (const [, see] of events.sort(([a], [b]) => a - b)) see();
  for (const part of [status, snooze, presence]) part.end(ended_at);
}

function event<W extends { at: number }>(follower: { see(write: W): void }) {
  return (write: W): [number, () => void] => [
    write.at,
    () => follower.see(write),
  ];
}
