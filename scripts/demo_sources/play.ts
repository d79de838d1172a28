import { unix } from "../demo/day.ts";
import { statusAt } from "../../reconciler/status.ts";
import { narrate } from "../demo/narrate.ts";
import { type Presence, shown } from "../demo/presence.ts";
import { type Stage, withEmoji } from "../demo/stage.ts";
import { cast, LEAD, OPERATOR } from "./cast.ts";
import type { Moment, Right } from "./moments.ts";
import { isOwn, presenceText } from "./presence_text.ts";
import { World } from "./world.ts";

const CHANNEL = "CREPORTS";

/** What the day came to, for whoever judges it. */
export interface Played {
  /** What was not right at a moment, in words, by the moment's instant. */
  wrong: Map<string, string[]>;
  /** What the report channel heard, line by line. */
  reports: string[];
  /** What the operator was told, message by message. */
  told: string[];
  after: Presence[];
  claims: number;
  /** Names of the people of whom a write is on the audit log. */
  written: Set<string>;
  /** How often each method of Slack's and each vendor was called. */
  calls: Record<string, number>;
}

/** Lets the day pass from moment to moment, and shows each. */
export async function playMoments(
  moments: readonly Moment[],
  stage: Stage,
): Promise<Played> {
  const world = World.open();
  try {
    introduce(stage);
    const wrong = new Map<string, string[]>();
    let right: Record<string, Right> = {};
    let heard = 0;
    for (const moment of moments) {
      await world.moveTo(moment.at);
      narrate(stage, moment.at.slice(11, 16), moment.told);
      const failed = await failuresOf(world, moment);
      for (const words of failed) stage.line(stage.colors.red(`  ✗ ${words}`));
      right = { ...right, ...moment.right };
      const people = await world.people();
      const unexpected = showPeople(stage, people, moment, right);
      wrong.set(moment.at, [...failed, ...unexpected]);
      const messages = await world.messages();
      tellMessages(stage, messages.slice(heard));
      heard = messages.length;
    }
    return await resultOf(world, wrong);
  } finally {
    world.close();
  }
}

/** Does what is done at this moment; what failed of it, and of the runs until then. */
async function failuresOf(world: World, { act }: Moment): Promise<string[]> {
  try {
    await act?.(world);
    return world.failuresSince();
  } catch (error) {
    return [...world.failuresSince(), (error as Error).message];
  }
}

function introduce({ colors, line, table }: Stage): void {
  line(
    colors.bold(
      "Eight kinds of rosters at once in the local workspace, Monday 2 March 2026, London",
    ),
  );
  line();
  table(
    ["person", "status before", "where they are"],
    cast.map(({ name, status, about }) => [name, shown(status), about]),
    [10, 36, 80],
  );
  line();
}

/**
 * Shows whoever changes at this moment, and the lead always.
 *
 * @returns what is not right, of anybody.
 */
function showPeople(
  { colors, line, table }: Stage,
  people: readonly Presence[],
  moment: Moment,
  right: Record<string, Right>,
): string[] {
  const now = unix(moment.at);
  const wrong = new Map(people.map((person) => {
    const shows = right[person.name]?.shows ?? null;
    return [person.name, wrongWith(person, shows, now)];
  }));
  const concerns = ({ name }: Presence) =>
    name === LEAD || Object.hasOwn(moment.right, name);
  table(
    ["person", "shows", "why"],
    people.filter(concerns).map((person) => {
      const { name } = person;
      const mark = wrong.get(name) ? colors.red("✗") : colors.green("✓");
      const why = right[name]?.why ?? "on no roster yet";
      return [name, `${mark} ${presenceText(person)}`, why];
    }),
    [10, 62, 64],
  );
  const others = people.filter((person) => !concerns(person));
  const changed = others.flatMap(({ name }) => wrong.get(name) ?? []);
  if (changed.length === 0) {
    line(colors.dim(`  the other ${others.length}: as they were`));
  }
  for (const words of changed) line(colors.red(`  ✗ ${words}`));
  line();
  return [...wrong.values()].flatMap((words) => words ?? []);
}

/** What is not right of a person at `now` (Unix seconds), or `null`. */
function wrongWith(
  person: Presence,
  shows: string | null,
  now: number,
): string | null {
  const own = cast.find(({ id }) => id === person.id)!.status;
  const actual = presenceText(person);
  const isRight = shows === null ? isOwn(person, own, now) : actual === shows;
  if (isRight) return null;
  const expected = shows ?? `their own, ${shown(statusAt(own, now))}`;
  return `${person.name} shows ${actual}, should show ${expected}`;
}

function tellMessages(
  { colors, line }: Stage,
  messages: readonly { channel: string; text: string }[],
): void {
  for (const { channel, text } of messages) {
    const who = channel === CHANNEL ? "the report channel" : nameOf(channel);
    line(`  ${colors.bold(`${who} hears`)}`);
    for (const each of text.split("\n")) {
      line(`  ${colors.dim("│")} ${withEmoji(each)}`);
    }
    line();
  }
}

function nameOf(id: string): string {
  return cast.find((one) => one.id === id)?.name ?? id;
}

async function resultOf(
  world: World,
  wrong: Map<string, string[]>,
): Promise<Played> {
  const messages = await world.messages();
  const to = (id: string) =>
    messages.filter(({ channel }) => channel === id).map(({ text }) => text);
  const log = await world.records("audit_log");
  const operator = cast.find(({ name }) => name === OPERATOR)!;
  return {
    wrong,
    reports: to(CHANNEL).flatMap((text) => text.split("\n")),
    told: to(operator.id),
    after: await world.people(),
    claims: (await world.records("claims")).length,
    written: new Set(log.map(({ person }) => nameOf(String(person)))),
    calls: await world.calls(),
  };
}
