import { assert, assertEquals } from "@std/assert";
import { MINUTE, played, rules } from "./plain_day.ts";
import type { Recording } from "./recording.ts";
import { START_MS } from "./script.ts";

/** Makes the poll at that minute of the history call too much. */
function makeBusy(recording: Recording, minute: number): void {
  const poll = recording.executions.find(({ step, at }) =>
    step === "fetch_roster" && at === START_MS + minute * MINUTE
  )!;
  poll.calls = { "apps.datastore.bulkGet": 20 };
}

function quiet(recording: Recording): string[] {
  return rules(recording).filter((rule) => rule.startsWith("quiet"));
}

Deno.test("a poll that finds nothing new and calls a lot is seen", async () => {
  const recording = await played();
  assertEquals(quiet(recording), []);
  makeBusy(recording, 120);
  const [rule] = quiet(recording);
  assert(
    rule?.includes("new at 10:00:00.000: it made 20 calls"),
    rule,
  );
});

Deno.test("a poll that writes without a reason is seen", async () => {
  const recording = await played();
  const { status } = recording.people.get("UANN")!;
  const at = START_MS + 120 * MINUTE + 5000;
  status.push({ ...status[0]!, at, before: status[1]!.after });
  assert(quiet(recording).some((rule) => rule.endsWith("it wrote to UANN")));
});

Deno.test("a poll at which a shift ends may call a lot", async () => {
  const recording = await played();
  makeBusy(recording, 75);
  assertEquals(quiet(recording), []);
});

Deno.test("of two polls in a row one is quiet, even where a group is read by the hour", async () => {
  const recording = await played();
  const item = {
    id: "Fx",
    group: "SREL",
    state: "deploy_freeze",
    start: START_MS / 1000,
  };
  recording.declared.push({ at: START_MS, id: "Fx", item });
  makeBusy(recording, 120);
  assertEquals(quiet(recording), []);
  makeBusy(recording, 135);
  const [rule] = quiet(recording);
  assert(rule?.includes("at 10:15:00.000, nor before"), rule);
});

Deno.test("the polls that are judged are counted", async () => {
  const { judge } = await import("./judge/judge.ts");
  const { polls } = judge(await played());
  assert(polls.judged > 3 && polls.judged < polls.all, JSON.stringify(polls));
});
