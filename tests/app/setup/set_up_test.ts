import { assert, assertEquals } from "@std/assert";
import { setUp } from "../../../app/setup/set_up.ts";
import { openBench, optedIn, schedule } from "../../functions/step_bench.ts";

const PEOPLE = ["ann", "bob"].map((name) => optedIn(name));

Deno.test("only one of two people who set it up at the same moment is the first", async () => {
  const bench = openBench(PEOPLE, [schedule("on_call", ["ann"])]);
  const { snapshot_id } = await bench.fetch();
  const told = (id: string) =>
    bench.slack.state.messages.filter(({ channel }) => channel === id)
      .map(({ text }) => text).join("\n");
  const outputs = await Promise.all(["UANN", "UBOB"].map((id) => {
    const interactivity = { interactor: { id } };
    return setUp(bench.execution(), { interactivity, snapshot_id });
  }));
  const [first, other] = outputs[0]!.right > 0
    ? ["UANN", "UBOB"] as const
    : ["UBOB", "UANN"] as const;
  assertEquals(outputs.filter(({ right }) => right > 0).length, 1);
  assert(told(first).includes("Triggers: made"), told(first));
  assertEquals(
    told(other),
    `Only <@${first}> may set up Shiftlight, so nothing was changed.`,
  );
  bench.close();
});
