import { assertEquals } from "@std/assert";
import { readSnooze, writeSnooze } from "../../slack/dnd.ts";
import { member, NOW, openSlack } from "./local_slack.ts";
import { failureOf } from "./produced_failure.ts";
import { scriptedClient } from "./scripted_client.ts";

const NONE = { until_seconds: 0, indefinite: false };

function open(fields: Record<string, unknown> = {}) {
  const slack = openSlack([member("ann", fields)]);
  const token = slack.ownToken("UANN");
  return { slack, token, ann: slack.state.people.get("UANN")! };
}

Deno.test("a snooze is read with the person's own token", async () => {
  const { slack, token } = open({ snooze_until: NOW + 900 });
  const snooze = await readSnooze(slack.client, token);
  assertEquals(snooze, { until_seconds: NOW + 900, indefinite: false });
  assertEquals(slack.arrived[0]!.token, token.token);
  slack.clock.ms += 900_000;
  assertEquals(await readSnooze(slack.client, token), NONE);
  slack.close();
});

Deno.test("an indefinite snooze is a snooze, although Slack calls it not enabled", async () => {
  const { slack, token, ann } = open();
  ann.snooze_indefinite = true;
  const endless = { until_seconds: 0, indefinite: true };
  assertEquals(await readSnooze(slack.client, token), endless);
  slack.close();
  const answer = {
    ok: true,
    snooze_enabled: false,
    snooze_is_indefinite: true,
  };
  assertEquals(await readSnooze(scriptedClient(answer), token), endless);
});

Deno.test("a snooze is set to the nearest minute, and is what Slack says it is", async () => {
  const minutes: [seconds: number, minutes: number][] = [
    [3600, 60],
    [3629, 60],
    [3631, 61],
    [89, 1],
    [10, 1],
    [-5, 1],
  ];
  for (const [seconds, expected] of minutes) {
    const { slack, token, ann } = open();
    const wanted = { until_seconds: NOW + seconds, indefinite: false };
    const written = await writeSnooze(slack.client, token, wanted, NOW);
    assertEquals(written.until_seconds, NOW + expected * 60);
    assertEquals(ann.snooze_until, NOW + expected * 60);
    slack.close();
  }
});

Deno.test("the snooze that Slack set counts, not the one asked for", async () => {
  const { slack, token } = open();
  slack.before = () => slack.clock.ms = (NOW + 40) * 1000;
  const wanted = { until_seconds: NOW + 3600, indefinite: false };
  const written = await writeSnooze(slack.client, token, wanted, NOW);
  assertEquals(written, { until_seconds: NOW + 3640, indefinite: false });
  slack.close();
});

Deno.test("writing no snooze ends the current one", async () => {
  const { slack, token, ann } = open({ snooze_until: NOW + 900 });
  assertEquals(await writeSnooze(slack.client, token, NONE, NOW), NONE);
  assertEquals(ann.snooze_until, 0);
  assertEquals(slack.counts(), { "dnd.endSnooze": 1 });
  slack.close();
});

Deno.test("a snooze that is over already need not be ended", async () => {
  const { slack, token } = open();
  for (const error of ["snooze_not_active", "snooze_end_failed"]) {
    slack.fail({ method: "dnd.endSnooze", error });
    assertEquals(await writeSnooze(slack.client, token, NONE, NOW), NONE);
  }
  slack.close();
});

Deno.test("a refusal to end a snooze is a failure while the snooze lasts", async () => {
  const { slack, token } = open({ snooze_until: NOW + 900 });
  slack.fail({ method: "dnd.endSnooze", error: "snooze_end_failed" });
  const end = () => writeSnooze(slack.client, token, NONE, NOW);
  const failure = await failureOf(end);
  assertEquals([failure.error, failure.kind], ["snooze_end_failed", "person"]);
  assertEquals(failure.credential, token.credential);
  slack.fail({ method: "dnd.endSnooze", error: "token_revoked" });
  assertEquals((await failureOf(end)).error, "token_revoked");
  slack.close();
});

Deno.test("a snooze without its end is unreadable", async () => {
  const { slack, token } = open();
  slack.close();
  for (const end of [undefined, null, "soon"]) {
    const answer = { ok: true, snooze_enabled: true, snooze_endtime: end };
    const client = scriptedClient(answer);
    const read = await failureOf(() => readSnooze(client, token));
    assertEquals([read.error, read.kind], ["malformed_answer", "retry"]);
    const wanted = { until_seconds: NOW + 600, indefinite: false };
    const write = await failureOf(() =>
      writeSnooze(client, token, wanted, NOW)
    );
    assertEquals([write.error, write.kind], ["malformed_answer", "unknown"]);
    assertEquals(write.credential, token.credential);
  }
});

Deno.test("an answer that says nothing of a snooze is unreadable, not no snooze", async () => {
  const { slack, token } = open();
  slack.close();
  for (const snooze_enabled of [undefined, null, "yes"]) {
    const client = scriptedClient({ ok: true, snooze_enabled });
    const read = await failureOf(() => readSnooze(client, token));
    assertEquals([read.error, read.kind], ["malformed_answer", "retry"]);
  }
});
