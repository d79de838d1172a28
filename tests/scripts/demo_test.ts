import { assert, assertEquals, assertStringIncludes } from "@std/assert";
import { playScene } from "../../scripts/demo/scene.ts";
import { type SourcesMoment } from "../../scripts/demo/sources/moments.ts";
import { sourcesScene } from "../../scripts/demo/sources/scene.ts";
import { stageOn } from "../../scripts/demo/stage.ts";
import { denoCommand, denoOnTerminal } from "../deno_command.ts";

/** Plays the day with the moment at `time` altered; what is shown, and how much did not hold. */
async function playWith(
  time: string,
  change: (moment: SourcesMoment) => SourcesMoment,
): Promise<{ text: string; failures: number }> {
  const lines: string[] = [];
  const stage = stageOn((line) => lines.push(line), false);
  const scene = sourcesScene((moments) =>
    moments.map((each) => each.at.slice(11, 16) === time ? change(each) : each)
  );
  const failures = await playScene(scene, stage);
  return { text: lines.join("\n"), failures };
}

/** Runs the demo as its task does. */
async function demo(
  ...args: string[]
): Promise<{ code: number; text: string }> {
  const options = ["-A", "--quiet", "scripts/demo.ts", ...args];
  const env = { NO_COLOR: "1", COLUMNS: "160" };
  const command = denoCommand("run", options, { env });
  const { code, stdout, stderr } = await command.output();
  const decoder = new TextDecoder();
  return { code, text: decoder.decode(stdout) + decoder.decode(stderr) };
}

Deno.test("the sources scene shows all sources at once, and succeeds", async () => {
  const { code, text } = await demo("--scene", "sources");
  assertEquals(code, 0, text);
  for (
    const words of [
      "Opsgenie has no schedule Checkout",
      "*Shiftlight is set up.*",
      "On call for Payments, Search until 17:00",
      "Grafana OnCall answered 503",
      "grafana cannot be read: kept as they are",
      "nobody in Slack has guest@agency.example",
      "✓ all 8 kinds are read",
      "The right state won at each moment.",
    ]
  ) assertStringIncludes(text, words);
  const alice = text.split("\n").flatMap((line) =>
    /^ +alice +✓ (.*?)(?: {2}|$)/.exec(line)?.[1] ?? []
  );
  const changes = alice.filter((one, index) => one !== alice[index - 1]);
  assertEquals(changes, [
    "🏡 Working from home",
    "🎧 Focus time until 17:00, notifications paused",
    "❄️ Deploy freeze until 16:00",
    "🌴 On leave until 15:00, notifications paused, away",
    "📟 On call for Support until 13:37",
    "🌴 On leave until 15:00, notifications paused, away",
    "❄️ Deploy freeze until 16:00",
    "🎧 Focus time until 17:00, notifications paused",
    "🏡 Working from home",
  ]);
  assert(!text.includes("✗"), text);
  assert(!text.includes("\x1b["), "colours without a terminal");
});

Deno.test("the talk scene shows who asks what and who sees the answer, and succeeds", async () => {
  const { code, text } = await demo("--scene", "talk");
  assertEquals(code, 0, text);
  for (
    const words of [
      "alice in #payments: @Shiftlight link schedule paymnts",
      "Shiftlight, only alice sees it:",
      '"link schedule Payments secondary"',
      "bob presses [Link Search]",
      "Payments: alice until today at 17:00. Next: bob from today at 17:00.",
      "*You are on call for Payments, until 17:00.*",
      "[Skip this shift] [Pause until tomorrow]",
      "✓ none of 15 answers notified anyone",
    ]
  ) assertStringIncludes(text, words);
  assert(!text.includes("✗"), text);
});

Deno.test("an expectation that does not hold is named, with its moment", async () => {
  const why = "as an example";
  const { text, failures } = await playWith("12:08", (moment) => ({
    ...moment,
    right: { alice: { shows: "🌴 On leave until 15:00", why } },
  }));
  assert(failures > 0);
  assertStringIncludes(
    text,
    "12:08: alice shows 📟 On call for Support until 13:37, should show 🌴 On leave until 15:00",
  );
});

Deno.test("people who are not in a moment's table are judged too", async () => {
  const { text, failures } = await playWith(
    "14:00",
    ({ act: _, ...moment }) => moment,
  );
  assert(failures > 0, "Grafana stayed down, and nothing was wrong");
  assertStringIncludes(text, "14:16: fumiko shows 📟 On call for Storage");
  assertStringIncludes(text, "15:01: fumiko shows 📟 On call for Storage");
});

Deno.test("without a scene all are played in their order", async () => {
  const { code, text } = await demo();
  assertEquals(code, 0, text);
  const [day, sources] = [
    "Everyone shows exactly their own presence again.",
    "The right state won at each moment.",
  ].map((verdict) => text.indexOf(verdict));
  assert(day! > 0 && sources! > day!, text);
  assertEquals(text.match(/✓ identical: never/g)?.length, 2);
  assert(!text.includes("✗"), text);
});

Deno.test("the working day shows each run that changes something, with who, what and why", async () => {
  const { text } = await demo("--scene", "day");
  for (
    const words of [
      "09:00  6 changed, 2 left alone, 1 failed",
      "failed: users.profile.set: token_revoked",
      "they have a status of their own: waiting until it is gone",
      "→ 📟 On call for Payments until 17:00",
      "17:00  3 changed, 2 left alone",
      "they changed it: kept",
    ]
  ) assertStringIncludes(text, words);
  // No word of the code's.
  assert(!/\b(defer|skip|noop|yield|start|restore)\b/.test(text), text);
  const runs = text.split("\n\n").filter((each) => /^\d\d:\d\d +\d/.test(each));
  assert(runs.length > 5);
  for (const run of runs) {
    const names = [...run.matchAll(/^ +([a-z]+) +(?:status|notif|pres)/gm)]
      .map(([, name]) => name!);
    assertEquals(names, names.toSorted());
  }
});

/** Columns that a line takes on a terminal: emoji take two. */
function columnsOf(line: string): number {
  const graphemes = new Intl.Segmenter("en").segment(line);
  return [...graphemes].reduce(
    (sum, { segment }) =>
      sum + (/\p{Extended_Pictographic}/u.test(segment) ? 2 : 1),
    0,
  );
}

/** The demo on a terminal of this width, as its lines. */
async function demoOnTerminal(
  columns: number,
  columnsSet?: string,
): Promise<string[]> {
  const args = ["-A", "--quiet", "scripts/demo.ts"];
  const command = denoOnTerminal("run", args, columns, columnsSet);
  const { code, stdout } = await command.output();
  const text = new TextDecoder().decode(stdout);
  assertEquals(code, 0, text);
  return text.replaceAll("\r\n", "\n").split("\n");
}

/** The `script` of util-linux, which gives a command a terminal, is Linux's. */
const ignore = Deno.build.os !== "linux";

for (const columns of [80, 100, 140]) {
  const name = `on a terminal of ${columns} columns no line is too long`;
  Deno.test(name, { ignore }, async () => {
    const lines = await demoOnTerminal(columns);
    const wide = lines.filter((line) => columnsOf(line) > columns);
    assertEquals(wide, []);
    assert(lines.some((line) => columnsOf(line) > columns - 12));
  });
}

Deno.test(
  "COLUMNS is obeyed; the demo takes 80 to 160 columns",
  { ignore },
  async () => {
    const widest = (lines: string[]) => Math.max(...lines.map(columnsOf));
    assert(widest(await demoOnTerminal(60, "100")) > 80);
    assert(widest(await demoOnTerminal(140, "100")) <= 100);
    assert(widest(await demoOnTerminal(300)) <= 160);
  },
);

Deno.test("an unknown scene ends with the usage", async () => {
  for (const args of [["--scene", "night"], ["--scene"], ["day"]]) {
    const { code, text } = await demo(...args);
    assertEquals(code, 2, text);
    assertStringIncludes(
      text,
      "usage: deno task demo [--scene day|sources|talk]",
    );
  }
});
