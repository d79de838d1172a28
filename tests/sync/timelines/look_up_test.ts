/** A failed look-up lasts an hour at most, and no longer than the person's next click. */
import { assertEquals } from "@std/assert";
import { at, onCall, person, scenario, schedule, shift } from "../day.ts";
import { inSession, type Session } from "../session.ts";

function setDeleted(session: Session, id: string, deleted: boolean): void {
  session.workspace.state.people.get(id)!.deleted = deleted;
}

Deno.test("a person who came back to Slack is found an hour after they were not", async () => {
  const people = [person("ann"), person("bob")];
  const schedules = [
    schedule(
      "on_call",
      shift("ann", at("09:00"), at("17:00")),
      shift("bob", at("09:00"), at("17:00")),
    ),
  ];
  await inSession(scenario(people, schedules), async (session) => {
    setDeleted(session, "UANN", true);
    await session.to(at("08:20"));
    setDeleted(session, "UANN", false);
    // At 09:00 a run checks everybody: the miss of 08:15 does not start again.
    await session.to(at("09:31"));
    const { text } = await session.status("UANN");
    assertEquals(text, "On call for The on_call until 17:00");
  });
});

Deno.test("a click overrules an older miss, however many people are not in Slack", async () => {
  const strangers = Array.from({ length: 60 }, (_, n) => `stranger${n}`);
  const people = [person("zoe", { consent: null })];
  const schedules = [onCall(...strangers, "zoe")];
  await inSession(scenario(people, schedules), async (session) => {
    setDeleted(session, "UZOE", true);
    await session.to(at("08:35"));
    setDeleted(session, "UZOE", false);
    await session.trip("Opt in", {
      user: "UZOE",
      form: { states: ["on_call"] },
    });
    // The miss of 08:15 would last until 09:15.
    await session.to(at("09:02"));
    const { text } = await session.status("UZOE");
    assertEquals(text, "On call for The on_call until 17:00");
  });
});

Deno.test("a click overrules an older miss of a group's member", async () => {
  const people = [
    person("ann", { consent: null }),
    person("bob", { consent: null }),
  ];
  const more = {
    user_groups: [{ id: "SREL", name: "Releases", members: ["UANN", "UBOB"] }],
  };
  const options = { extraConfig: () => ({ freeze_managers: ["UBOB"] }) };
  await inSession(scenario(people, [], more), async (session) => {
    await session.to(at("08:50"));
    setDeleted(session, "UANN", true);
    await session.trip("Declare a deploy freeze", {
      user: "UBOB",
      form: { group: "SREL" },
    });
    await session.to(at("09:05"));
    setDeleted(session, "UANN", false);
    await session.trip("Opt in", {
      user: "UANN",
      form: { states: ["deploy_freeze"] },
    });
    await session.to(at("09:20"));
    assertEquals((await session.status("UANN")).emoji, ":snowflake:");
  }, options);
});
