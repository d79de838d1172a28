import { assert, assertEquals } from "@std/assert";
import { endDeclared } from "../../../app/declared/end_declared.ts";
import { undoEnd } from "../../../app/declared/undo_end.ts";
import type { Bench } from "../../functions/step_bench.ts";
import {
  clickBy,
  declaredShift,
  keep,
  openDeclaring,
  recorded,
} from "./declared_bench.ts";

const FREEZE = declaredShift({
  state: "deploy_freeze",
  person: null,
  group: "SREL1",
  declared_by: "UMO",
});

async function endFreeze(bench: Bench, id: string): Promise<void> {
  keep(bench, FREEZE);
  const form = { ...clickBy(id), group: "SREL1" };
  const { changed } = await endDeclared(bench.execution(), form);
  assert(changed);
}

Deno.test("a manager who declared a group's freeze does not bring it back if another one ended it", async () => {
  const bench = openDeclaring();
  await endFreeze(bench, "UOPS");
  const before = recorded(bench);
  const { message, changed } = await undoEnd(bench.execution(), clickBy("UMO"));
  assertEquals(changed, false);
  assert(message.startsWith("There is nothing to undo"), message);
  assertEquals(recorded(bench), before);
  const own = await undoEnd(bench.execution(), clickBy("UOPS"));
  assert(own.changed, own.message);
  assertEquals(recorded(bench).map(({ end, days }) => ({ end, days })), [
    { end: FREEZE.end, days: FREEZE.days },
  ]);
  bench.close();
});

Deno.test("a manager who is none any more brings back no group's freeze", async () => {
  const bench = openDeclaring();
  await endFreeze(bench, "UMO");
  const execution = bench.execution();
  const config = { ...execution.config, freeze_managers: [] };
  const { changed } = await undoEnd({ ...execution, config }, clickBy("UMO"));
  assertEquals(changed, false);
  bench.close();
});
