import { assert, assertEquals, assertStringIncludes } from "@std/assert";
import { at, EMPTY, person, scenario, unix } from "./day.ts";
import { inSession, type Item } from "./session.ts";

const FOCUS = "Start focus time";
const OFF = "Take time off";
const FREEZE = "Declare a deploy freeze";

const ANN = () => person("ann", { tz: "UTC" });

Deno.test("focus time lasts an hour, two, until the end of the working day, or until another end within a day", async () => {
  const cases: [string, Item, string][] = [
    ["09:05", {}, "10:05"],
    ["09:05", { length: "1h" }, "10:05"],
    ["09:05", { length: "2h" }, "11:05"],
    // Five in the afternoon in Helsinki.
    ["09:05", { length: "working_day" }, "15:00"],
    ["15:30", { length: "working_day" }, "16:30"],
    ["09:05", { length: "other", until: unix("13:00") }, "13:00"],
    ["09:05", { until: unix("13:00") }, "13:00"],
  ];
  const ann = person("ann", { tz: "Europe/Helsinki" });
  for (const [time, form, end] of cases) {
    await inSession(scenario([ann], []), async (session) => {
      await session.to(at(time));
      const said = await session.click(FOCUS, "UANN", form);
      const [item] = await session.items("declared_shifts");
      const ends = Number(item!.end);
      assert(
        Math.abs(ends - unix(end)) <= 30,
        `${JSON.stringify(form)} ${ends}`,
      );
      assertStringIncludes(said, "Europe/Helsinki");
      assertEquals(said.includes("ended at 17:00"), time === "15:30");
    });
  }
});

Deno.test("focus time of more than a day, or with an end that is missing, is refused", async () => {
  await inSession(scenario([ANN()], []), async (session) => {
    await session.to(at("09:05"));
    const cases: [Item, string][] = [
      [{ until: unix("09:20", 1) }, "a day at most"],
      [{ until: unix("09:00", 300) }, "a day at most"],
      [{ length: "other" }, "fill in when it ends"],
    ];
    for (const [form, why] of cases) {
      const said = await session.click(FOCUS, "UANN", form);
      assertStringIncludes(said, why);
      assertStringIncludes(said, "Nothing was recorded");
      assertEquals(await session.items("declared_shifts"), []);
    }
    await session.click(FOCUS, "UANN", { until: unix("09:00", 1) });
    assertEquals((await session.items("declared_shifts")).length, 1);
  });
});

Deno.test("what was declared before opting in does not spring up hours later", async () => {
  const people = [
    person("ann", { consent: null }),
    person("bob", { consent: { states: ["on_call"] } }),
  ];
  const forms: [string, Item][] = [
    [FOCUS, { until: unix("17:00") }],
    [OFF, {}],
    [FREEZE, {}],
  ];
  await inSession(scenario(people, []), async (session) => {
    await session.to(at("09:05"));
    for (const id of ["UANN", "UBOB"]) {
      for (const [link, form] of forms) {
        const said = await session.click(link, id, form);
        assertStringIncludes(said, "Nothing was recorded");
        assertStringIncludes(said, "|Opt in>");
      }
    }
    await session.to(at("14:00"));
    for (const id of ["UANN", "UBOB"]) {
      const states = ["focus", "pto", "deploy_freeze"];
      await session.click("Opt in", id, { states });
    }
    await session.to(at("14:20"));
    for (const id of ["UANN", "UBOB"]) {
      assertEquals(await session.status(id), EMPTY, id);
    }
  });
});

Deno.test("declared while Slack allows no call to see the consent, it shows at once for those who opted in, and never for the others", async () => {
  const people = [ANN(), person("bob", { consent: null })];
  await inSession(scenario(people, []), async (session) => {
    await session.to(at("09:05"));
    for (const id of ["UANN", "UBOB"]) {
      // The first read is of the booked run.
      const fault = { method: "apps.datastore.get", status: 429 };
      await session.fault({ ...fault, skip: 1, retry_after: 50 });
      const form = { until: unix("17:00") };
      const said = await session.click(FOCUS, id, form);
      assertStringIncludes(said, "if you have opted in for focus time");
    }
    await session.to(at("09:08"));
    assertEquals((await session.status("UANN")).emoji, ":headphones:");
    const left = await session.items("declared_shifts");
    assertEquals(left.map((item) => item.person), ["UANN"]);
    await session.click("Opt in", "UBOB", { states: ["focus"] });
    await session.to(at("09:20"));
    assertEquals(await session.status("UBOB"), EMPTY);
    assertEquals((await session.status("UANN")).emoji, ":headphones:");
  });
});
