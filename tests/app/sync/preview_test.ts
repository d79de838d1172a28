import { assertEquals } from "@std/assert";
import type { PlannedWrite } from "../../../app/sync/part_sync.ts";
import { claimIfWritten } from "../../../app/sync/batch.ts";
import type { Claim } from "../../../reconciler/claim.ts";
import { NOW } from "../../slack/local_slack.ts";
import { sampleClaim } from "../../slack/records/sample_claim.ts";
import { openBench, optedIn, schedule } from "../../functions/step_bench.ts";

const LUNCH = { text: "Lunch", emoji: ":sandwich:", expiration: 0 };

function planned(claim: Claim | null, write: typeof LUNCH | null) {
  const context = { consent: null };
  const decision = { write: write && { value: write } };
  const step = { context, planned: claim, decision };
  return claimIfWritten("status", step as unknown as PlannedWrite<"status">);
}

Deno.test("a status that would be set counts as set", () => {
  const claim = sampleClaim();
  const status = {
    ...claim.status!,
    phase: "intent" as const,
    wanted: LUNCH,
    applied: null,
  };
  const after = planned({ ...claim, status }, LUNCH);
  assertEquals(after!.status, { ...status, phase: "held", applied: LUNCH });
});

Deno.test("in preview, a status that would be restored counts as restored", () => {
  const claim = sampleClaim();
  const status = { ...claim.status!, phase: "restoring" as const };
  assertEquals(planned({ ...claim, status }, LUNCH), null);
});

Deno.test("where nothing would be written, what would be recorded counts", () => {
  const claim = sampleClaim();
  assertEquals(planned(claim, null), claim);
  assertEquals(planned(null, null), null);
});

Deno.test("the plan shows all of a person's parts, as they would come", async () => {
  const bench = openBench([optedIn("ann")], [schedule("pto", ["ann"])], {
    config: { mode: "preview" },
  });
  await bench.sync();
  const results = await bench.results();
  assertEquals(
    results.map(({ part, action, outcome }) => [part, action, outcome]),
    [
      ["status", "start", "planned"],
      ["dnd", "start", "planned"],
      ["presence", "start", "planned"],
    ],
  );
  assertEquals(bench.slack.items("claims").size, 0);
  assertEquals(bench.slack.state.people.get("UANN")!.snooze_until, 0);
  assertEquals(bench.slack.clock.ms < (NOW + 3) * 1000, true);
  bench.close();
});
