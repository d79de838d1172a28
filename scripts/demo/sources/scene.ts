import type { App } from "../../../packages/slack-box/app.ts";
import { shiftlight } from "../../../packages/slack-box/shiftlight.ts";
import { statusAt } from "../../../reconciler/status.ts";
import {
  at,
  isOwn,
  type Presence,
  presenceText,
  shown,
  unix,
} from "../presence.ts";
import type { Scene } from "../scene.ts";
import { withGlyphs } from "../../../packages/slack-box/emoji/standard_emoji.ts";
import { FIT, type Stage } from "../stage.ts";
import { DemoWorkspace } from "../workspace.ts";
import { judge, type Played } from "./judge.ts";
import {
  cast,
  LEAD,
  momentsOf,
  OPERATOR,
  type Right,
  SET_UP,
  type SourcesMoment,
} from "./moments.ts";
import { RELEASERS, schedules, settings, vendors } from "./rosters.ts";

const CHANNEL = "CREPORTS";

/**
 * A day with every kind of roster, one of them down.
 *
 * @param change Alters the moments, for tests of the judge.
 */
export function sourcesScene(
  change = (moments: SourcesMoment[]) => moments,
): Scene<SourcesMoment> {
  let mended = false;
  const moments = change(momentsOf(() => mended = true));
  const wrong = new Map<string, string[]>();
  let right: Record<string, Right> = {};
  let heard = 0;
  return {
    title:
      "Eight kinds of rosters at once in the local workspace, Monday 2 March 2026, London",
    people: cast,
    aboutHead: "where they are",
    lookAt:
      "Look at alice: at each moment the roster that counts most decides what she shows, and at the end she has her own status again.",
    moments,
    open: () => openDeployed(() => settings(mended)),
    async showMoment(moment, failed, workspace, stage) {
      right = { ...right, ...moment.right };
      const people = await workspace.people();
      const unexpected = showPeople(stage, people, moment, right);
      wrong.set(moment.at, [...failed, ...unexpected]);
      const messages = await workspace.messages();
      showMessages(stage, messages.slice(heard));
      heard = messages.length;
    },
    async judge(workspace, stage) {
      return judge(moments, await resultOf(workspace, wrong), stage);
    },
  };
}

/** The triggers right after `slack deploy`: only the one made by hand. */
function openDeployed(
  extraConfig: () => Record<string, unknown>,
): DemoWorkspace {
  const deployed = {
    ...shiftlight,
    triggers: (...setting: Parameters<App["triggers"]>) =>
      shiftlight.triggers(...setting).filter(({ name }) => name === SET_UP),
  };
  const setting = {
    now: at("08:50"),
    operators: [`U${OPERATOR.toUpperCase()}`],
    people: cast,
    schedules: schedules(false),
    user_groups: [RELEASERS],
  };
  return DemoWorkspace.open(setting, {
    app: deployed,
    vendors,
    extraConfig,
  });
}

/**
 * Shows the people who change at this moment, and always the lead.
 *
 * @returns what is wrong, for all people.
 */
function showPeople(
  { colors, line, table }: Stage,
  people: readonly Presence[],
  moment: SourcesMoment,
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
    [FIT, 1, 1],
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

/** What is wrong with a person at `now` (Unix seconds), or `null`. */
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

function showMessages(
  { colors, line, quote }: Stage,
  messages: readonly { channel: string; text: string }[],
): void {
  for (const { channel, text } of messages) {
    const who = channel === CHANNEL ? "the report channel" : nameOf(channel);
    line(`  ${colors.bold(`${who} hears`)}`);
    quote(withGlyphs(text));
    line();
  }
}

function nameOf(id: string): string {
  return cast.find((one) => one.id === id)?.name ?? id;
}

async function resultOf(
  workspace: DemoWorkspace,
  wrong: Map<string, string[]>,
): Promise<Played> {
  const messages = await workspace.messages();
  const to = (id: string) =>
    messages.filter(({ channel }) => channel === id).map(({ text }) => text);
  const log = await workspace.records("audit_log");
  const operator = cast.find(({ name }) => name === OPERATOR)!;
  return {
    wrong,
    reports: to(CHANNEL).flatMap((text) => text.split("\n")),
    messages: to(operator.id),
    after: await workspace.people(),
    claims: (await workspace.records("claims")).length,
    written: new Set(log.map(({ person }) => nameOf(String(person)))),
    calls: await workspace.calls(),
  };
}
