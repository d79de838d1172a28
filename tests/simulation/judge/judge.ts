import type { PersonRecording, Recording } from "../recording.ts";
import { OPERATOR } from "../stage.ts";
import { judgeAudit } from "./audit_judge.ts";
import { judgeChoices } from "./choices_judge.ts";
import { judgeDeclared } from "./declared_judge.ts";
import { edgesOf, judgeHandoffs, seenBy } from "./handoff_judge.ts";
import { judgeEarlyEnds, judgePreview } from "./operator_judge.ts";
import { judgeLeavers } from "./leaver_judge.ts";
import { judgeQuiet } from "./quiet_judge.ts";
import { HEARD_MS, judgeOnCallStart, startsOnCall } from "./on_call_judge.ts";
import { PartJudge } from "./part_judge.ts";
import { PRESENCE, SNOOZE } from "./part_rules.ts";
import { judgeRecords } from "./records_judge.ts";
import { judgeRecovery, recoveredBy, stops } from "./recovery_judge.ts";
import { checkpoints, judgeHandoff, judgeService } from "./service_judge.ts";
import { StatusJudge } from "./status_judge.ts";
import { Truth } from "./truth.ts";
import { unjudged, type Verdict } from "./verdict.ts";
import { judgeWriters } from "./writers_judge.ts";

/** Judges a history by what it left behind alone; it shares no code with the app. */
export function judge(recording: Recording): Verdict {
  const verdict = unjudged();
  const truth = new Truth(recording);
  for (const person of recording.people.values()) {
    if (person.id !== OPERATOR) judgePerson(truth, person, verdict);
  }
  judgeRecords(truth, verdict);
  judgeChoices(truth, verdict);
  judgeAudit(truth, verdict);
  judgeWriters(truth, verdict);
  judgeDeclared(truth, verdict);
  judgeHandoffs(truth, verdict);
  judgeQuiet(truth, verdict);
  judgeLeavers(truth, verdict);
  judgePreview(truth, verdict);
  judgeEarlyEnds(truth, verdict);
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
    ...stops(truth.recording).map((stop): [number, () => void] => [
      recoveredBy(stop),
      () => judgeRecovery(truth, followed, stop, verdict),
    ]),
    ...edgesOf(truth, person.id).map((edge): [number, () => void] => [
      seenBy(truth, edge),
      () => judgeHandoff(truth, followed, edge, verdict),
    ]),
  ];
  events.push(
    ...startsOnCall(truth, person.id).map((start): [number, () => void] => [
      start + HEARD_MS,
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
