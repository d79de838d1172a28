/** What a person clears in one shift is theirs for that shift. The next state's shift is decided afresh. */
import { assert, assertEquals } from "@std/assert";
import { at, EMPTY, person, scenario, schedule, shift } from "../day.ts";
import { inSession } from "../session.ts";

const focus = schedule("focus", shift("ann", at("09:00"), at("12:00")));
const onCall = schedule("on_call", shift("ann", at("10:00"), at("11:00")));
const ON_CALL = "On call for The on_call until 11:00";

Deno.test("focus time cleared unseen does not hide on call that begins within it", async () => {
  const people = [person("ann")];
  await inSession(scenario(people, [focus, onCall]), async (session) => {
    await session.to(at("09:20"));
    await session.edit("UANN", "", "");
    await session.to(at("10:01"));
    assertEquals((await session.status("UANN")).text, ON_CALL);
    // Focus time goes on, and stays theirs.
    for (const time of ["11:01", "11:50", "12:05"]) {
      await session.to(at(time));
      assertEquals(await session.status("UANN"), EMPTY, time);
    }
    assertEquals(await session.items("claims"), []);
  });
});

Deno.test("focus time cleared while its schedule is unreadable does not hide the leave after it", async () => {
  const short = {
    ...schedule("focus", shift("ann", at("09:00"), at("10:51"))),
    vendor: "json",
  };
  const leave = schedule("pto", shift("ann", at("11:00"), at("11:45")));
  const people = [person("ann", { consent: { on_own_status: "replace" } })];
  await inSession(scenario(people, [short, leave]), async (session) => {
    await session.to(at("10:41"));
    await session.fault({ method: "json", times: 10_000, status: 500 });
    await session.edit("UANN", "", "");
    await session.to(at("10:59"));
    await session.clearFaults();
    await session.to(at("11:16"));
    assertEquals((await session.status("UANN")).emoji, ":palm_tree:");
    await session.to(at("11:50"));
    assertEquals(await session.status("UANN"), EMPTY);
    assertEquals(await session.items("claims"), []);
  });
});

Deno.test("what they set over one shift meets the next one as their own status", async () => {
  const own = { text: "Busy", emoji: ":bee:", expiration: 0 };
  for (const answer of ["skip", "defer", "replace"]) {
    const people = [person("ann", { consent: { on_own_status: answer } })];
    await inSession(scenario(people, [focus, onCall]), async (session) => {
      await session.to(at("09:20"));
      await session.edit("UANN", own.text, own.emoji);
      await session.to(at("10:01"));
      const { text } = await session.status("UANN");
      assertEquals(text, answer === "replace" ? ON_CALL : "Busy", answer);
      if (answer === "replace") {
        await session.to(at("11:01"));
        assertEquals(await session.status("UANN"), own, answer);
        return;
      }
      await session.edit("UANN", "", "");
      await session.to(at("10:31"));
      const shown = (await session.status("UANN")).text;
      assertEquals(shown, answer === "defer" ? ON_CALL : "", answer);
      await session.to(at("11:31"));
      assertEquals(await session.status("UANN"), EMPTY, answer);
    });
  }
});

Deno.test("with resume, a shift cleared unseen is shown again after the state that came over it", async () => {
  const consent = { after_manual_change: "resume" };
  const people = [person("ann", { consent })];
  await inSession(scenario(people, [focus, onCall]), async (session) => {
    await session.to(at("09:50"));
    await session.edit("UANN", "", "");
    await session.to(at("10:01"));
    assertEquals((await session.status("UANN")).text, ON_CALL);
    await session.to(at("11:16"));
    assertEquals((await session.status("UANN")).emoji, ":headphones:");
  });
});

Deno.test("a write of unknown outcome that they changed does not hide the next state's shift", async () => {
  const people = [person("ann", { consent: { on_own_status: "replace" } })];
  const late = schedule("on_call", shift("ann", at("09:00:40"), at("11:00")));
  await inSession(scenario(people, [focus, late]), async (session) => {
    await session.to(at("08:50"));
    // The status is written, but the execution dies before it can say so.
    await session.fault({
      method: "users.profile.set",
      cut: "after",
      times: 1,
    });
    await session.to(at("09:00:20"));
    assertEquals((await session.status("UANN")).emoji, ":headphones:");
    await session.edit("UANN", "Busy", ":bee:");
    await session.to(at("09:16"));
    assertEquals((await session.status("UANN")).emoji, ":pager:");
    for (const time of ["11:01", "11:50", "12:05"]) {
      await session.to(at(time));
      assertEquals((await session.status("UANN")).text, "Busy", time);
    }
    assertEquals(await session.items("claims"), []);
  });
});

Deno.test("a suppressed shift that grows stays suppressed to its new end", async () => {
  const half = (name: string, start: string, end: string) => ({
    ...schedule("focus", shift("ann", at(start), at(end))),
    id: `P_${name}`,
    name,
  });
  const first = half("first", "09:00", "10:30");
  const second = half("second", "10:30", "12:00");
  const people = [person("ann")];
  await inSession(scenario(people, [first, onCall]), async (session) => {
    await session.to(at("09:20"));
    await session.edit("UANN", "", "");
    await session.to(at("10:05"));
    // What follows without a gap belongs to the shift that they cleared.
    await session.roster([first, second, onCall]);
    await session.to(at("10:50"));
    assertEquals((await session.status("UANN")).text, ON_CALL);
    for (const time of ["11:05", "11:50", "12:05"]) {
      await session.to(at(time));
      assertEquals(await session.status("UANN"), EMPTY, time);
    }
    assertEquals(await session.items("claims"), []);
  });
});

Deno.test("a skipped shift that is gone when another state begins suppresses no later one", async () => {
  const consent = { on_own_status: "skip", after_manual_change: "resume" };
  const people = [person("ann", { consent })];
  const first = schedule("on_call", shift("ann", at("09:43"), at("12:24")));
  const freeze = schedule(
    "deploy_freeze",
    shift("ann", at("09:43"), at("12:24")),
  );
  const later = schedule("on_call", shift("ann", at("11:00"), at("13:15")));
  await inSession(scenario(people, [first]), async (session) => {
    await session.to(at("09:41"));
    await session.edit("UANN", "Busy", ":bee:");
    await session.to(at("09:46"));
    await session.roster([freeze, later]);
    await session.to(at("10:05"));
    await session.edit("UANN", "", "");
    await session.to(at("11:01"));
    const { text } = await session.status("UANN");
    assert(text.startsWith("On call"), text);
  });
});

Deno.test("what they cleared after a late handoff of the same state stays clear", async () => {
  const states = {
    on_call: {
      text: "On call for {label} until {until}",
      level_texts: { "2": "Backup for {label} until {until}" },
      emoji: ":pager:",
      priority: 40,
    },
  };
  const second = { ...shift("ann", at("08:15"), at("08:30")), level: 2 };
  const first = shift("ann", at("08:30"), at("09:20"));
  const rota = schedule("on_call", second, first);
  const options = { extraConfig: () => ({ states }) };
  const ann = person("ann", { consent: { states: ["on_call"] } });
  await inSession(scenario([ann], [rota]), async (session) => {
    await session.to(at("08:27"));
    await session.fault({ method: "pagerduty", times: 10_000, status: 500 });
    // Their first shift is over, but the app cannot know what follows.
    await session.to(at("08:30:03"));
    await session.edit("UANN", "", "");
    await session.to(at("08:34"));
    await session.clearFaults();
    for (const time of ["08:46", "09:16", "09:31"]) {
      await session.to(at(time));
      assertEquals(await session.status("UANN"), EMPTY, time);
    }
    assertEquals(await session.items("claims"), []);
  }, options);
});

Deno.test("a shift that they cleared unseen does not hide a later one of the same state", async () => {
  const rota = schedule(
    "on_call",
    shift("ann", at("09:00"), at("10:00")),
    shift("ann", at("11:00"), at("12:00")),
  );
  await inSession(scenario([person("ann")], [rota]), async (session) => {
    await session.to(at("09:20"));
    await session.edit("UANN", "", "");
    await session.fault({ method: "pagerduty", times: 10_000, status: 500 });
    await session.to(at("10:50"));
    await session.clearFaults();
    await session.to(at("11:16"));
    const { text } = await session.status("UANN");
    assertEquals(text, "On call for The on_call until 12:00");
  });
});

Deno.test("what they changed of notifications and presence in one shift is set again in the next state's", async () => {
  const rule = { dnd: true, away: true };
  const states = {
    focus: {
      text: "Focus time until {until}",
      emoji: ":headphones:",
      priority: 10,
      ...rule,
    },
    pto: {
      text: "On leave until {until}",
      emoji: ":palm_tree:",
      priority: 30,
      ...rule,
    },
  };
  const leave = schedule("pto", shift("ann", at("10:00"), at("11:00")));
  const consent = { states: ["focus", "pto"] };
  const people = [person("ann", { consent })];
  const options = { extraConfig: () => ({ states }) };
  for (const changed of [true, false]) {
    await inSession(scenario(people, [focus, leave]), async (session) => {
      await session.to(at("09:20"));
      if (changed) {
        await session.asPerson("UANN", "dnd.endSnooze", {});
        await session.asPerson("UANN", "users.setPresence", {
          presence: "auto",
        });
      }
      await session.countAnew();
      await session.to(at("10:01"));
      const { status, dnd, presence } = await session.person("UANN");
      assertEquals(status.emoji, ":palm_tree:");
      assertEquals(dnd.snooze_enabled, true);
      assertEquals(presence.manual_away, true);
      const { by_method } = await session.requests();
      const writes = ["dnd.setSnooze", "users.setPresence"]
        .map((method) => by_method[method] ?? 0);
      assertEquals(writes, changed ? [1, 1] : [0, 0]);
      await session.to(at("12:05"));
      const after = await session.person("UANN");
      assertEquals(after.dnd.snooze_enabled, false);
      assertEquals(after.presence.manual_away, false);
      assertEquals(await session.items("claims"), []);
    }, options);
  }
});

Deno.test("a yield ends with its shift, although what is under way then was yielded, too", async () => {
  const day = (from: string, to: string) => [
    schedule("focus", shift("ann", at("08:00"), at("10:00"))),
    schedule("pto", shift("ann", at(from), at(to))),
  ];
  const consent = { on_own_status: "replace", after_manual_change: "resume" };
  const people = [person("ann", { consent })];
  await inSession(scenario(people, day("08:40", "11:20")), async (session) => {
    await session.to(at("08:20"));
    await session.edit("UANN", "Lunch", ":sandwich:");
    await session.to(at("08:50"));
    assertEquals((await session.status("UANN")).emoji, ":palm_tree:");
    await session.edit("UANN", "Errands", ":bee:");
    await session.to(at("09:02"));
    // The leave is moved. At 09:15 there is none: only focus time, which is theirs.
    await session.roster(day("09:20", "11:40"));
    await session.to(at("09:16"));
    assertEquals((await session.status("UANN")).emoji, ":bee:");
    await session.to(at("09:31"));
    assertEquals((await session.status("UANN")).emoji, ":palm_tree:");
    await session.to(at("11:41"));
    assertEquals((await session.status("UANN")).emoji, ":bee:");
    assertEquals(await session.items("claims"), []);
  });
});
