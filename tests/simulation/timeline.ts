import { clock, type Verdict } from "./judge/verdict.ts";
import { statusText } from "./judge/status_judge.ts";
import type { PersonRecording, Recording } from "./recording.ts";

/** The history for a reader: one line for each thing that happened, in order. */
export function timelineOf(recording: Recording, verdict: Verdict): string {
  const { script, people, story, runs } = recording;
  const lines: [number, string][] = [
    ...story.map(({ at, text }): [number, string] => [at, text]),
    ...runs.map(({ at, workflow, status, error }): [number, string] => [
      at,
      `  run of ${workflow}: ${status}${error ? `, ${error}` : ""}`,
    ]),
    ...[...people.values()].flatMap(writesOf),
    ...verdict.violations.map((
      { at, rule, person, text },
    ): [number, string] => [
      at + 0.5,
      `!! ${rule}: ${person} ${text}`,
    ]),
  ];
  const { steps: _steps, ...start } = script;
  return [
    `begins with ${JSON.stringify(start)}`,
    ...lines.sort(([a], [b]) => a - b)
      .map(([at, text]) => `${clock(Math.floor(at))} ${text}`),
  ].join("\n");
}

function writesOf(person: PersonRecording): [number, string][] {
  const who = (by: string) =>
    by === "app" ? `    app -> ${person.id}` : `${person.id} themselves`;
  return [
    ...person.status.map(({ at, by, before, after }): [number, string] => [
      at,
      `${who(by)} status: ${statusText(before)} -> ${statusText(after)}`,
    ]),
    ...person.snooze.map(({ at, by, after }): [number, string] => [
      at,
      `${who(by)} snooze: ${
        after.indefinite ? "without an end" : clock(after.until_seconds * 1000)
      }`,
    ]),
    ...person.away.map(({ at, by, after }): [number, string] => [
      at,
      `${who(by)} away: ${after}`,
    ]),
  ];
}
