import { assertEquals } from "@std/assert";
import { newcomers } from "../../../app/roster/newcomers.ts";
import { NOW } from "../../slack/local_slack.ts";
import { type Bench, openBench, optedIn } from "../../functions/step_bench.ts";

/** Ann and Bob have opted in since `NOW`, Cid before. */
function open(): Bench {
  const bench = openBench(
    ["ann", "bob", "cid"].map((name) => optedIn(name)),
    [],
  );
  for (const [person, item] of bench.slack.items("consents")) {
    item.recorded_at = person === "UCID" ? NOW - 60 : NOW + 60;
  }
  return bench;
}

async function found(bench: Bench): Promise<string[]> {
  const since = await newcomers(bench.execution(), NOW);
  return [...since.keys()].sort();
}

Deno.test("people who opted in lately are known by id and by address", async () => {
  const bench = open();
  assertEquals(await found(bench), [
    ...["email:ann@example.com", "email:bob@example.com"],
    ...["id:UANN", "id:UBOB"],
  ]);
  bench.close();
});

Deno.test("a person whom Slack no longer knows is known by id alone", async () => {
  const bench = open();
  const method = "users.info";
  bench.slack.fail({ method, user: "UANN", error: "user_not_found" });
  assertEquals(await found(bench), [
    ...["email:bob@example.com", "id:UANN", "id:UBOB"],
  ]);
  bench.close();
});

Deno.test("if Slack does not answer, they are fewer, and the run goes on", async () => {
  const { warn } = console;
  const said: string[] = [];
  console.warn = (text: string) => said.push(text);
  try {
    for (const method of ["users.info", "apps.datastore.query"]) {
      const bench = open();
      bench.slack.fail({ method, error: "fatal_error", times: 9 });
      const known = await found(bench);
      assertEquals(known.filter((key) => key.startsWith("email:")), []);
      bench.close();
    }
  } finally {
    console.warn = warn;
  }
  assertEquals(said.length, 2);
});
