import { assertEquals } from "@std/assert";
import { StepLog } from "../../../app/state/step_log.ts";

const BROKEN = { store: "claims", id: "UANN", reason: "not this time" };

Deno.test("a record that may be readable next time is work left, a broken one is not", () => {
  for (const transient of [true, false]) {
    const log = new StepLog();
    log.reportBroken({ ...BROKEN, transient });
    assertEquals([log.isUnfinished, log.problems.length], [transient, 1]);
  }
});

Deno.test("what stops a step is a problem, and work left", () => {
  const log = new StepLog();
  assertEquals([log.isStopped, log.isUnfinished], [false, false]);
  log.stop("the app itself", { reason: "no token" });
  assertEquals([log.isStopped, log.isUnfinished], [true, true]);
  assertEquals(log.problems, [{ about: "the app itself", reason: "no token" }]);
});

Deno.test("of several instants at which a run can go on the first counts", () => {
  const log = new StepLog();
  assertEquals(log.moreAt, null);
  log.leaveMore(90);
  assertEquals(log.moreAt, 90);
  log.leaveMore(0);
  log.leaveMore(60);
  assertEquals(log.moreAt, 0);
});
