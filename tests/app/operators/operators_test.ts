import { assertEquals } from "@std/assert";
import { forOperator } from "../../../app/operators/operators.ts";
import { openBench } from "../../functions/step_bench.ts";

function clickedBy(id: string) {
  return { interactivity: { interactor: { id } } };
}

async function ask(operators: string[], id: string) {
  const bench = openBench([], [], { config: { operators } });
  const worked: string[] = [];
  const execution = bench.execution();
  const answer = await forOperator(execution, clickedBy(id), (operator) => {
    worked.push(operator);
    return Promise.resolve({ message: "Done.", changed: true });
  });
  bench.close();
  return { answer, worked };
}

Deno.test("an operator's order is carried out, and they are told", async () => {
  const { answer, worked } = await ask(["UOPS", "UOTHER"], "UOTHER");
  assertEquals(worked, ["UOTHER"]);
  assertEquals(answer, { person: "UOTHER", message: "Done.", changed: true });
});

Deno.test("anyone else is told who may, and nothing is done", async () => {
  const { answer, worked } = await ask(["UOPS", "UOTHER"], "UANN");
  assertEquals(worked, []);
  assertEquals(answer, {
    person: "UANN",
    message:
      "Only operators may do this, so nothing was changed. Ask <@UOPS>, <@UOTHER>.",
    changed: false,
  });
});

Deno.test("where there is no operator, the message says how to name one", async () => {
  const { answer, worked } = await ask([], "UANN");
  assertEquals(worked, []);
  assertEquals(
    answer.message,
    "Only operators may do this, so nothing was changed. There are no operators yet: add some to `operators` in shiftlight.config.ts.",
  );
});
