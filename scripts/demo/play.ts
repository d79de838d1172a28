import {
  lastingKey,
  type Result,
  type StepReport,
} from "../../reconciler/change.ts";
import { at, type Day, type HumanAct, unix } from "./day.ts";
import { narrate } from "./narrate.ts";
import {
  type Ask,
  type OpenWorkspace,
  openWorkspace,
} from "./open_workspace.ts";
import { type Presence, shown } from "./presence.ts";
import { type Stage, withEmoji } from "./stage.ts";

/** Everybody's presence at each instant that the verdict looks at. */
export type Played = ReadonlyMap<string, Presence[]>;

interface Run {
  at: string;
  status: string;
  steps: {
    function: string;
    outputs?: { run_id?: string; scope?: string };
    error?: string;
  }[];
}

/** Lets the day pass, five minutes at a time, and shows what happens. */
export async function playDay(
  day: Day,
  end: string,
  stage: Stage,
): Promise<Played> {
  const { ask, close } = await openDay(day);
  introduce(day, stage);
  const people = await ask<Presence[]>("GET", "/control/people");
  const played = new Map([[day.start, people]]);
  const told = new Set<string>();
  let polls = 0;
  let quiet = 0;
  for (const instant of instantsOf(day, end)) {
    const { runs } = await ask<{ runs: Run[] }>("POST", "/control/clock", {
      to: instant,
    });
    polls += runs.length;
    for (const run of runs) {
      quiet += await tellRun(ask, run, told, stage) ? 0 : 1;
    }
    for (const act of day.acts) {
      if (act.at === instant) await perform(ask, act, people, stage);
    }
    if (instant === at("09:30")) await cutLeaveShort(ask, day, stage);
    played.set(instant, await ask("GET", "/control/people"));
  }
  stage.line(
    stage.colors.dim(
      `${polls} polls; ${quiet} of them found nothing new: they read and wrote nobody's profile.`,
    ),
  );
  close();
  return played;
}

async function openDay(day: Day): Promise<OpenWorkspace> {
  const scenario = {
    now: day.start,
    people: day.people.map(({ id, name, status, snooze_until, consent }) => ({
      id,
      name,
      email: `${name}@example.com`,
      tz: "Europe/London",
      status,
      snooze_until,
      ...(consent ? { consent } : {}),
    })),
    schedules: day.schedules,
  };
  const { ask, close } = await openWorkspace(scenario);
  for (const { id, revoked } of day.people) {
    if (!revoked) continue;
    const fault = {
      method: "users.profile.set",
      user: id,
      error: "token_revoked",
      times: 1000,
    };
    await ask("POST", "/control/faults", fault);
  }
  return { ask, close };
}

function introduce(day: Day, { colors, line, table }: Stage): void {
  line(
    colors.bold(
      "A working day in the local workspace, Monday 2 March 2026, London",
    ),
  );
  line();
  table(
    ["person", "status before", "who they are here"],
    day.people.map(({ name, status, about }) => [name, shown(status), about]),
    [10, 52, 70],
  );
  line();
}

/** Every five minutes, and whatever instant something is done at. */
function instantsOf(day: Day, end: string): string[] {
  const steps: string[] = [];
  for (let t = unix(day.start); t <= unix(end); t += 300) {
    steps.push(new Date(t * 1000).toISOString().replace(".000", ""));
  }
  return [
    ...new Set([...steps, ...day.acts.map((act) => act.at)]),
  ].sort();
}

/** Shows a run that did something, what lasts only once; says whether it looked at anybody. */
async function tellRun(
  ask: Ask,
  run: Run,
  told: Set<string>,
  stage: Stage,
): Promise<boolean> {
  const { colors, line, table } = stage;
  const [fetched] = run.steps;
  for (const { function: name, error } of run.steps) {
    if (error) {
      line(`${timeOf(run.at)}  ${colors.red(`${name} failed: ${error}`)}`);
    }
  }
  if (fetched?.outputs?.scope !== "everybody") return false;
  const { results, problems } = await reportOf(ask, fetched.outputs.run_id!);
  const fresh = results.filter((result) => {
    const key = lastingKey(result);
    return result.action !== "confirm" && (key === null || !told.has(key));
  });
  for (const result of fresh) told.add(lastingKey(result) ?? "");
  if (fresh.length + problems.length === 0) return true;
  line(`${colors.bold(timeOf(run.at))}  ${summaryOf(fresh)}`);
  for (const { about, reason } of problems) {
    line(`  ${colors.yellow(`${about}: ${reason}`)}`);
  }
  table(
    ["person", "part", "result", "change", "why"],
    fresh.map((result) => rowOf(result, stage)),
    [10, 10, 10, 50, 52],
  );
  line();
  return true;
}

function summaryOf(results: Result[]): string {
  const counts = (["done", "noted", "failed", "postponed", "unknown"] as const)
    .map((
      outcome,
    ) => [results.filter((each) => each.outcome === outcome).length, outcome])
    .filter(([count]) => count !== 0);
  return `sync: ${
    counts.map(([count, outcome]) => `${count} ${outcome}`).join(", ")
  }`;
}

async function reportOf(ask: Ask, run: string): Promise<StepReport> {
  const items = await ask<{ id: string; body: string }[]>(
    "GET",
    "/control/datastores/runs",
  );
  const entries = ["fetch", "restore", "apply"].flatMap((step) =>
    items.filter(({ id }) => id.startsWith(`${run}:${step}:`))
      .flatMap(({ body }) => JSON.parse(body).results)
  );
  return {
    results: entries.flatMap((entry) => entry.result ?? []),
    problems: entries.flatMap((entry) => entry.problem ?? []),
  };
}

function rowOf(result: Result, { colors }: Stage): string[] {
  const { name, part, action, before, after, reason, outcome, error } = result;
  const change = before !== null && after !== null
    ? `${colors.dim(`- ${withEmoji(before)}`)}\n+ ${withEmoji(after)}`
    : "";
  const what = outcome === "failed"
    ? colors.red("failed")
    : outcome === "done"
    ? colors.green(action)
    : colors.dim(action);
  return [name, part, what, change, error ?? reason];
}

async function perform(
  ask: Ask,
  act: HumanAct,
  people: Presence[],
  stage: Stage,
): Promise<void> {
  const { token } = people.find(({ name }) => name === act.person)!;
  const { text, emoji, expiration } = act.status;
  const profile = {
    status_text: text,
    status_emoji: emoji,
    status_expiration: expiration,
  };
  await ask("POST", "/api/users.profile.set", { profile }, token);
  const words = `${act.person} ${act.told}`;
  narrate(stage, timeOf(act.at), words, `: ${shown(act.status)}`);
}

/** The roster changes in mid-shift: the end comes early, and so does the giving back. */
async function cutLeaveShort(
  ask: Ask,
  day: Day,
  stage: Stage,
): Promise<void> {
  narrate(
    stage,
    "09:30",
    "the roster changes: ines is back from leave early",
  );
  const schedules = day.schedules as { shifts: { email: string }[] }[];
  await ask(
    "PUT",
    "/control/schedules",
    schedules.map((schedule) => ({
      ...schedule,
      shifts: schedule.shifts.map((shift) =>
        shift.email.startsWith("ines") ? { ...shift, end: at("09:40") } : shift
      ),
    })),
  );
}

function timeOf(instant: string): string {
  return instant.slice(11, 16);
}
