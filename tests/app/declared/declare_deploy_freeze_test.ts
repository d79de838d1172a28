import { assert, assertEquals } from "@std/assert";
import { declareDeployFreeze } from "../../../app/declared/declare.ts";
import { NOW } from "../../slack/local_slack.ts";
import type { Bench } from "../../functions/step_bench.ts";
import {
  clickBy,
  declaredShift,
  keep,
  openDeclaring,
  recorded,
} from "./declared_bench.ts";

const FREEZE = { state: "deploy_freeze", declared_at: NOW };

interface Form {
  from?: number;
  until?: number;
  group?: string;
}

function freeze(bench: Bench, id: string, form: Form = {}) {
  return declareDeployFreeze(bench.execution(), { ...clickBy(id), ...form });
}

Deno.test("anyone can declare a freeze for themselves, from now on or later", async () => {
  const bench = openDeclaring({ tz: "Europe/Berlin" });
  const open = await freeze(bench, "UANN", { group: "" });
  assert(open.message.includes("until further notice"), open.message);
  assertEquals(recorded(bench), [
    declaredShift({ ...FREEZE, id: "Fx1", end: null }),
  ]);
  bench.slack.items("declared_shifts").clear();
  const form = { from: NOW + 3600, until: NOW + 90000 };
  const { message } = await freeze(bench, "UANN", form);
  assert(
    message.startsWith(
      "Deploy freeze is recorded: from 11:00 until Tue 11:00 (Europe/Berlin).",
    ),
    message,
  );
  const [shift] = recorded(bench);
  assertEquals([shift!.start, shift!.end], [NOW + 3600, NOW + 90000]);
  bench.close();
});

Deno.test("a freeze must end in the future, and after its start", async () => {
  const bench = openDeclaring();
  const cases = [
    [{ from: NOW - 60, until: NOW }, "The end is in the past."],
    [
      { from: NOW + 60, until: NOW + 60 },
      "The end must be after the start.",
    ],
  ] as const;
  for (const [form, why] of cases) {
    const { message, changed } = await freeze(bench, "UANN", form);
    assertEquals([message, changed], [`${why} Nothing was recorded.`, false]);
  }
  assertEquals(recorded(bench), []);
  bench.close();
});

Deno.test("freeze managers and operators can declare a freeze for a group", async () => {
  for (const id of ["UMO", "UOPS"]) {
    const bench = openDeclaring();
    const { person, message } = await freeze(bench, id, { group: "SREL1" });
    assertEquals(person, id);
    assert(message.includes("recorded for <!subteam^SREL1>"), message);
    assert(
      message.includes(
        "It shows only for members of the group who opted in for deploy freeze.",
      ),
      message,
    );
    assert(!message.includes("It does not show"), message);
    assertEquals(recorded(bench), [
      declaredShift({
        ...FREEZE,
        id: "Fx1",
        end: null,
        person: null,
        group: "SREL1",
        declared_by: id,
      }),
    ]);
    bench.close();
  }
});

Deno.test("other people cannot declare for a group, and read who may", async () => {
  const bench = openDeclaring();
  for (const id of ["UANN", "UBOB"]) {
    const answer = await freeze(bench, id, { group: "SREL1" });
    assertEquals([answer.person, answer.changed], [id, false]);
    assert(
      answer.message.startsWith(
        "Only some people may do this for a user group, so nothing was recorded. Ask <@UMO>, <@UOPS>.",
      ),
      answer.message,
    );
  }
  assertEquals(recorded(bench), []);
  assertEquals(bench.slack.counts()["apps.datastore.bulkPut"], undefined);
  bench.close();
});

Deno.test("the answer says so if no one may", async () => {
  const bench = openDeclaring({}, { freeze_managers: [], operators: [] });
  const { message } = await freeze(bench, "UANN", { group: "SREL1" });
  assert(message.includes("add people to `freeze_managers`"), message);
  bench.close();
});

Deno.test("a group's freeze replaces only freezes of the same group", async () => {
  const bench = openDeclaring();
  const group = { ...FREEZE, person: null, end: null, start: NOW - 60 };
  keep(
    bench,
    declaredShift({ ...group, id: "FxOne", group: "SREL1" }),
    declaredShift({ ...group, id: "FxTwo", group: "SREL2" }),
    declaredShift({ ...group, id: "FxMo", person: "UMO" }),
  );
  await freeze(bench, "UMO", { group: "SREL1" });
  const ends = new Map(recorded(bench).map(({ id, end }) => [id, end]));
  assertEquals(ends.get("FxOne"), NOW);
  assertEquals([ends.get("FxTwo"), ends.get("FxMo")], [null, null]);
  bench.close();
});

Deno.test("a group is found by its handle, its name or its id", async () => {
  for (const group of ["release", " @Release ", "release team", "SREL1"]) {
    const bench = openDeclaring();
    const { message } = await freeze(bench, "UMO", { group });
    assert(message.includes("<!subteam^SREL1>"), `${group}: ${message}`);
    assertEquals(recorded(bench).map((one) => one.group), ["SREL1"], group);
    bench.close();
  }
});

Deno.test("a group that Slack does not have is answered with those it has, and nothing is recorded", async () => {
  for (const group of ["@relese", "SNONE", "<!channel>"]) {
    const bench = openDeclaring();
    const answer = await freeze(bench, "UMO", { group });
    assertEquals([answer.changed, recorded(bench)], [false, []], group);
    assert(answer.message.includes("@others, @release"), answer.message);
    assert(!answer.message.includes("<!"), answer.message);
    bench.close();
  }
});

Deno.test("people who may not declare for a group learn nothing about the groups", async () => {
  const bench = openDeclaring();
  await freeze(bench, "UANN", { group: "@relese" });
  assertEquals(bench.slack.counts()["usergroups.list"], undefined);
  bench.close();
});
