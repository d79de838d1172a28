import { assert, assertEquals, assertStringIncludes } from "@std/assert";
import { stageOn } from "../../scripts/demo/stage.ts";
import { judge } from "../../scripts/demo_sources/judge.ts";
import { type Moment, moments } from "../../scripts/demo_sources/moments.ts";
import { playMoments } from "../../scripts/demo_sources/play.ts";
import { ROOT } from "../source_files.ts";

/** Plays these moments; what is shown, and how much did not hold. */
async function play(
  altered: readonly Moment[],
): Promise<{ text: string; failures: number }> {
  const lines: string[] = [];
  const stage = stageOn((line) => lines.push(line), false);
  const played = await playMoments(altered, stage);
  const failures = judge(altered, played, stage);
  return { text: lines.join("\n"), failures };
}

/** The day with another moment in the place of that at `time`. */
function dayWith(time: string, change: (moment: Moment) => Moment): Moment[] {
  const place = moments.findIndex(({ at }) => at.slice(11, 16) === time);
  return moments.map((each, index) => index === place ? change(each) : each);
}

Deno.test("the task shows all sources at once, and succeeds", async () => {
  const command = new Deno.Command(Deno.execPath(), {
    args: [
      ...["run", "-c", "deno.dev.jsonc", "-A", "--quiet"],
      "scripts/demo_sources.ts",
    ],
    cwd: ROOT,
    stdout: "piped",
    stderr: "piped",
  });
  const { code, stdout, stderr } = await command.output();
  const text = new TextDecoder().decode(stdout);
  assertEquals(code, 0, text + new TextDecoder().decode(stderr));
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

Deno.test("an expectation that does not hold is named, with its moment", async () => {
  const why = "as an example";
  const { text, failures } = await play(
    dayWith("12:08", (moment) => ({
      ...moment,
      right: { alice: { shows: "🌴 On leave until 15:00", why } },
    })),
  );
  assert(failures > 0);
  assertStringIncludes(
    text,
    "12:08: alice shows 📟 On call for Support until 13:37, should show 🌴 On leave until 15:00",
  );
});

Deno.test("whoever is not in a moment's table is looked at too", async () => {
  const { text, failures } = await play(
    dayWith("14:00", ({ act: _, ...moment }) => moment),
  );
  assert(failures > 0, "Grafana stayed down, and nothing was wrong");
  assertStringIncludes(text, "14:16: fumiko shows 📟 On call for Storage");
  assertStringIncludes(text, "15:01: fumiko shows 📟 On call for Storage");
});
