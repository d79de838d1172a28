import { assertEquals } from "@std/assert";
import type { PlannedWrite } from "../../../app/sync/part_sync.ts";
import { claimIfWritten } from "../../../app/sync/batch.ts";
import type { Claim } from "../../../reconciler/claim.ts";
import { claims } from "../../../slack/records/claims.ts";
import { NOW } from "../../slack/local_slack.ts";
import { sampleClaim } from "../../slack/records/sample_claim.ts";
import {
  openBench,
  optedIn,
  revoke,
  schedule,
  statusOf,
} from "../../functions/step_bench.ts";

const LUNCH = { text: "Lunch", emoji: ":sandwich:", expiration: 0 };

function planned(claim: Claim | null, write: typeof LUNCH | null) {
  const wanted = { kind: "nothing", reason: "no shift" };
  const context = { consent: null, wanted };
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

Deno.test("a preview that meets an opt-out writes nothing without the lease; the next run does", async () => {
  const ann = optedIn("ann", { status: LUNCH }, { on_own_status: "replace" });
  const bench = openBench([ann], [schedule("on_call", ["ann"])]);
  await bench.sync();
  const config = JSON.parse(bench.env.SHIFTLIGHT_CONFIG!);
  bench.env.SHIFTLIGHT_CONFIG = JSON.stringify({ ...config, mode: "preview" });
  bench.pass(3600);
  await bench.fetch();
  const written: string[] = [];
  bench.slack.before = ({ method, args }) => {
    if (method === "users.profile.set") written.push(method);
    if (args.datastore === "claims" && method.includes("Put")) {
      written.push(method);
    }
    if (method !== "users.profile.get") return;
    bench.slack.items("consents").get("UANN")!.withdrawn_at = NOW;
  };
  const outputs = await bench.restore();
  assertEquals([outputs.restored, written], [0, []]);
  bench.slack.before = () => {};
  await bench.sync(true);
  assertEquals(statusOf(bench, "UANN"), LUNCH);
  assertEquals(bench.claim("UANN"), null);
  bench.close();
});

Deno.test("a preview that meets a revoked connection records nothing and tells nobody", async () => {
  for (const whole of [true, false]) {
    const ann = optedIn("ann", { status: LUNCH }, { on_own_status: "replace" });
    const bench = openBench([ann], [schedule("pto", ["ann"])]);
    await bench.sync();
    const claim = bench.claim("UANN")!;
    // Where only the snooze and the presence are ours, nothing shows when they end.
    if (!whole) claim.status = null;
    bench.slack.items("claims").set("UANN", claims.format(claim));
    const config = JSON.parse(bench.env.SHIFTLIGHT_CONFIG!);
    bench.env.SHIFTLIGHT_CONFIG = JSON.stringify({
      ...config,
      mode: "preview",
    });
    revoke(bench, "UANN");
    bench.pass(3600 + 1260);
    await bench.sync();
    assertEquals(bench.claim("UANN"), claim);
    const told = bench.slack.state.messages.map(({ channel }) => channel);
    assertEquals(told.filter((channel) => channel === "UANN"), []);
    bench.close();
  }
});
