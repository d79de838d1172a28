import { at, timeOf } from "../presence.ts";
import type { Scene } from "../scene.ts";
import type { Stage } from "../stage.ts";
import { DemoWorkspace, type Message } from "../workspace.ts";
import {
  CHANNEL,
  type Expected,
  moments,
  people,
  type Place,
  schedules,
  START,
  type TalkMoment,
} from "./moments.ts";

/** An answer of the app, as people see it. */
interface Answer {
  where: Place;
  text: string;
  buttons: readonly string[];
  notifies: readonly string[];
}

/** Ten minutes of questions: each answer is shown, by who sees it. */
export function talkScene(): Scene<TalkMoment> {
  const wrong: string[] = [];
  const notified: string[] = [];
  let answers = 0;
  let seen: Message[] = [];
  return {
    title: "Ten minutes in a channel, Monday 2 March 2026, London",
    people,
    aboutHead: "who they are here",
    lookAt:
      "Read it line by line: who asks what, what the app answers, and who sees the answer.",
    moments: moments(),
    async open() {
      const workspace = DemoWorkspace.open({
        now: at("09:40"),
        people,
        schedules,
        channels: [{ ...CHANNEL, app: true }],
      });
      await workspace.moveTo(START);
      seen = await workspace.messages();
      return workspace;
    },
    async showMoment(moment, failed, workspace, stage) {
      const messages = await workspace.messages();
      const fresh = answersIn(messages, seen);
      seen = messages;
      answers += fresh.length;
      for (const answer of fresh) show(answer, stage);
      if (fresh.length === 0) stage.line(stage.colors.dim("  no answer"));
      stage.line();
      const amiss = [...failed, ...objections(moment, fresh)];
      for (const each of amiss) stage.line(stage.colors.red(`  ✗ ${each}`));
      wrong.push(...amiss.map((each) => `${timeOf(moment.at)}: ${each}`));
      notified.push(...fresh.flatMap(({ notifies }) => notifies));
    },
    async judge(workspace, stage) {
      const links = await linkedSchedules(workspace);
      return judge(stage, [
        [
          `each of ${moments().length} messages and clicks got its answer`,
          wrong,
        ],
        [`none of ${answers} answers notified anyone`, notified],
        [
          "Payments and Search are linked to the channel, and nothing else is",
          links.join() === "Payments,Search" ? [] : [links.join(", ")],
        ],
      ]);
    },
  };
}

/** The messages that are new or were changed, other than people's own. */
function answersIn(
  messages: readonly Message[],
  before: readonly Message[],
): Answer[] {
  const known = new Map(before.map(({ ts, text }) => [ts, text]));
  const own = new Set(people.map(({ id }) => id));
  return messages
    .filter(({ ts, text, user }) => !own.has(user) && known.get(ts) !== text)
    .map((message) => ({
      where: placeOf(message),
      text: shownText(message.text),
      buttons: (message.buttons ?? []).map(({ label }) => label),
      notifies: message.notifies,
    }));
}

function placeOf({ channel, ephemeral_to }: Message): Place {
  if (ephemeral_to !== undefined) return `only ${nameOf(ephemeral_to)} sees it`;
  return channel === CHANNEL.id ? "#payments" : `DM of ${nameOf(channel)}`;
}

function nameOf(id: string): string {
  return people.find((person) => person.id === id)?.name ?? id;
}

const DATE = /<!date\^(\d+)\^[^|]*\|[^>]*>/g;

/** A message's text as people in London see it. */
function shownText(text: string): string {
  return text
    .replace(DATE, (_, seconds) => {
      const [day, time] = new Date(Number(seconds) * 1000).toISOString()
        .split("T");
      return `${day === START.slice(0, 10) ? "today" : day} at ${
        time!.slice(0, 5)
      }`;
    })
    .replaceAll("&lt;", "<").replaceAll("&gt;", ">").replaceAll("&amp;", "&");
}

function show(
  { where, text, buttons }: Answer,
  { colors, line, quote }: Stage,
): void {
  line(colors.dim(`  Shiftlight, ${where}:`));
  quote(text);
  if (buttons.length > 0) {
    quote(buttons.map((label) => `[${label}]`).join(" "));
  }
}

/** What is not as a moment expects it. */
function objections(
  { answers: expected }: TalkMoment,
  answers: readonly Answer[],
): string[] {
  const missing = expected.filter((each) =>
    !answers.some((answer) => isAsExpected(answer, each))
  ).map(({ where, says }) => `no answer (${where}) says ${says.join(", ")}`);
  const extra = expected.length === 0 && answers.length > 0
    ? ["an answer where none belongs"]
    : [];
  return [...missing, ...extra];
}

function isAsExpected({ where, text }: Answer, expected: Expected): boolean {
  return where === expected.where &&
    expected.says.every((words) => text.includes(words));
}

async function linkedSchedules(workspace: DemoWorkspace): Promise<string[]> {
  const records = await workspace.records<{ id: string; body: string }>("talk");
  return records.filter(({ id }) => id.startsWith("link:"))
    .map(({ body }) => (JSON.parse(body) as { name: string }).name).sort();
}

/** Shows what held. Returns how much did not. */
function judge(
  { colors, line }: Stage,
  checks: readonly (readonly [what: string, wrong: readonly string[]])[],
): number {
  for (const [what, wrong] of checks) {
    line(
      wrong.length === 0
        ? colors.green(`  ✓ ${what}`)
        : colors.red(`  ✗ ${what}: ${wrong.join("; ")}`),
    );
  }
  return checks.filter(([, wrong]) => wrong.length > 0).length;
}
