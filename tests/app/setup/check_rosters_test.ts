import { assertEquals } from "@std/assert";
import { checkRosters } from "../../../app/setup/check_rosters.ts";
import { openBench, optedIn, schedule } from "../../functions/step_bench.ts";
import { getSnapshot } from "../../../slack/records/roster_snapshots.ts";

Deno.test("fifteen bad entries of a source are named, the rest are counted", async () => {
  const bench = openBench([optedIn("ann")], [schedule("on_call", ["ann"])]);
  const { snapshot_id } = await bench.fetch();
  const snapshot = await getSnapshot(bench.slack.client, snapshot_id);
  const { config } = bench.execution();
  const leftOut = (count: number) => {
    const rejected = Array.from({ length: count }, (_, index) => ({
      source: "PON_CALL",
      reason: `entry ${index}`,
    }));
    return checkRosters(config, { ...snapshot, rejected })
      .flatMap(({ verdict, text }) => verdict === "info" ? [text] : []);
  };
  assertEquals(leftOut(15).length, 15);
  assertEquals(leftOut(15)[14], "Source PON_CALL leaves out entry 14.");
  const many = leftOut(2000);
  assertEquals(many.length, 16);
  assertEquals(many[15], "Source PON_CALL leaves out 1985 more entries.");
  bench.close();
});
