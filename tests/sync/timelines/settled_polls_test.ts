/** Once what was due is done, the next poll finds nothing to do. */
import { assert, assertEquals } from "@std/assert";
import { at, onCall, person, scenario, schedule, shift } from "../day.ts";
import { inSession, type Session } from "../session.ts";

const MOST_CALLS = 5;
const READS = /^(pagerduty|functions\.complete|users\.profile\.get)/;

/** The calls of the polls until `time`, reads of rosters and statuses left out. */
async function callsUntil(session: Session, time: string): Promise<number> {
  await session.countAnew();
  await session.to(at(time));
  const { by_method } = await session.requests();
  return Object.entries(by_method)
    .filter(([method]) => !READS.test(method))
    .reduce((sum, [, count]) => sum + count, 0);
}

Deno.test("after a person who resumes is shown again, nothing runs until the next poll, which is quiet", async () => {
  const consent = { after_manual_change: "resume", dnd: false };
  const people = [person("ann", { consent })];
  await inSession(scenario(people, [onCall("ann")]), async (session) => {
    await session.to(at("09:50"));
    await session.edit("UANN", "", "");
    await session.to(at("10:16"));
    assertEquals((await session.status("UANN")).emoji, ":pager:");
    const calls = await callsUntil(session, "10:31");
    assert(calls <= MOST_CALLS, `${calls} calls`);
    await session.to(at("17:02"));
    assertEquals(await session.items("claims"), []);
  });
});

Deno.test("notifications of a person who was waited for are renewed in time", async () => {
  const own = { text: "Lunch", emoji: ":sandwich:" };
  const leave = schedule("pto", shift("ann", at("09:00"), at("17:00")));
  const people = [person("ann", { status: own })];
  await inSession(scenario(people, [leave]), async (session) => {
    await session.to(at("09:50"));
    await session.edit("UANN", "", "");
    for (const time of ["10:16", "12:16", "14:16"]) {
      await session.to(at(time));
      const { dnd } = await session.person("UANN");
      assert(dnd.snooze_enabled, time);
    }
  });
});

Deno.test("a person who was waited for and cannot be served is tried again by the hour", async () => {
  const own = { text: "Lunch", emoji: ":sandwich:" };
  const people = [person("ann", { status: own })];
  await inSession(scenario(people, [onCall("ann")]), async (session) => {
    await session.to(at("09:20"));
    const method = "users.profile.set";
    await session.fault({ method, error: "user_is_restricted", times: 1000 });
    await session.edit("UANN", "", "").catch(() => {});
    session.workspace.state.people.get("UANN")!.status = {
      text: "",
      emoji: "",
      expiration: 0,
    };
    await session.to(at("10:05"));
    await session.countAnew();
    await session.to(at("13:05"));
    const { by_method } = await session.requests();
    const tried = by_method[method] ?? 0;
    assert(tried >= 2 && tried <= 4, `${tried} times in three hours`);
  });
});

Deno.test("a run that reads late what it stored itself is closed all the same", async () => {
  const people = [person("ann", { consent: null })];
  const lag = { datastoreLagMs: () => 700 };
  await inSession(scenario(people, [onCall("ann")]), async (session) => {
    await session.to(at("09:20"));
    for (const time of ["09:31", "09:46", "10:01"]) {
      const calls = await callsUntil(session, time);
      assert(calls <= MOST_CALLS, `${time}: ${calls} calls`);
    }
  }, lag);
});

Deno.test("what was cleared under another state is shown as soon as that one has ended, though claims are read late", async () => {
  const leave = schedule("pto", shift("ann", at("09:00"), at("12:00")));
  const duty = schedule("on_call", shift("ann", at("10:00"), at("11:02")));
  const consent = { after_manual_change: "resume" };
  const people = [person("ann", { consent })];
  const lag = { datastoreLagMs: () => 700 };
  await inSession(scenario(people, [leave, duty]), async (session) => {
    await session.to(at("09:50"));
    await session.edit("UANN", "", "");
    await session.to(at("10:05"));
    assertEquals((await session.status("UANN")).emoji, ":pager:");
    await session.to(at("11:03"));
    assertEquals((await session.status("UANN")).emoji, ":palm_tree:");
  }, lag);
});
