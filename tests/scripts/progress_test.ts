import { assert, assertEquals, assertMatch } from "@std/assert";
import { progressText } from "../../scripts/progress.ts";
import { denoOnTerminal } from "../deno_command.ts";

/** `Ctrl-C`, as a terminal sends it. */
const INTERRUPT = "\x03";

/** Runs a task on a terminal until it shows progress, then interrupts it. */
async function interrupted(
  args: string[],
  until: RegExp,
): Promise<{ code: number; text: string }> {
  const command = denoOnTerminal("run", args, 120, "", "piped");
  const child = command.spawn();
  const typing = child.stdin.getWriter();
  let [text, isInterrupted] = ["", false];
  for await (const part of child.stdout.pipeThrough(new TextDecoderStream())) {
    text += part;
    if (isInterrupted || !until.test(text)) continue;
    isInterrupted = true;
    await typing.write(new TextEncoder().encode(INTERRUPT));
  }
  await typing.close().catch(() => {});
  const { code } = await child.status;
  return { code, text };
}

Deno.test("progress says how far it is and about how long it still takes", () => {
  assertEquals(progressText(0, 40, 5_000), "0 of 40");
  assertEquals(progressText(10, 40, 10_000), "10 of 40, about 30 s left");
  assertEquals(
    progressText(1200, 5000, 120_000),
    "1200 of 5000, about 6 min left",
  );
  assertEquals(progressText(39, 40, 100), "39 of 40, about 1 s left");
  assertEquals(progressText(40, 40, 10_000), "40 of 40");
});

Deno.test("Ctrl-C ends a simulation with what was played so far", async () => {
  const { code, text } = await interrupted(
    ["-A", "--quiet", "tests/simulation/main.ts", "--seeds", "99999"],
    /[1-9]\d* of 99999, about/,
  );
  assertEquals(code, 130, text);
  assertMatch(text, /[1-9]\d* histor(y|ies) in \d+ s/);
  assertMatch(text, /^the promise was kept/m);
  assertMatch(text, /^interrupted: 99999 were to be played/m);
});

Deno.test("Ctrl-C ends a benchmark with the budgets measured so far", async () => {
  const sizes = ["--only", "quiet", "--sizes", "1,2,3,10000"];
  const { code, text } = await interrupted(
    ["-A", "--quiet", "scripts/bench.ts", ...sizes],
    /[1-9] of \d+, about/,
  );
  assertEquals(code, 130, text);
  assert(text.includes("all counted budgets are kept"), text);
  assertMatch(text, /interrupted after \d+ of \d+ measurements/);
});
