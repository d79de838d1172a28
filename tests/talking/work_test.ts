/**
 * How much work a message is. V8 counts how often each block of code is run, so the
 * number is the same on a slow machine.
 */
import { Session } from "node:inspector";
import { assert } from "@std/assert";
import { understand } from "../../talking/grammar.ts";
import { matchName } from "../../talking/match_name.ts";

interface Coverage {
  result: {
    url: string;
    functions: { ranges: { count: number }[] }[];
  }[];
}

const session = new Session();

const post = (method: string, options = {}) =>
  new Promise<unknown>((resolve, reject) =>
    session.post(
      method,
      options,
      (error: Error | null, answer?: object) =>
        error ? reject(error) : resolve(answer),
    )
  );

/** Blocks of `talking/` that were run since this was asked last. */
async function blocksRun(): Promise<number> {
  const { result } = await post("Profiler.takePreciseCoverage") as Coverage;
  return result
    .filter(({ url }) => url.includes("/talking/") && !url.includes("/tests/"))
    .flatMap(({ functions }) => functions.flatMap(({ ranges }) => ranges))
    .reduce((sum, { count }) => sum + count, 0);
}

// Only what is compiled from here on is counted, and that is at its first call.
session.connect();
await post("Profiler.enable");
await post("Profiler.startPreciseCoverage", {
  callCount: true,
  detailed: true,
});

async function countedWork(action: () => void): Promise<number> {
  await blocksRun();
  action();
  return await blocksRun();
}

Deno.test("the same work is counted the same each time", async () => {
  const work = () =>
    countedWork(() => {
      for (let at = 0; at < 20; at++) {
        matchName("bc".repeat(25), [`${"ab".repeat(95)}`], (name) => name);
      }
    });
  // The two lengths multiplied, twenty times.
  const [first, second] = [await work(), await work()];
  assert(first > 20 * 50 * 190, `${first}`);
  assert(first === second, `${first}, then ${second}`);
});

/** Pieces that would keep a careless reader busy, over and over. */
const SLOW = [
  ...["<@UAPP>", "<@UAPP", "<@UBOB|b>", "&lt;", "&amp;amp;", "<", ">", "|"],
  ...["*", "_", "_a", "~", "`", "'", " ", "a b ", "\u00A0", "\u202E", "\n"],
  ...["\uFDFA", "e\u0301", "\uD83D", "-", "please ", "?", "who is on "],
  ...["notification enable ", "link schedule ", "notificatio ", "w"],
];

Deno.test("a message of any length takes bounded work", async () => {
  let most = 0;
  for (const piece of SLOW) {
    const long = piece.repeat(5000);
    const work = await countedWork(() => {
      understand({ text: long, app: "UAPP", isDirect: true });
      understand({ text: `<@UAPP> ${long}`, app: "UAPP", isDirect: false });
      understand({
        text: `<@UAPP> link ${long}`,
        app: "UAPP",
        isDirect: false,
      });
    });
    assert(work < 400_000, `${work} for ${JSON.stringify(piece)}`);
    most = Math.max(most, work);
  }
  assert(most > 10_000, "nothing was counted");
});

Deno.test("matching takes work by the number of names, not by what was typed", async () => {
  const names = (count: number) =>
    Array.from({ length: count }, (_, at) => `${at} ${"ab".repeat(95)}`);
  const work = (typed: string, count: number) =>
    countedWork(() => void matchName(typed, names(count), (name) => name));
  const typed = "bc".repeat(30);
  const [few, many] = [await work(typed, 30), await work(typed, 300)];
  assert(many < 11 * few, `${few}, then ${many}`);
  // What is longer than any name is near to none.
  for (const length of [61, 500, 5000]) {
    const long = await work("b".repeat(length), 300);
    assert(long < many / 10, `${length}: ${long}, not ${many}`);
  }
});
