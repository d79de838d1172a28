import config from "../../shiftlight.config.ts";
import { assert, assertEquals, assertStringIncludes } from "@std/assert";
import {
  at,
  EMPTY,
  person,
  scenario,
  schedule,
  shift,
  type ShiftOf,
  unix,
} from "./day.ts";
import { inSession, type Session } from "./session.ts";

/** Of another vendor than the on-call schedules, so that it can be read while those cannot. */
function leave(...shifts: ShiftOf[]) {
  return { ...schedule("pto", ...shifts), vendor: "json" };
}

function onCall(from: string, to: string | null, name = "ann") {
  return schedule("on_call", shift(name, at(from), to && at(to)));
}

const ALL_DAY = leave(shift("ann", at("08:30"), at("20:00")));
const SILENCED = { snoozed: true, away: true };
const HEARD = { snoozed: false, away: false };
const PTO_ONLY = { consent: { states: ["pto"] } };

/** Whether Ann's notifications are paused, and whether she is shown as away. */
async function ann(session: Session) {
  const { dnd, presence } = await session.person("UANN");
  return { snoozed: dnd.snooze_enabled, away: presence.manual_away };
}

async function failRosters(session: Session, method = "pagerduty") {
  await session.fault({ method, status: 500, times: 100_000 });
}

/** Silenced until 10:07 and from 12:22 on, at which no poll helps; heard in between. */
async function assertHeardOnCall(session: Session): Promise<void> {
  await session.to(at("10:06"));
  assertEquals(await ann(session), SILENCED);
  for (const time of ["10:08", "10:40", "11:40", "12:21"]) {
    await session.to(at(time));
    assertEquals(await ann(session), HEARD, time);
  }
  await session.to(at("12:23"));
  assertEquals(await ann(session), SILENCED);
  await session.to(at("20:01"));
  assertEquals(await ann(session), HEARD);
  assertEquals(await session.items("claims"), []);
}

const SHIFT = onCall("10:07", "12:22");

Deno.test("a person who allows on call is not silenced, and is silenced again after it", async () => {
  const day = scenario([person("ann")], [ALL_DAY, SHIFT]);
  await inSession(day, assertHeardOnCall);
});

Deno.test("nobody is silenced in an on-call shift that was read before its roster became unreadable", async () => {
  for (const options of [{}, PTO_ONLY]) {
    const day = scenario([person("ann", options)], [ALL_DAY, SHIFT]);
    await inSession(day, async (session) => {
      await session.to(at("09:05"));
      await failRosters(session);
      await assertHeardOnCall(session);
    });
  }
});

Deno.test("an outage may be longer than the time for which handoffs are booked", async () => {
  const late = onCall("17:07", "18:22");
  const day = scenario([person("ann")], [ALL_DAY, late]);
  await inSession(day, async (session) => {
    await session.to(at("08:35"));
    await failRosters(session);
    await session.to(at("17:06"));
    assertEquals(await ann(session), SILENCED);
    await session.to(at("17:08"));
    assertEquals(await ann(session), HEARD);
    await session.to(at("18:23"));
    assertEquals(await ann(session), SILENCED);
  });
});

Deno.test("an on-call shift without an end counts for as long as its roster cannot be read", async () => {
  const day = scenario([person("ann")], [ALL_DAY, onCall("10:07", null)]);
  await inSession(day, async (session) => {
    await session.to(at("09:05"));
    await failRosters(session);
    await session.to(at("10:08"));
    assertEquals(await ann(session), HEARD);
    await session.to(at("19:00"));
    assertEquals(await ann(session), HEARD);
    await session.roster([ALL_DAY, schedule("on_call")]);
    await session.to(at("19:20"));
    assertEquals(await ann(session), HEARD);
    await session.clearFaults();
    await session.to(at("19:31"));
    // It lists no shift at all any more: the next reading must agree.
    assertEquals(await ann(session), HEARD);
    await session.to(at("19:46"));
    assertEquals(await ann(session), SILENCED);
  });
});

Deno.test("what a poll read far ahead counts, even if that poll had nothing to do", async () => {
  const day = scenario([person("ann")], [ALL_DAY, schedule("on_call")]);
  await inSession(day, async (session) => {
    await session.to(at("08:35"));
    await session.roster([ALL_DAY, onCall("17:07", "18:22")]);
    await session.to(at("08:50"));
    await failRosters(session);
    await session.to(at("17:06"));
    assertEquals(await ann(session), SILENCED);
    await session.to(at("17:08"));
    assertEquals(await ann(session), HEARD);
  });
});

Deno.test("nobody is silenced while on call without allowing it to be shown", async () => {
  const day = scenario([person("ann", PTO_ONLY)], [ALL_DAY, SHIFT]);
  await inSession(day, assertHeardOnCall);
});

/** Focus time that lasts longer than the shift. */
const LONG = { until: unix("18:00") };

Deno.test("one restored person is not silenced by focus time in the same on-call shift", async () => {
  const people = [person("ann"), person("ops", { consent: null })];
  const day = scenario(people, [onCall("09:00", "12:22")], {
    operators: ["UOPS"],
  });
  await inSession(day, async (session) => {
    await session.to(at("09:05"));
    const form = { person: "UANN" };
    await session.trip("Restore one person", { user: "UOPS", form });
    assertEquals(await session.status("UANN"), EMPTY);
    await session.to(at("09:10"));
    await session.trip("Start focus time", { user: "UANN", form: LONG });
    await session.to(at("09:31"));
    assertEquals((await session.status("UANN")).emoji, ":headphones:");
    assertEquals(await ann(session), HEARD);
    await session.to(at("12:23"));
    assert((await ann(session)).snoozed);
  });
});

/** The states of the configuration, with leave above on call. */
const LEAVE_FIRST = {
  ...config.states,
  pto: { ...config.states.pto!, priority: 50 },
};

Deno.test("a state that ranks above on call shows, and does not silence", async () => {
  const people = [person("ann"), person("ops", { consent: null })];
  const day = scenario(people, [ALL_DAY, SHIFT], { operators: ["UOPS"] });
  await inSession(day, async (session) => {
    await session.to(at("09:05"));
    await session.trip("Set up Shiftlight", { user: "UOPS" });
    const findings = (await session.messages("UOPS")).join("\n");
    assertStringIncludes(findings, "State `pto` ranks above `on_call`");
    await session.to(at("10:06"));
    assertEquals(await ann(session), SILENCED);
    await session.to(at("10:08"));
    assertEquals(await ann(session), HEARD);
    assertEquals((await session.status("UANN")).emoji, ":palm_tree:");
    await session.to(at("12:23"));
    assertEquals(await ann(session), SILENCED);
  }, { extraConfig: () => ({ states: LEAVE_FIRST }) });
});

Deno.test("their own snooze and away are given back at the start, and stay theirs", async () => {
  const snooze_until = unix("11:00");
  const day = scenario(
    [person("ann", { snooze_until, consent: { states: ["pto"] } })],
    [leave(shift("ann", at("09:30"), at("20:00"))), schedule("on_call")],
  );
  await inSession(day, async (session) => {
    await session.to(at("09:40"));
    await session.roster([
      leave(shift("ann", at("09:30"), at("20:00"))),
      SHIFT,
    ]);
    await session.to(at("09:44"));
    const ours = (await session.person("UANN")).dnd.snooze_until;
    assert(ours > unix("11:29"));
    await session.to(at("10:06"));
    assertEquals(await ann(session), SILENCED);
    await session.to(at("10:08"));
    const back = await session.person("UANN");
    // Slack counts in whole minutes from the call on.
    const late = back.dnd.snooze_until - snooze_until;
    assert(back.dnd.snooze_enabled && Math.abs(late) <= 30, `${late}`);
    assertEquals(back.presence, { manual_away: false });
    await session.to(at("11:05"));
    assertEquals(await ann(session), HEARD);
    await session.to(at("12:23"));
    assertEquals(await ann(session), SILENCED);
  });
  const away = person("ann", { manual_away: true });
  await inSession(scenario([away], [ALL_DAY, SHIFT]), async (session) => {
    await session.to(at("10:08"));
    assertEquals(await ann(session), { snoozed: false, away: true });
    await session.to(at("20:01"));
    assertEquals(await ann(session), { snoozed: false, away: true });
  });
});

Deno.test("a snooze ends soon after the start by itself, if the app does not run", async () => {
  const day = scenario([person("ann")], [ALL_DAY, SHIFT]);
  await inSession(day, async (session) => {
    await session.to(at("10:06"));
    assertEquals(await ann(session), SILENCED);
    await session.fault({
      method: "apps.datastore.bulkGet",
      status: 500,
      times: 10_000,
    });
    await session.to(at("10:09:01"));
    assertEquals((await ann(session)).snoozed, false);
    await session.clearFaults();
    await session.to(at("10:16"));
    assertEquals(await ann(session), HEARD);
  });
});

Deno.test("their own snooze that outlasts ours is left alone", async () => {
  const snooze_until = unix("11:00");
  const day = scenario([person("ann", { snooze_until })], [ALL_DAY, SHIFT]);
  await inSession(day, async (session) => {
    for (const time of ["08:40", "10:06", "10:08", "10:59"]) {
      await session.to(at(time));
      const { dnd } = await session.person("UANN");
      assertEquals(dnd, { snooze_enabled: true, snooze_until }, time);
    }
    await session.to(at("12:21"));
    assertEquals(await ann(session), HEARD);
    await session.to(at("12:23"));
    assertEquals(await ann(session), SILENCED);
  });
});

Deno.test("a snooze that ends with the start of on call is not renewed before it", async () => {
  const day = scenario([person("ann")], [ALL_DAY, SHIFT]);
  await inSession(day, async (session) => {
    await session.to(at("08:40"));
    await session.countAnew();
    await session.to(at("10:06"));
    const { by_method } = await session.requests();
    assertEquals(by_method["dnd.setSnooze"], undefined);
    assertEquals(by_method["dnd.info"], undefined);
    assertEquals(by_method["apps.datastore.bulkPut"], undefined);
  });
});

Deno.test("a person who turned their notifications on before the shift keeps them on after it", async () => {
  const day = scenario([person("ann", PTO_ONLY)], [ALL_DAY, SHIFT]);
  await inSession(day, async (session) => {
    await session.to(at("10:03"));
    await session.asPerson("UANN", "dnd.endSnooze", {});
    await session.asPerson("UANN", "users.setPresence", { presence: "auto" });
    await session.to(at("12:40"));
    assertEquals(await ann(session), HEARD);
    await session.to(at("14:00"));
    assertEquals(await ann(session), HEARD);
  });
});

Deno.test("a person who opts in during their on-call shift is not silenced", async () => {
  const nobody = person("ann", { consent: null });
  await inSession(scenario([nobody], [ALL_DAY, SHIFT]), async (session) => {
    await session.to(at("10:12"));
    const form = { states: ["pto"], dnd: true, presence: true };
    await session.trip("Opt in", { user: "UANN", form });
    await session.to(at("10:31"));
    assertEquals((await session.status("UANN")).emoji, ":palm_tree:");
    assertEquals(await ann(session), HEARD);
    await session.to(at("12:23"));
    assertEquals(await ann(session), SILENCED);
  });
});

/** Look-ups are kept for a day, so that a failing one shows only once they are gone. */
function forgetLookUps(session: Session): void {
  session.workspace.state.datastores.get("people")!.items.clear();
}

Deno.test("a person who cannot be looked up this time is not silenced", async () => {
  for (const shifts of [[], [shift("ann", at("18:00"), at("19:00"))]]) {
    const first = [ALL_DAY, schedule("on_call", ...shifts)];
    await inSession(scenario([person("ann")], first), async (session) => {
      await session.to(at("09:05"));
      assertEquals(await ann(session), SILENCED);
      forgetLookUps(session);
      await failRosters(session, "users.lookupByEmail");
      const more = shift("ann", at("10:07"), at("12:22"));
      await session.roster([ALL_DAY, schedule("on_call", ...shifts, more)]);
      await session.to(at("10:06"));
      await session.to(at("10:08"));
      assertEquals(await ann(session), HEARD);
      await session.to(at("11:45"));
      assertEquals(await ann(session), HEARD);
      await session.clearFaults();
      await session.to(at("12:40"));
      assertEquals(await ann(session), SILENCED);
    });
  }
});

Deno.test("a shift whose person could not be looked up is placed once they can, even if its roster cannot be read by then", async () => {
  const focus = scenario([person("ann")], [SHIFT]);
  await inSession(focus, async (session) => {
    await failRosters(session, "users.lookupByEmail");
    await session.to(at("09:05"));
    await session.clearFaults();
    await failRosters(session);
    await session.trip("Start focus time", { user: "UANN", form: LONG });
    await session.to(at("10:06"));
    assert((await ann(session)).snoozed);
    await session.to(at("10:08"));
    assertEquals(await ann(session), HEARD);
  });
});

Deno.test("a roster that was removed from the configuration is not unreadable", async () => {
  const day = scenario([person("ann")], [ALL_DAY, onCall("10:07", null)]);
  await inSession(day, async (session) => {
    await session.to(at("10:30"));
    assertEquals(await ann(session), HEARD);
    await session.roster([ALL_DAY]);
    await session.to(at("10:46"));
    assertEquals(await ann(session), SILENCED);
  });
});

Deno.test("a snooze ends at the start of on call although its end waits for an operator", async () => {
  const names = Array.from({ length: 12 }, (_, index) => `p${index}`);
  const away = names.map((name) => shift(name, at("08:30"), at("20:00")));
  const people = names.map((name) => person(name, PTO_ONLY));
  const roster = [leave(...away), onCall("10:07", "12:22", "p0")];
  await inSession(scenario(people, roster), async (session) => {
    const snoozed = async () =>
      (await session.people()).filter(({ dnd }) => dnd.snooze_enabled).length;
    await session.to(at("09:05"));
    assertEquals(await snoozed(), 12);
    await session.roster([leave(), onCall("10:07", "12:22", "p0")]);
    await session.to(at("10:06"));
    assertEquals(await snoozed(), 12);
    await session.to(at("10:08"));
    assertEquals(await snoozed(), 11);
    assert(!(await session.person("UP0")).dnd.snooze_enabled);
    assertEquals((await session.status("UP0")).emoji, ":palm_tree:");
  });
});

Deno.test("a person on call is heard within a minute, however many others are restored", async () => {
  const names = Array.from({ length: 90 }, (_, index) => `p${index}`);
  const until = (name: string) => name === "p89" ? "20:00" : "10:07";
  const away = names.map((name) => shift(name, at("08:30"), at(until(name))));
  const people = names.map((name) => person(name, PTO_ONLY));
  const roster = [leave(...away), onCall("10:07", "12:22", "p89")];
  await inSession(scenario(people, roster), async (session) => {
    await session.to(at("10:06"));
    assert((await session.person("UP89")).dnd.snooze_enabled);
    await session.to(at("10:07:40"));
    assert(!(await session.person("UP89")).dnd.snooze_enabled);
    const left = (await session.people())
      .filter(({ status }) => status.emoji !== "");
    assert(left.length > 10, `${left.length} are not restored yet`);
  }, { rates: "documented" });
});

Deno.test("an outage costs a quiet poll one call more: since when it lasts", async () => {
  const day = scenario([person("ann")], [ALL_DAY, SHIFT]);
  await inSession(day, async (session) => {
    await session.to(at("09:05"));
    await failRosters(session);
    await session.to(at("10:40"));
    await session.countAnew();
    await session.to(at("10:46"));
    const { by_method } = await session.requests();
    const { pagerduty: _, json: __, ...rest } = by_method;
    const calls = Object.entries(rest)
      .filter(([method]) => !method.startsWith("functions.complete"));
    assertEquals(calls.sort(), [
      ["apps.datastore.bulkGet", 1],
      ["apps.datastore.get", 1],
      ["apps.datastore.put", 1],
    ]);
  });
});

Deno.test("a datastore that answers in part silences nobody whose on-call roster cannot be read", async () => {
  for (let skip = 0; skip < 12; skip++) {
    for (const times of [1, 2, 10_000]) {
      const day = scenario([person("ann"), person("bob")], [ALL_DAY, SHIFT]);
      await inSession(day, async (session) => {
        await session.to(at("09:05"));
        await failRosters(session);
        await session.to(at("10:44"));
        assertEquals(await ann(session), HEARD);
        // Something is new, so that the next poll checks everyone.
        const bob = shift("bob", at("10:40"), at("20:00"));
        await session.roster([leave(...ALL_DAY.shifts, bob), SHIFT]);
        await session.fault({
          method: "apps.datastore.bulkGet",
          error: "partial_failure",
          ...{ skip, times },
        });
        for (const time of ["10:45:30", "10:47", "11:01"]) {
          await session.to(at(time));
          const told = `${time}, ${times} times after ${skip} calls`;
          assertEquals(await ann(session), HEARD, told);
        }
      });
    }
  }
});
