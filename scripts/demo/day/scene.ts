import {
  lastingKey,
  PART_TEXTS,
  type Result,
  type StepReport,
} from "../../../reconciler/change.ts";
import { isSameStatus } from "../../../reconciler/status.ts";
import {
  detailedText,
  type Presence,
  shown,
  snoozeLeft,
  timeOf,
  unix,
} from "../presence.ts";
import type { Scene } from "../scene.ts";
import { withGlyphs } from "../../../packages/slack-box/emoji/standard_emoji.ts";
import { FIT, type Stage } from "../stage.ts";
import { DemoWorkspace, type Run } from "../workspace.ts";
import {
  DAY_START,
  type DayPerson,
  moments,
  people,
  schedules,
} from "./day.ts";

/** The presence of all people at each instant of the day. */
type Played = Map<string, Presence[]>;

/** A working day: each run that does something is shown with its results. */
export function dayScene(): Scene {
  const played: Played = new Map();
  const toldKeys = new Set<string>();
  const failures: string[] = [];
  let polls = 0;
  let quietPolls = 0;
  return {
    title: "A working day in the local workspace, Monday 2 March 2026, London",
    people,
    aboutHead: "who they are here",
    lookAt:
      "Look at what each person had before: at the end they have exactly that again, unless they changed it themselves.",
    moments: moments(),
    async open() {
      const setting = { now: DAY_START, people, schedules };
      const workspace = DemoWorkspace.open(setting);
      for (const { id, revoked } of people) {
        if (!revoked) continue;
        const fault = { method: "users.profile.set", user: id };
        await workspace.addFault({ ...fault, error: "token_revoked" });
      }
      return workspace;
    },
    async showRuns(runs, workspace, stage) {
      polls += runs.length;
      for (const run of runs) {
        const worked = await showRun(run, workspace, toldKeys, stage);
        if (!worked) quietPolls++;
      }
    },
    async showMoment({ at }, failed, workspace) {
      failures.push(...failed);
      played.set(at, await workspace.people());
    },
    judge(_workspace, stage) {
      stage.line(
        stage.colors.dim(
          `${polls} polls; ${quietPolls} of them found nothing new: they read and wrote nobody's profile.`,
        ),
      );
      return Promise.resolve(judge(played, failures, stage));
    },
  };
}

/**
 * Shows the results of a run. A result that lasts is shown once.
 *
 * @returns whether the run had results.
 */
async function showRun(
  run: Run,
  workspace: DemoWorkspace,
  toldKeys: Set<string>,
  { colors, line, table }: Stage,
): Promise<boolean> {
  const { run_id, scope } = run.steps[0]?.outputs ?? {};
  if (scope !== "everybody") return false;
  const { results, problems } = await reportOf(run_id!, workspace);
  const fresh = results.filter((result) => {
    const key = lastingKey(result);
    return result.action !== "confirm" && (key === null || !toldKeys.has(key));
  });
  for (const result of fresh) toldKeys.add(lastingKey(result) ?? "");
  if (fresh.length + problems.length === 0) return true;
  line(`${colors.bold(timeOf(run.at))}  ${summaryOf(fresh)}`);
  for (const { about, reason } of problems) {
    line(`  ${colors.yellow(`${about}: ${reason}`)}`);
  }
  table(
    ["person", "", "from and to", "why"],
    fresh.toSorted(byPerson).map((result) => rowOf(result, colors)),
    [FIT, FIT, 1, 1],
  );
  line();
  return true;
}

const PARTS: readonly Result["part"][] = ["status", "dnd", "presence"];

function byPerson(a: Result, b: Result): number {
  return a.name === b.name
    ? PARTS.indexOf(a.part) - PARTS.indexOf(b.part)
    : a.name < b.name
    ? -1
    : 1;
}

/** Outcomes in the order in which a run tells them. */
const OUTCOMES: readonly [Result["outcome"], string][] = [
  ["done", "changed"],
  ["noted", "left alone"],
  ["failed", "failed"],
  ["postponed", "postponed"],
  ["unknown", "not answered by Slack"],
];

function summaryOf(results: Result[]): string {
  return OUTCOMES
    .map(([outcome, words]) =>
      [
        results.filter((each) => each.outcome === outcome).length,
        words,
      ] as const
    )
    .filter(([count]) => count > 0)
    .map(([count, words]) => `${count} ${words}`).join(", ");
}

async function reportOf(
  run: string,
  workspace: DemoWorkspace,
): Promise<StepReport> {
  const items = await workspace.records<{ id: string; body: string }>("runs");
  const entries = ["fetch", "restore", "apply"].flatMap((step) => {
    // Before the run's id stands that of its workflow.
    const record = new RegExp(`(^|/)${run}:${step}:\\d+$`);
    return items.filter(({ id }) => record.test(id))
      .flatMap(({ body }) => JSON.parse(body).results);
  });
  return {
    results: entries.flatMap((entry) => entry.result ?? []),
    problems: entries.flatMap((entry) => entry.problem ?? []),
  };
}

function rowOf(result: Result, colors: Stage["colors"]): string[] {
  const { name, part, before, after, reason, outcome, error } = result;
  const paint = outcome === "failed"
    ? colors.red
    : outcome === "done"
    ? colors.green
    : colors.dim;
  const values = before !== null && after !== null
    ? `${colors.dim(withGlyphs(before))}\n→ ${withGlyphs(after)}`
    : "–";
  const why = outcome === "failed"
    ? paint(`failed: ${error}`)
    : error ?? reason;
  return [name, paint(PART_TEXTS[part]), values, why];
}

/** Shows the presence of all people before and after, and counts what is wrong. */
function judge(
  played: Played,
  failures: readonly string[],
  { colors, line, table }: Stage,
): number {
  const verdicts = people.map((person) => verdictOn(person, played));
  line();
  line(colors.bold("Before and after"));
  line();
  table(
    ["person", "before the shift", "during", "after it", "verdict"],
    people.map((person, index) => {
      const { right, text } = verdicts[index]!;
      const mark = right ? colors.green(`✓ ${text}`) : colors.red(`✗ ${text}`);
      const [before, during, after] = [DAY_START, person.during, person.after]
        .map((instant) => detailedText(presenceOf(person, played, instant)));
      return [person.name, before!, during!, after!, mark];
    }),
    [FIT, 2, 2, 2, 2],
  );
  const wrong = verdicts.filter(({ right }) => !right).length;
  line();
  if (wrong > 0) {
    line(
      colors.red(`${wrong} of ${verdicts.length} are not as they should be.`),
    );
  } else if (failures.length === 0) {
    line(colors.green("Everyone shows exactly their own presence again."));
  }
  for (const text of failures) line(colors.red(`failed: ${text}`));
  return wrong + failures.length;
}

function verdictOn(
  person: DayPerson,
  played: Played,
): { right: boolean; text: string } {
  const { expected } = person;
  const before = presenceOf(person, played, DAY_START);
  const during = presenceOf(person, played, person.during);
  const after = presenceOf(person, played, person.after);
  const wrong = (text: string) => ({ right: false, text });
  const showed = /^(On call|On leave)/.test(during.status.text);
  if (showed !== expected.shows) {
    return wrong(showed ? "was touched" : "never showed");
  }
  if (!isSameStatus(after.status, expected.status)) {
    return wrong(`should be ${shown(expected.status)}`);
  }
  if (after.presence.manual_away !== before.presence.manual_away) {
    return wrong("presence was not restored");
  }
  if (
    snoozeLeft(before, unix(person.after)) !==
      snoozeLeft(after, unix(person.after))
  ) {
    return wrong("the snooze was not restored");
  }
  if (expected.differs !== null) return { right: true, text: expected.differs };
  return isSameStatus(after.status, before.status)
    ? {
      right: true,
      text: expected.shows ? "identical" : "identical: never touched",
    }
    : wrong("differs without a reason");
}

function presenceOf(
  { id }: DayPerson,
  played: Played,
  instant: string,
): Presence {
  return played.get(instant)!.find((each) => each.id === id)!;
}
