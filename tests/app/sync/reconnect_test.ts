import { assert, assertEquals, assertStringIncludes } from "@std/assert";
import { type Execution, openExecution } from "../../../app/execution.ts";
import {
  askToReconnect,
  forgetReconnect,
} from "../../../app/sync/reconnect.ts";
import type { Sync } from "../../../app/sync/part_sync.ts";
import { installTrigger } from "../../../packages/slack-box/initial_state.ts";
import {
  addUserToken,
  connectAccount,
} from "../../../packages/slack-box/engine/credentials.ts";
import { writeStatus } from "../../../slack/profiles.ts";
import { SlackFailure } from "../../../slack/failure.ts";
import { Tokens } from "../../../slack/tokens.ts";
import { optInLink } from "../../../slack/triggers.ts";
import { OPT_IN } from "../../../triggers/link_triggers.ts";
import {
  type LocalSlack,
  member,
  NOW,
  openSlack,
} from "../../slack/local_slack.ts";
import { assertHoldsNoToken, failureOf } from "../../slack/produced_failure.ts";

const OPTED_IN = { consent: { states: ["on_call"] } };
const EMPTY = { text: "", emoji: "", expiration: 0 };
const PUT = "apps.datastore.bulkPut";
const POST = "chat.postMessage";

function open(...names: string[]): LocalSlack {
  const slack = openSlack(names.map((name) => member(name, OPTED_IN)));
  const definition = JSON.parse(JSON.stringify(OPT_IN));
  installTrigger(slack.state, definition, NOW * 1000);
  return slack;
}

function close(slack: LocalSlack): void {
  assertHoldsNoToken(slack.state.messages);
  assertHoldsNoToken([...slack.items("runs").values()]);
  slack.close();
}

let executions = 0;

function execution(
  slack: LocalSlack,
  env: Record<string, string> = {},
): Execution {
  return openExecution(
    {
      env,
      client: slack.client,
      event: { function_execution_id: `Fx${++executions}` },
      team_id: "TLOCAL",
      clock: slack.clock,
    } as Parameters<typeof openExecution>[0],
  );
}

/** What an execution finds connections gone with. */
function opened(
  slack: LocalSlack,
  env: Record<string, string> = {},
): Pick<Sync, "execution" | "tokens"> {
  const opened = execution(slack, env);
  const { client, workspace } = opened;
  return { execution: opened, tokens: new Tokens(client, env, workspace) };
}

function consentOf(slack: LocalSlack, person: string) {
  const item = slack.items("consents").get(person)!;
  return {
    person,
    recorded_at: item.recorded_at as number,
    external: item.external_token_id as string,
  };
}

function revoke(slack: LocalSlack, person: string): void {
  for (const token of slack.state.tokens.values()) {
    if (token.owner === person && token.source === "external") {
      token.revoked = true;
    }
  }
}

/** Comes upon each of these people's revoked connection, as a write does. */
async function find(
  slack: LocalSlack,
  people: string[],
  env: Record<string, string> = {},
): Promise<Pick<Sync, "execution" | "tokens">> {
  const found = opened(slack, env);
  for (const person of people) {
    const { external } = consentOf(slack, person);
    const token = await found.tokens.of(person, external, "status");
    try {
      await writeStatus(found.execution.client, token, EMPTY);
    } catch (failure) {
      assert(failure instanceof SlackFailure);
      await found.tokens.noteGone(person, failure);
    }
  }
  return found;
}

/** Another execution finds them gone, and tells them. */
async function tell(
  slack: LocalSlack,
  people: string[],
  env: Record<string, string> = {},
): Promise<string[]> {
  const found = await find(slack, people, env);
  const consenting = people.map((person) => consentOf(slack, person));
  const problems = await askToReconnect(found, consenting);
  return problems.map(({ about, reason }) => `${about}: ${reason}`);
}

function record(slack: LocalSlack, person: string) {
  const item = slack.items("runs").get(`reconnect:${person}`);
  return item ? JSON.parse(item.body as string) : null;
}

function told(slack: LocalSlack): string[] {
  return slack.state.messages.map(({ channel }) => channel);
}

Deno.test("a person whose connection is revoked is asked once to connect again, with the link", async () => {
  const slack = open("ann", "bob");
  revoke(slack, "UANN");
  assertEquals(await tell(slack, ["UANN", "UBOB"]), []);
  assertEquals(told(slack), ["UANN"]);
  const { text } = slack.state.messages[0]!;
  const link = await optInLink(slack.client);
  for (
    const words of [
      "no longer works (token_revoked)",
      "Your shifts do not show",
      "for 30 days, and restores it",
      `open <${link}|Opt in> and`,
    ]
  ) assertStringIncludes(text, words);
  assertEquals(record(slack, "UANN"), {
    id: "reconnect:UANN",
    person: "UANN",
    since: NOW,
    told_at: NOW,
  });
  assertEquals(record(slack, "UBOB"), null);
  for (const seconds of [1, 89, 3600, 40 * 86_400]) {
    slack.clock.ms += seconds * 1000;
    assertEquals(await tell(slack, ["UANN", "UBOB"]), []);
  }
  assertEquals(told(slack), ["UANN"]);
  close(slack);
});

Deno.test("without a gone connection, no call is made", async () => {
  const slack = open("ann");
  const found = opened(slack);
  const people = [consentOf(slack, "UANN")];
  assertEquals(await askToReconnect(found, people), []);
  assertEquals(slack.arrived, []);
  close(slack);
});

Deno.test("only the given people are asked, except those who opt out", async () => {
  const slack = open("ann", "bob");
  revoke(slack, "UANN");
  revoke(slack, "UBOB");
  const found = await find(slack, ["UANN", "UBOB"]);
  const bob = consentOf(slack, "UBOB");
  await askToReconnect(found, [{ ...bob, withdrawn_at: NOW }]);
  assertEquals(told(slack), []);
  await askToReconnect(found, [{ ...bob, withdrawn_at: null }]);
  assertEquals(told(slack), ["UBOB"]);
  close(slack);
});

Deno.test("what it means depends on what serves in place of the connection", async () => {
  const slack = open("ann", "bob", "cy");
  for (const person of ["UANN", "UBOB", "UCY"]) revoke(slack, person);
  const secret = addUserToken(slack.state, "env", "UANN").value;
  const env = { USER_TOKEN_UANN: secret, ADMIN_TOKENS: "xoxp-admin" };
  await tell(slack, ["UANN", "UBOB"], env);
  await tell(slack, ["UCY"]);
  const [ann, bob, cy] = slack.state.messages.map(({ text }) => text);
  assertStringIncludes(ann!, "another token that your operators set");
  assertStringIncludes(bob!, "an admin's token shows your shifts");
  assertStringIncludes(cy!, "Your shifts do not show");
  close(slack);
});

Deno.test("without the trigger, the message names the link that was shared", async () => {
  const slack = open("ann");
  slack.state.triggers.clear();
  revoke(slack, "UANN");
  assertEquals(await tell(slack, ["UANN"]), []);
  assertStringIncludes(
    slack.state.messages[0]!.text,
    "open the *Opt in* link that was shared with you",
  );
  close(slack);
});

Deno.test("a link that cannot be read is a problem, and they are asked all the same", async () => {
  const slack = open("ann");
  (slack.state.botScopes as Set<string>).delete("triggers:read");
  revoke(slack, "UANN");
  const [problem, ...others] = await tell(slack, ["UANN"]);
  assertStringIncludes(problem!, "the link to opt in");
  assertStringIncludes(problem!, "needs triggers:read");
  assertEquals(others, []);
  assertEquals(told(slack), ["UANN"]);
  close(slack);
});

Deno.test("a message that is not posted is a problem, and is tried again later", async () => {
  const slack = open("ann", "bob");
  for (const person of ["UANN", "UBOB"]) revoke(slack, person);
  slack.before = ({ method, args }) => {
    if (method !== POST || args.channel !== "UANN") return;
    slack.fail({ method: POST, error: "channel_not_found" });
  };
  const [problem, ...others] = await tell(slack, ["UANN", "UBOB"]);
  assertEquals(
    problem,
    "telling UANN to connect again: chat.postMessage: channel_not_found",
  );
  assertEquals(others, []);
  assertEquals(told(slack), ["UBOB"]);
  assertEquals(record(slack, "UANN").told_at, null);
  slack.before = () => {};
  slack.clock.ms += 3600_000;
  assertEquals(await tell(slack, ["UANN", "UBOB"]), []);
  assertEquals(told(slack), ["UBOB", "UANN"]);
  assertEquals(record(slack, "UANN").told_at, NOW + 3600);
  close(slack);
});

Deno.test("the record comes before the message, so two runs at once ask no person twice", async () => {
  const slack = open("ann");
  revoke(slack, "UANN");
  const other = await find(slack, ["UANN"]);
  const people = [consentOf(slack, "UANN")];
  let meanwhile: Promise<unknown> = Promise.resolve();
  slack.before = ({ method }) => {
    if (method !== POST) return;
    slack.before = () => {};
    assertEquals(record(slack, "UANN").told_at, null);
    meanwhile = askToReconnect(other, people);
  };
  assertEquals(await tell(slack, ["UANN"]), []);
  await meanwhile;
  assertEquals(told(slack), ["UANN"]);
  close(slack);
});

Deno.test("after a crash before the message, the next run asks them", async () => {
  const slack = open("ann");
  revoke(slack, "UANN");
  // The record was written, and then the execution was cut short.
  slack.fail({ method: POST, cut: "before" });
  assertEquals((await tell(slack, ["UANN"])).length, 1);
  slack.clock.ms += 89_000;
  await tell(slack, ["UANN"]);
  assertEquals(told(slack), []);
  slack.clock.ms += 1_000;
  await tell(slack, ["UANN"]);
  assertEquals(told(slack), ["UANN"]);
  close(slack);
});

Deno.test("no message is sent without a record of it", async () => {
  const slack = open("ann", "bob");
  for (const person of ["UANN", "UBOB"]) revoke(slack, person);
  const keys = ["reconnect:UANN"];
  slack.state.partialFailures = [{ method: PUT, keys }];
  const [problem, ...others] = await tell(slack, ["UANN", "UBOB"]);
  assertStringIncludes(problem!, "record reconnect:UANN of runs");
  assertEquals(others, []);
  assertEquals(told(slack), ["UBOB"]);
  slack.fail({ method: PUT, error: "datastore_error" });
  const [all] = await tell(slack, ["UANN", "UBOB"]);
  assertStringIncludes(all!, "telling people to connect again");
  assertStringIncludes(all!, "datastore_error");
  assertEquals(told(slack), ["UBOB"]);
  assertEquals(await tell(slack, ["UANN", "UBOB"]), []);
  assertEquals(told(slack), ["UBOB", "UANN"]);
  close(slack);
});

Deno.test("a message whose record was not finished is a problem: it may come once more", async () => {
  const slack = open("ann");
  revoke(slack, "UANN");
  slack.before = ({ method }) => {
    if (method !== POST) return;
    const keys = ["reconnect:UANN"];
    slack.state.partialFailures = [{ method: PUT, keys }];
  };
  const problems = await tell(slack, ["UANN"]);
  assertEquals(problems, [
    "record reconnect:UANN of runs: Slack did not store it; the next run that finds the connection gone tells the person",
  ]);
  assertEquals([told(slack), record(slack, "UANN").told_at], [["UANN"], null]);
  close(slack);
});

Deno.test("a record from the far future is reported and left alone, and its person too", async () => {
  const slack = open("ann");
  revoke(slack, "UANN");
  await tell(slack, ["UANN"]);
  const item = slack.items("runs").get("reconnect:UANN")!;
  const since = NOW + 86_400;
  item.body = JSON.stringify({ ...JSON.parse(String(item.body)), since });
  const [problem] = await tell(slack, ["UANN"]);
  assertStringIncludes(problem!, "record reconnect:UANN of runs");
  assertEquals([told(slack), record(slack, "UANN").since], [["UANN"], since]);
  close(slack);
});

Deno.test("a record that does not parse is left alone, and its person too", async () => {
  const slack = open("ann", "bob");
  for (const person of ["UANN", "UBOB"]) revoke(slack, person);
  const odd = { id: "reconnect:UANN", schema_version: 1, body: "?" };
  slack.items("runs").set("reconnect:UANN", { ...odd });
  const [problem, ...others] = await tell(slack, ["UANN", "UBOB"]);
  assertStringIncludes(problem!, "record reconnect:UANN of runs");
  assertEquals(others, []);
  assertEquals(told(slack), ["UBOB"]);
  assertEquals(slack.items("runs").get("reconnect:UANN"), odd);
  close(slack);
});

Deno.test("a person who connected again is asked again when that connection is gone too", async () => {
  const slack = open("ann");
  revoke(slack, "UANN");
  await tell(slack, ["UANN"]);
  slack.clock.ms += 60_000;
  const consent = slack.items("consents").get("UANN")!;
  consent.external_token_id = connectAccount(
    slack.state,
    "UANN",
    "UANN",
    0,
  );
  consent.recorded_at = NOW + 60;
  revoke(slack, "UANN");
  assertEquals(await tell(slack, ["UANN"]), []);
  assertEquals(told(slack), ["UANN", "UANN"]);
  close(slack);
});

Deno.test("no message goes to a deactivated account", async () => {
  const slack = open("ann");
  slack.state.people.get("UANN")!.deleted = true;
  assertEquals(await tell(slack, ["UANN"]), []);
  assertEquals(slack.counts()[POST], undefined);
  assertEquals(record(slack, "UANN"), null);
  close(slack);
});

Deno.test("many are asked in groups, one call a group to read and two to record; the rest by the next run", async () => {
  const names = Array.from({ length: 60 }, (_, index) => `p${index}`);
  const slack = open(...names);
  const people = names.map((name) => `U${name.toUpperCase()}`);
  for (const person of people) revoke(slack, person);
  const found = await find(slack, people);
  const consenting = people.map((person) => consentOf(slack, person));
  slack.arrived.length = 0;
  slack.before = ({ method }) => {
    // Past the time in which work may begin, once the first group is recorded.
    if (method === PUT) slack.clock.ms += 23_000;
  };
  assertEquals(await askToReconnect(found, consenting), []);
  assertEquals(slack.counts(), {
    "apps.datastore.bulkGet": 3,
    "workflows.triggers.list": 1,
    [PUT]: 2,
    [POST]: 25,
  });
  slack.before = () => {};
  slack.clock.ms += 3600_000;
  assertEquals(await tell(slack, people), []);
  assertEquals(told(slack).sort(), [...people].sort());
  close(slack);
});

Deno.test("the record is deleted with the next opt-in or opt-out", async () => {
  const slack = open("ann", "bob");
  for (const person of ["UANN", "UBOB"]) revoke(slack, person);
  await tell(slack, ["UANN", "UBOB"]);
  assertEquals(await forgetReconnect(execution(slack), "UANN"), true);
  assertEquals([record(slack, "UANN"), record(slack, "UBOB") !== null], [
    null,
    true,
  ]);
  assertEquals(await forgetReconnect(execution(slack), "UANN"), true);
  const remove = "apps.datastore.delete";
  slack.fail({ method: remove, error: "datastore_error" });
  assertEquals(await forgetReconnect(execution(slack), "UBOB"), false);
  assertEquals(await forgetReconnect(execution(slack), "UBOB"), true);
  assertEquals(record(slack, "UBOB"), null);
  close(slack);
});

Deno.test("people are also asked if external auth has lost their connection", async () => {
  const slack = open("ann");
  slack.state.externalTokens.clear();
  const found = opened(slack);
  const consent = consentOf(slack, "UANN");
  await failureOf(() => found.tokens.of("UANN", consent.external));
  assertEquals(await askToReconnect(found, [consent]), []);
  assertStringIncludes(
    slack.state.messages[0]!.text,
    "no longer works (token_not_found)",
  );
  close(slack);
});
