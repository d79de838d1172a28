import { assert, assertEquals, assertStringIncludes } from "@std/assert";
import { at, onCall, person, scenario, schedule, shift } from "./day.ts";
import { inSession, type Session } from "./session.ts";

const NAMES = Array.from({ length: 12 }, (_, index) => `p${index + 10}`);

const REPLACE = { on_own_status: "replace" };

const LUNCH = { text: "Lunch with Zoe", emoji: ":sandwich:", expiration: 0 };

function linesOf(text: string): string[] {
  return text.split("\n").filter((line) => line.startsWith("• "));
}

async function lastReport(session: Session): Promise<string> {
  return (await session.messages("CREPORTS")).at(-1)!;
}

Deno.test("twelve starts of one schedule are one line, and their ends another", async () => {
  const people = NAMES.map((name) => person(name));
  await inSession(scenario(people, [onCall(...NAMES)]), async (session) => {
    await session.to(at("09:05"));
    const [start, ...more] = linesOf(await lastReport(session));
    assertEquals(more, []);
    assertStringIncludes(start!, "On call for The on_call until 17:00");
    assertStringIncludes(start!, ": p10, p11, ");
    assertStringIncludes(start!, "p19 … (12)");
    await session.to(at("17:05"));
    const [end, ...others] = linesOf(await lastReport(session));
    assertEquals(others, []);
    assertStringIncludes(end!, "ended (shift over): p10, ");
    assertStringIncludes(end!, "… (12)");
  });
});

Deno.test("one leave is one line, also when it is given back", async () => {
  const leave = schedule("pto", shift("ann", at("09:00"), at("17:00")));
  await inSession(scenario([person("ann")], [leave]), async (session) => {
    await session.to(at("09:05"));
    const start = linesOf(await lastReport(session));
    assertEquals(start.length, 1);
    assertStringIncludes(start[0]!, "notifications off, presence away");
    await session.to(at("17:05"));
    const end = linesOf(await lastReport(session));
    assertEquals(end.length, 1);
    assertStringIncludes(end[0]!, "ended, presence active");
  });
});

Deno.test("failures of many people for one reason are one line with all names", async () => {
  const people = NAMES.map((name) => person(name));
  await inSession(scenario(people, [onCall(...NAMES)]), async (session) => {
    await session.fault({
      method: "users.profile.set",
      error: "user_is_restricted",
      times: 1000,
    });
    await session.to(at("09:05"));
    const [failed, ...more] = linesOf(await lastReport(session));
    assertEquals(more, []);
    for (const name of NAMES) assertStringIncludes(failed!, name);
  });
});

Deno.test("what people had before is told beside their names, unless report_texts is off", async () => {
  for (const report_texts of [true, false]) {
    for (const mode of ["enforce", "preview"]) {
      const people = [
        person("ann", { status: LUNCH, consent: REPLACE }),
        person("bob"),
      ];
      const options = { extraConfig: () => ({ report_texts, mode }) };
      await inSession(
        scenario(people, [onCall("ann", "bob")]),
        async (session) => {
          await session.to(at("09:05"));
          await session.edit("UBOB", "Secret talks", ":lock:");
          await session.to(at("17:20"));
          const told = await session.reports();
          const shown = `${mode}: ${told}`;
          assertEquals(told.includes("Lunch with Zoe"), report_texts, shown);
          assert(!told.includes("Secret talks"), shown);
          assertStringIncludes(told, "ann");
          assertStringIncludes(told, "On call for The on_call until 17:00");
          if (mode === "enforce") {
            assertEquals((await session.status("UANN")).text, "Lunch with Zoe");
          }
        },
        options,
      );
    }
  }
});
