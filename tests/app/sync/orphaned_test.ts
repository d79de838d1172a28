import { assert, assertEquals } from "@std/assert";
import { withdrawConsent } from "../../../app/consent/withdraw_consent.ts";
import { isOrphaned, orphanedClaim } from "../../../app/sync/orphaned.ts";
import type { Consent } from "../../../reconciler/consent.ts";
import type { WantContext } from "../../../reconciler/part_wants.ts";
import { SlackFailure } from "../../../slack/failure.ts";
import { NOW } from "../../slack/local_slack.ts";
import { sampleClaim } from "../../slack/records/sample_claim.ts";
import {
  type Bench,
  EMPTY,
  openBench,
  optedIn,
  revoke,
  schedule,
  statusOf,
  TO_REPORT,
} from "../../functions/step_bench.ts";

const LUNCH = { text: "Lunch", emoji: ":sandwich:", expiration: 0 };
const SET = "users.profile.set";
/** The shift of an hour, and our expiry twenty-one minutes after it. */
const OVER = 3600;
const EXPIRED = OVER + 1260;

/** Ann's token was revoked in mid-shift; the shift is over. */
async function openRevoked(): Promise<Bench> {
  const ann = optedIn("ann", { status: LUNCH }, { on_own_status: "replace" });
  const bench = openBench([ann], [schedule("on_call", ["ann"])]);
  await bench.sync();
  revoke(bench, "UANN");
  bench.pass(OVER);
  await bench.sync();
  return bench;
}

function reconnect(bench: Bench): void {
  const id = "Et-again";
  const { token } = bench.slack.ownToken("UANN");
  bench.slack.state.externalTokens.set(id, { id, person: "UANN", token });
  const consent = bench.slack.items("consents").get("UANN")!;
  consent.external_token_id = id;
  consent.recorded_at = Math.floor(bench.slack.clock.ms / 1000);
}

Deno.test("until our own expiry has passed a restore is tried at every poll", async () => {
  const bench = await openRevoked();
  assertEquals(bench.claim("UANN")!.orphaned_at, null);
  assertEquals(bench.checkpoint().open, true);
  const tried = bench.slack.counts()[SET]!;
  bench.pass(900);
  await bench.sync();
  assertEquals(bench.slack.counts()[SET], tried + 1);
  bench.close();
});

Deno.test("after it nothing more is tried, it is reported once, and the prior is kept", async () => {
  const bench = await openRevoked();
  bench.pass(1260);
  await bench.sync();
  const claim = bench.claim("UANN")!;
  const now = Math.floor(bench.slack.clock.ms / 1000) - TO_REPORT;
  assertEquals([claim.orphaned_at, claim.status!.prior], [now, LUNCH]);
  const told = bench.reports().length;
  const tried = bench.slack.counts()[SET];
  for (const _ of [1, 2, 3]) {
    bench.pass(3600);
    await bench.sync(true);
  }
  assertEquals(bench.slack.counts()[SET], tried);
  assertEquals(bench.reports().length, told);
  assertEquals(bench.checkpoint().open, false);
  assert(
    bench.reports().filter((each) => each.includes("Failed")).length === 1,
  );
  bench.close();
});

Deno.test("the prior is restored once they connect again", async () => {
  const bench = await openRevoked();
  bench.pass(1260);
  await bench.sync();
  assertEquals(statusOf(bench, "UANN"), EMPTY);
  bench.pass(7200);
  reconnect(bench);
  await bench.sync(true);
  assertEquals(statusOf(bench, "UANN"), LUNCH);
  assertEquals(bench.claim("UANN"), null);
  bench.close();
});

Deno.test("the prior is kept for thirty days, no longer", async () => {
  const bench = await openRevoked();
  bench.pass(1260);
  await bench.sync();
  bench.pass(30 * 86_400 - TO_REPORT);
  await bench.sync(true);
  assertEquals(bench.claim("UANN")!.status!.prior, LUNCH);
  bench.pass(1);
  await bench.sync(true);
  assertEquals(bench.claim("UANN"), null);
  bench.close();
});

Deno.test("nothing is kept of a person who opted out", async () => {
  const bench = await openRevoked();
  const { message } = await withdrawConsent(bench.execution(), "UANN");
  assert(
    message.includes("It could not restore what was there before ("),
    message,
  );
  assert(bench.slack.items("consents").has("UANN"));
  bench.pass(1260);
  await bench.sync();
  assertEquals(bench.claim("UANN"), null);
  assertEquals(bench.slack.items("consents").size, 0);
  bench.close();
});

Deno.test("a transient refusal orphans no claim", async () => {
  const ann = optedIn("ann", { status: LUNCH }, { on_own_status: "replace" });
  const bench = openBench([ann], [schedule("on_call", ["ann"])]);
  await bench.sync();
  bench.pass(EXPIRED);
  bench.slack.fail({ method: SET, error: "rate_limited" });
  await bench.sync();
  assertEquals(bench.claim("UANN")!.orphaned_at, null);
  await bench.sync();
  assertEquals(statusOf(bench, "UANN"), LUNCH);
  bench.close();
});

Deno.test("a connection that Slack no longer knows at the end of a shift leaves the prior too", async () => {
  const ann = optedIn("ann", { status: LUNCH }, { on_own_status: "replace" });
  const bench = openBench([ann], [schedule("on_call", ["ann"])]);
  await bench.sync();
  bench.slack.state.externalTokens.clear();
  bench.pass(EXPIRED);
  const set = bench.slack.counts()[SET];
  await bench.sync();
  const { orphaned_at, status } = bench.claim("UANN")!;
  const now = Math.floor(bench.slack.clock.ms / 1000) - TO_REPORT;
  assertEquals([orphaned_at, status!.prior], [now, LUNCH]);
  assertEquals(bench.slack.counts()[SET], set);
  bench.close();
});

const GONE = new SlackFailure(
  "users.setPresence",
  "token_revoked",
  "person",
  { owner: "person", person: "UANN", path: "own" },
  null,
  "revoked",
);
const OVER_NOW = { kind: "nothing", reason: "over" };
const CONSENT = { withdrawn_at: null, recorded_at: NOW };

function orphanedAfter(seconds: number, fields: Record<string, unknown>) {
  const claim = sampleClaim({ status: null });
  const context = { claim, consent: CONSENT, wanted: OVER_NOW, ...fields };
  const now = NOW + seconds;
  return orphanedClaim(context as unknown as WantContext, GONE, now);
}

Deno.test("a claim without a status is kept for as long as ours could have lasted", () => {
  assertEquals(orphanedAfter(20 * 60 - 1, {}), undefined);
  assertEquals(orphanedAfter(20 * 60, {})!.orphaned_at, NOW + 20 * 60);
});

Deno.test("while it is unknown what is wanted no claim is orphaned", () => {
  const wanted = { kind: "unknown", reason: "unreadable" };
  assertEquals(orphanedAfter(3600, { wanted }), undefined);
});

Deno.test("an orphaned claim is taken up again by a new consent or an opt-out", () => {
  const claim = sampleClaim({ orphaned_at: NOW + 60 });
  const isLeft = (fields: object) =>
    isOrphaned(claim, { ...CONSENT, ...fields } as Consent);
  assertEquals(isLeft({}), true);
  assertEquals(isLeft({ recorded_at: NOW + 61 }), false);
  assertEquals(isLeft({ withdrawn_at: NOW + 61 }), false);
  assertEquals(isOrphaned(claim, null), false);
});
