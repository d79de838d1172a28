import { assertEquals, assertStringIncludes } from "@std/assert";
import {
  bookAgainAt,
  wantedHandoffs,
} from "../../../app/handoffs/wanted_handoffs.ts";
import { NOW } from "../../slack/local_slack.ts";
import type { RosterSnapshot } from "../../../reconciler/shift.ts";
import { openBench, optedIn, schedule } from "../../functions/step_bench.ts";
import { shift } from "../../reconciler/samples.ts";

const HOUR = 3600;

function againAt(
  horizonHours: number,
  ...times: [startHours: number, endHours: number | null][]
): number | null {
  const shifts = times.map(([start, end]) => ({
    ...shift(),
    start: NOW + start * HOUR,
    end: end === null ? null : NOW + end * HOUR,
  }));
  const at = bookAgainAt(
    { shifts, remembered: [], read_at: NOW },
    horizonHours * HOUR,
  );
  return at === null ? null : (at - NOW) / HOUR;
}

Deno.test("handoffs are booked again half a horizon before the first beyond it", () => {
  assertEquals(againAt(6, [24, 32], [7, 9], [1, 2]), 4);
  assertEquals(againAt(6, [-1, 10]), 7);
  assertEquals(againAt(6, [5, null], [8, null]), 5);
});

Deno.test("nothing is booked again if nothing lies beyond the horizon, or none is booked at all", () => {
  assertEquals(againAt(6), null);
  assertEquals(againAt(6, [-1, 6], [2, null]), null);
  assertEquals(againAt(0, [24, 32]), null);
});

Deno.test("if it cannot be read who has a handoff, the booked ones stay, and it is reported", async () => {
  const config = { handoffs: { hours: 6 } };
  const shifts = schedule("on_call", ["ann"], HOUR, 2 * HOUR);
  const bench = openBench([optedIn("ann")], [shifts], { config });
  const { slack } = bench;
  await bench.sync();
  const booked = `${NOW + HOUR} ${NOW + 2 * HOUR}`;
  assertEquals(bench.checkpoint().handoffs, booked);
  // The roster changes, and the first look at who has a handoff fails.
  slack.roster.schedules[0]!.shifts[0]!.endMs! += HOUR * 1000;
  slack.before = ({ method, args }) => {
    if (!method.endsWith(".bulkGet") || args.datastore !== "consents") return;
    slack.before = () => {};
    slack.fail({ method, error: "datastore_error" });
  };
  await bench.sync();
  assertEquals(bench.checkpoint().handoffs, booked);
  const triggers = [...slack.state.triggers.values()]
    .filter(({ name }) => name.startsWith("Handoff "));
  assertEquals(triggers.length, 2);
  const [problem] = (await bench.problems())
    .filter((each) => each.startsWith("booking handoffs: "));
  assertStringIncludes(problem!, "datastore_error");
  bench.close();
});

/** The instants wanted of Ann's shift from two to four hours after `NOW`, in hours, and some from before. */
async function wantedAt(
  read_at: number,
  fields: Partial<RosterSnapshot>,
): Promise<number[]> {
  const bench = openBench([optedIn("ann")], []);
  const snapshot: RosterSnapshot = {
    version: "1",
    read_at,
    shifts: [{
      ...shift(),
      person: "UANN",
      start: NOW + 2 * HOUR,
      end: NOW + 4 * HOUR,
    }],
    remembered: [],
    unplaced: [],
    unmapped_shifts: [],
    people: [],
    unreadable: [],
    unmapped: [],
    rejected: [],
    schedules: [],
    ...fields,
  };
  const before = [1, 2, 3, 6, 8].map((hours) => NOW + hours * HOUR).join(" ");
  const { handoffs } = await wantedHandoffs(
    bench.execution(),
    snapshot,
    6 * HOUR,
    before,
  );
  bench.close();
  return handoffs.split(" ").map((at) => (Number(at) - NOW) / HOUR);
}

Deno.test("while something cannot be read, instants of the last run stay as far as they are ahead, each once and in order", async () => {
  const source = "cal";
  const unreadable = [{ source, schedule: source, reason: "no answer" }];
  assertEquals(await wantedAt(NOW, { unreadable }), [1, 2, 3, 4, 6]);
  const later = NOW + 2 * HOUR;
  assertEquals(await wantedAt(later, { unreadable }), [3, 4, 6, 8]);
});

Deno.test("instants of the last run stay while a person cannot be looked up, not for a person who does not exist", async () => {
  const unmapped = (transient: boolean) => [{
    source: "cal",
    identity: "email:bob@example.com",
    name: "Bob",
    reason: "not found",
    transient,
  }];
  const wanted = (transient: boolean) =>
    wantedAt(NOW, { unmapped: unmapped(transient) });
  assertEquals(await wanted(true), [1, 2, 3, 4, 6]);
  assertEquals(await wanted(false), [2, 4]);
});
