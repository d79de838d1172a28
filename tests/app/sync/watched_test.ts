import { assertEquals } from "@std/assert";
import { readLastRun } from "../../../app/state/run_state.ts";
import { findDueWatched } from "../../../app/sync/watched.ts";
import { member } from "../../slack/local_slack.ts";
import {
  type Bench,
  EMPTY,
  openBench,
  optedIn,
  schedule,
} from "../../functions/step_bench.ts";

const LUNCH = { text: "Lunch", emoji: ":sandwich:", expiration: 0 };
const GET = "users.profile.get";
const LIST = "users.list";
const LEASE = "apps.datastore.put";

/** `p0` and so on wait until their own status is gone. They come last of the workspace. */
async function openWaiting(count: number, others = 0): Promise<Bench> {
  const names = Array.from({ length: count }, (_, index) => `p${index}`);
  const strangers = Array.from({ length: others }, (_, at) => `s${at}`);
  const bench = openBench(
    [
      ...strangers.map((name) => member(name)),
      ...names.map((name) => optedIn(name, { status: LUNCH })),
    ],
    [schedule("on_call", names)],
    { config: { limits: { rates: "none" } } },
  );
  await bench.sync();
  bench.pass(900);
  bench.slack.arrived.length = 0;
  bench.slack.clock.slept.length = 0;
  return bench;
}

async function due(bench: Bench): Promise<string[]> {
  const execution = bench.execution();
  return await findDueWatched(execution, await readLastRun(execution));
}

function clear(bench: Bench, person: string): void {
  bench.slack.state.people.get(person)!.status = { ...EMPTY };
}

/** The calls that read statuses, and those that record how long the list is. */
function reads({ slack }: Bench): [gets: number, pages: number, puts: number] {
  const counts = slack.counts();
  const of = (method: string) => counts[method] ?? 0;
  return [of(GET), of(LIST), of("apps.datastore.bulkPut")];
}

Deno.test("one watched person is read, and left alone while their status is unchanged", async () => {
  const bench = await openWaiting(1);
  assertEquals(await due(bench), []);
  assertEquals(reads(bench), [1, 0, 0]);
  bench.close();
});

Deno.test("several watched people in a small workspace take one page", async () => {
  const bench = await openWaiting(2);
  assertEquals(await due(bench), []);
  clear(bench, "UP1");
  assertEquals(await due(bench), ["UP1"]);
  assertEquals(reads(bench), [0, 2, 0]);
  bench.close();
});

Deno.test("from the second poll on, people are read in the fewest calls", async () => {
  // The people, how many others there are before them, and the two polls' reads.
  const cases = [
    [3, 1700, [0, 3, 1], [3, 0, 0]],
    [4, 1700, [0, 3, 1], [0, 3, 0]],
    [3, 4000, [3, 3, 1], [3, 0, 0]],
  ] as const;
  for (const [count, others, first, second] of cases) {
    const bench = await openWaiting(count, others);
    for (const expected of [first, second]) {
      bench.slack.arrived.length = 0;
      assertEquals(await due(bench), []);
      assertEquals(reads(bench), [...expected], `${count} of ${others}`);
    }
    bench.close();
  }
});

Deno.test("if the list cannot be read, people are read one by one, and the next poll tries it again", async () => {
  const bench = await openWaiting(3);
  clear(bench, "UP2");
  bench.slack.fail({ method: LIST, status: 500 });
  assertEquals(await due(bench), ["UP2"]);
  assertEquals(reads(bench), [3, 1, 0]);
  assertEquals(await due(bench), ["UP2"]);
  assertEquals(reads(bench), [3, 2, 0]);
  bench.close();
});

Deno.test("a list longer than a minute's pages is not tried again", async () => {
  const bench = await openWaiting(3);
  bench.slack.fail({ method: LIST, status: 429, retry_after: 9 });
  assertEquals(await due(bench), []);
  assertEquals(await due(bench), []);
  assertEquals(reads(bench), [6, 1, 1]);
  assertEquals(bench.slack.clock.slept, []);
  bench.close();
});

Deno.test("a person who cannot be read is due: the run meets the failure and reports it", async () => {
  const bench = await openWaiting(1);
  bench.slack.fail({ method: GET, user: "UP0", status: 500 });
  assertEquals(await due(bench), ["UP0"]);
  bench.slack.fail({ method: GET, user: "UP0", status: 429, retry_after: 9 });
  assertEquals(await due(bench), []);
  bench.close();
});

Deno.test("of very many people a poll reads eighty, and each in turn", async () => {
  const bench = await openWaiting(200);
  bench.slack.fail({ method: LIST, status: 500, times: 9 });
  const seen = new Set<string>();
  for (const poll of [1, 2, 3]) {
    bench.slack.arrived.length = 0;
    assertEquals(await due(bench), []);
    const read = bench.slack.arrived.filter(({ method }) => method === GET);
    assertEquals(read.length, 80, `poll ${poll}`);
    for (const { args } of read) seen.add(String(args.user));
    bench.pass(900);
  }
  assertEquals(seen.size, 200);
  bench.close();
});

Deno.test("a poll that finds them as they were takes no lease, asks no token and writes to nobody", async () => {
  const bench = await openWaiting(2);
  const { fetch } = await bench.sync();
  assertEquals(fetch.scope, "nothing");
  assertEquals(bench.slack.counts(), {
    "apps.datastore.bulkGet": 1,
    // That the rosters were read.
    "apps.datastore.put": 1,
    [LIST]: 1,
  });
  assertEquals(bench.slack.items("claims").size, 2);
  bench.close();
});

Deno.test("a poll that finds one of them free takes the lease and serves that one", async () => {
  const bench = await openWaiting(2);
  clear(bench, "UP1");
  assertEquals((await bench.sync()).apply.changed, 1);
  const bids = bench.slack.arrived.filter(({ method, args }) =>
    method === LEASE && String(args.item).includes('"lease"')
  );
  assertEquals(bids.length, 2);
  assertEquals(bench.claim("UP1")!.status!.phase, "held");
  assertEquals(bench.claim("UP0")!.status!.phase, "deferred");
  bench.close();
});
