import { assertEquals } from "@std/assert";
import { authorize } from "../../app/interaction.ts";
import { operatorsOnly } from "../../app/messages/operators.ts";

function clickedBy(id: string) {
  return { interactivity: { interactor: { id } } };
}

async function ask(operators: string[], id: string) {
  const worked: string[] = [];
  const clicked = clickedBy(id);
  const work = (operator: string) => {
    worked.push(operator);
    return Promise.resolve({ message: "Done.", changed: true });
  };
  const answer = await authorize(operators, clicked, operatorsOnly, work);
  return { answer, worked };
}

Deno.test("an operator's click is carried out and answered", async () => {
  const { answer, worked } = await ask(["UOPS", "UOTHER"], "UOTHER");
  assertEquals(worked, ["UOTHER"]);
  assertEquals(answer, { person: "UOTHER", message: "Done.", changed: true });
});

Deno.test("anyone else reads who may do it, and nothing is done", async () => {
  const { answer, worked } = await ask(["UOPS", "UOTHER"], "UANN");
  assertEquals(worked, []);
  assertEquals(answer, {
    person: "UANN",
    message:
      "Only operators may do this, so nothing was changed. Ask <@UOPS>, <@UOTHER>.",
    changed: false,
  });
});

Deno.test("without operators, the message says how to name one", async () => {
  const { answer, worked } = await ask([], "UANN");
  assertEquals(worked, []);
  assertEquals(
    answer.message,
    "Only operators may do this, so nothing was changed. There are no operators yet: add some to `operators` in shiftlight.config.ts.",
  );
});
