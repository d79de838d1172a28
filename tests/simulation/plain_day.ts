import { quietly } from "./check_script.ts";
import { judge } from "./judge/judge.ts";
import { play } from "./play.ts";
import type { Recording } from "./recording.ts";
import type { Answers, Script } from "./script.ts";
import { shiftlight } from "../../packages/slack-box/shiftlight.ts";

export const MINUTE = 60_000;

/** One person who is on call for a while; nothing happens to them. */
export const SCRIPT: Script = {
  seed: 1,
  rates: "none",
  stale: false,
  admin: false,
  people: Array.from({ length: 5 }, (_, who) => ({
    own: null,
    snooze: 0,
    away: false,
    answers: who > 0 ? null : {
      states: ["on_call" as const],
      on_own_status: "defer" as const,
      after_manual_change: "yield" as const,
      dnd: false,
      presence: false,
    },
    path: "own" as const,
  })),
  shifts: [
    { who: 0, state: "on_call", place: 0, level: 1, start: 15, minutes: 60 },
  ],
  steps: [],
};

/** The same day, with other answers of its one person. */
export function answering(answers: Partial<Answers>, script = SCRIPT): Script {
  const people = script.people.map((person) => ({
    ...person,
    answers: person.answers && { ...person.answers, ...answers },
  }));
  return { ...script, people };
}

export async function played(
  script = SCRIPT,
): Promise<Recording> {
  const app = shiftlight;
  return await quietly(() => play(app, script));
}

/** What the judge finds, as `rule: text`. */
export function rules(recording: Recording): string[] {
  return judge(recording).violations.map(({ rule, text }) =>
    `${rule}: ${text}`
  );
}
