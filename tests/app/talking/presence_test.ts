import { assertEquals, assertStringIncludes } from "@std/assert";
import { HANDLERS } from "../../../app/talking/carry_out.ts";
import type { Asker } from "../../../app/state/asker.ts";
import { messageOf } from "../../../talking/message.ts";
import { openBench, optedIn } from "../../functions/step_bench.ts";

const ANN: Asker = {
  id: "UANN",
  name: "ann",
  timeZone: "UTC",
  standing: "member",
};

Deno.test("the command tells a person alone what Slack shows of them, by few calls", async () => {
  const bench = openBench([optedIn("ann"), optedIn("bob", {}, null)], []);
  const calls: string[] = [];
  bench.slack.before = ({ method }) => {
    calls.push(method);
  };
  const ask = (by: Asker) =>
    HANDLERS.myPresence.answer(bench.execution(), {
      command: { name: "myPresence" },
      by,
      place: null,
      isShared: false,
    });
  const own = await ask(ANN);
  assertEquals(own.to, "person");
  const { text } = messageOf(own.answer);
  assertStringIncludes(text, "Slack shows you as active.");
  assertStringIncludes(text, "connected: 1.");
  assertEquals(calls.splice(0), [
    "apps.datastore.get",
    "apps.auth.external.get",
    "users.getPresence",
  ]);
  const other = await ask({ ...ANN, id: "UBOB" });
  const told = messageOf(other.answer).text;
  assertStringIncludes(told, "Connect it with Opt in.");
  assertEquals(told.includes("connected: "), false);
  assertEquals(calls, ["apps.datastore.get", "users.getPresence"]);
  bench.close();
});
